// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/rdp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::rdp {

inline constexpr std::uint16_t ports[] = {3389};
inline constexpr ProtocolDescription description{.name = "rdp",
                                                 .title = "Remote Desktop Protocol",
                                                 .traits = {Trait::remote_access},
                                                 .tcp_ports = ports};
inline constexpr Protocol protocol_name{description};

inline constexpr Nanoseconds reply_deadline = seconds(15);

/// A connection request, of which there is one, and what came of it.
struct Key {
  std::uint32_t offered = 0;  // security protocols
  Outcome outcome{};          // of a reply
  friend bool operator==(Key const& a, Key const& b) { return a.offered == b.offered; }
};

/// Follows a connection to where it becomes unreadable: to TLS, which it hands on,
/// or to RDP's own encryption. Says Handshake, Login, Identity, and Command for a
/// negotiation that failed.
class Tracker final : public delivery::StreamTracker, private dialogue::ExchangeListener<Key> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }
  [[nodiscard]] std::size_t heap_octets() const override { return requests_.heap_octets(); }

 private:
  /// In order.
  [[nodiscard]] bool answers(Request const&, Reply const&) const override { return true; }
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const&, bool) override {}

  /// What follows the PDU: more of this protocol, or another one.
  bool on_pdu(Bytes pdu, delivery::Side from, Moment const& moment);
  void on_request(Bytes variable, Moment const& moment);
  bool on_confirm(Bytes variable, Moment const& moment);
  void on_unit(Bytes unit, Moment const& moment);
  void say_client(ClientDataView const& client, Moment const& moment);
  void say_server(ServerDataView const& server, Moment const& moment);
  void say_account(ClientInfoView const& info, Moment const& moment);
  void say_negotiation(Request const& request, Outcome const& outcome, Moment const* reply);

  ProtocolVoice voice_;
  dialogue::Messages<parse_pdu, dialogue::find_nothing, dialogue::FramingLimits{.most_faults = 1}>
      messages_;
  dialogue::Requests<Key> requests_;
  std::uint32_t offered_ = 0;
  std::optional<bool> encrypted_;
  bool settled_ = false;  // nothing more that could be read
};

delivery::Registration const& registration();

}  // namespace qw::rdp
