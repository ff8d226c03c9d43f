// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "delivery/registration.hpp"
#include "protocols/netbios_ns/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::netbios_ns {

inline constexpr std::size_t most_pending = 16;  // queries that wait for a response
inline constexpr std::size_t most_answers = 64;  // of one message; more stay unsaid
inline constexpr Nanoseconds reply_deadline = seconds(5);

/// Says names that are looked up, registered and listed (Name), whose they are
/// (Identity), and the MAC that a node tells (Binding).
class Tracker final : public delivery::DatagramTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return pending_.capacity() * sizeof(Query);
  }

 private:
  struct Query {
    Moment moment;
    std::uint16_t id = 0;
    std::uint16_t type = 0;
    NetbiosName name;
  };

  void on_request(MessageView const& message, Moment const& moment);
  void on_question(MessageView const& message, Entry const& question, Moment const& moment);
  void on_response(MessageView const& message, Moment const& moment);
  void say_asked(Query const& query, Outcome const& outcome, FrameNumber reply);
  void say_record(NamePhase phase, Entry const& record, Outcome const& outcome,
                  Moment const& moment);
  void say_status(Entry const& record, Moment const& moment);
  void say_host(NetbiosName const& host, Term source, Moment const& moment);

  ProtocolVoice voice_;
  std::vector<Query> pending_;  // oldest first; at most most_pending
};

delivery::Registration const& registration();

}  // namespace qw::netbios_ns
