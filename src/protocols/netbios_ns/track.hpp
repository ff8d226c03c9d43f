// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "dialogue/requests.hpp"
#include "protocols/netbios_ns/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::netbios_ns {

inline constexpr std::size_t most_pending = 16;  // queries that wait for a response
inline constexpr std::size_t most_answers = 64;  // of one message; more stay unsaid

/// A question, and what came of it.
struct Key {
  std::uint16_t id = 0;
  std::uint16_t type = 0;
  NetbiosName name;
  Outcome outcome{};  // of a response
  friend bool operator==(Key const& a, Key const& b) {
    return a.id == b.id && a.type == b.type && a.name == b.name;
  }
};

/// Says names that are looked up, registered and listed (Name), whose they are
/// (Identity), and the MAC that a node tells (Binding).
class Tracker final : public delivery::DatagramTracker, private dialogue::ExchangeListener<Key> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return requests_.heap_octets(); }

 private:
  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override {
    return request.key.id == reply.key.id;
  }
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const&, bool) override {}  // names are told unasked, too

  void on_request(MessageView const& message, delivery::Datagram const& datagram);
  void on_question(MessageView const& message, Entry const& question,
                   delivery::Datagram const& datagram);
  void on_response(MessageView const& message, delivery::Datagram const& datagram);
  void say_asked(Key const& query, Moment const& moment, Outcome const& outcome, FrameNumber reply);
  void say_record(NamePhase phase, Entry const& record, Outcome const& outcome,
                  Moment const& moment);
  void say_status(Entry const& record, Moment const& moment);
  void say_host(NetbiosName const& host, Term source, Moment const& moment);

  ProtocolVoice voice_;
  dialogue::Requests<Key> requests_;
};

delivery::Registration const& registration();

}  // namespace qw::netbios_ns
