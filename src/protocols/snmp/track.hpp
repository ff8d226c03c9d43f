// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "delivery/registration.hpp"
#include "dialogue/requests.hpp"
#include "protocols/snmp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::snmp {

inline constexpr std::size_t most_pending = 16;          // requests that wait for a response
inline constexpr std::size_t most_request_octets = 512;  // of variable bindings kept for each
inline constexpr std::size_t most_samples = 64;          // of one message; more stay unsaid
inline constexpr std::size_t most_identifier_characters = 1408;  // 128 numbers of 10 digits

/// Who a message claims to be from: a user, or the digest of a community.
struct Credential {
  Term method;
  std::uint64_t digest = 0;
  std::uint8_t size = 0;
  std::array<char, 32> user;  // RFC 3414 allows no longer one

  [[nodiscard]] std::string_view account() const { return {user.data(), size}; }
  [[nodiscard]] bool same_as(Credential const& other) const {
    return method == other.method && digest == other.digest && account() == other.account();
  }
};

/// What is kept of a message beside its variable bindings.
struct Key {
  std::uint32_t id = 0;
  Pdu pdu = Pdu::get;
  std::uint32_t error_status = 0;  // of a response
  friend bool operator==(Key const&, Key const&) = default;
};
struct Note {
  Credential credential;
  std::uint32_t count = 0;          // of variables
  std::uint32_t non_repeaters = 0;  // of a GetBulkRequest
  std::uint32_t max_repetitions = 0;
};

/// Pairs requests with responses; says Command, Sample, Identity, Alarm, Login,
/// Irregularity. A community is compared by digest and never said.
class Tracker final : public delivery::DatagramTracker,
                      private dialogue::ExchangeListener<Key, Note> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }
  [[nodiscard]] std::size_t heap_octets() const override { return requests_.heap_octets(); }

 private:
  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override {
    return request.key.id == reply.key.id;
  }
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  static Credential credential_of(MessageView const& message);
  void on_request(MessageView const& message, delivery::Datagram const& datagram);
  void on_response(MessageView const& message, delivery::Datagram const& datagram);
  void on_notification(MessageView const& message, Moment const& moment);
  void close(Request const& request, Outcome const& outcome, std::optional<Outcome> const& login,
             Moment const* reply);
  void say_command(Request const& request, Outcome const& outcome, Moment const* reply);
  void say_login(Credential const& credential, Outcome const& outcome, Moment const& moment,
                 FrameNumber reply);
  void say_samples(Bindings list, Learnt learnt, Endpoint const& target, Moment const& moment);
  void say_identities(Bindings list, Moment const& moment);

  ProtocolVoice voice_;
  dialogue::Requests<Key, Note> requests_;
  Credential last_credential_;  // of the last Login that was said
  Outcome::State last_state_ = Outcome::State::none;
  bool encrypted_ = false;
};

delivery::Registration const& registration();

}  // namespace qw::snmp
