// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "delivery/registration.hpp"
#include "protocols/ntp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::ntp {

inline constexpr std::size_t most_pending = 8;  // control requests that wait
inline constexpr Nanoseconds reply_deadline = seconds(5);

/// Says who asks and who tells the time (Clock), and who queries or sets up a
/// server (Command).
class Tracker final : public delivery::DatagramTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return pending_.capacity() * sizeof(Request);
  }

 private:
  struct Request {
    Moment moment;
    Mode mode = Mode::control;
    std::uint8_t operation = 0;
    std::uint8_t sequence = 0;
  };

  void say_clock(MessageView const& message, Moment const& moment);
  void on_request(MessageView const& message, Moment const& moment);
  void on_response(MessageView const& message, Moment const& moment);
  void say_command(Request const& request, Outcome const& outcome, Moment const* reply);

  ProtocolVoice voice_;
  std::vector<Request> pending_;  // oldest first; at most most_pending
};

delivery::Registration const& registration();

}  // namespace qw::ntp
