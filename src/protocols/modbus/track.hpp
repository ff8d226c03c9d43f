// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "delivery/registration.hpp"
#include "protocols/modbus/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::modbus {

inline constexpr std::size_t most_pending = 64;  // requests that wait for a reply
inline constexpr int most_faults = 8;            // in a row, then the stream is given up
inline constexpr Nanoseconds reply_deadline = seconds(5);

/// Pairs requests with replies by transaction, unit and function; says Command,
/// Sample, Identity, Irregularity.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return pending_.capacity() * sizeof(Request);
  }

 private:
  /// A request that waits. Its data is kept so that the command can be said, with
  /// its values, when the outcome is known.
  struct Request {
    Moment moment;
    std::uint16_t transaction = 0;
    std::uint8_t unit = 0;
    std::uint8_t function = 0;
    std::uint16_t size = 0;
    std::array<std::byte, most_data_octets> data;

    [[nodiscard]] MessageView message() const {
      return {transaction, unit, function, Bytes{data}.first(size)};
    }
  };

  void on_request(MessageView const& message, Moment const& moment);
  void on_reply(MessageView const& message, Moment const& moment);
  void say_answered(Request const& request, MessageView const& reply, Moment const& moment);
  void say_command(Request const& request, Outcome const& outcome, Moment const* reply);
  void say_sample(Request const& request, MessageView const& reply, Moment const& moment);
  void say_identities(MessageView const& reply, Moment const& moment);
  void close_all(Outcome::State state);

  struct Way {
    bool resuming = false;  // behind a gap, not in step with the messages again yet
    int faults = 0;         // in a row
  };

  ProtocolVoice voice_;
  std::vector<Request> pending_;  // oldest first; at most most_pending
  bool lost_replies_ = false;     // a gap on the server's side: silence proves nothing
  bool asked_ = false;            // a request was seen: before it, a lone reply is no fault
  bool heard_ = false;            // a message, of either side
  std::array<Way, 2> ways_{};
};

delivery::Registration const& registration();

}  // namespace qw::modbus
