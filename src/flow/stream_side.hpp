// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "core/bytes.hpp"
#include "core/moment.hpp"
#include "flow/limits.hpp"

namespace qw::flow {

/// Where octets in order, and the holes between them, go.
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  /// Valid during the call.
  virtual void data(Bytes bytes, Moment const& moment) = 0;
  virtual void gap(std::uint64_t octets, Moment const& moment) = 0;
};

/// One TCP segment's payload as captured.
struct TcpData {
  std::uint32_t sequence = 0;
  Bytes bytes;
  std::size_t wire_octets = 0;  // more than captured if the frame was cut
};

/// One direction of a TCP connection, put in order.
///
/// Of octets that arrive twice the first copy wins, as what was passed on cannot be
/// taken back; in the same way a segment held out of order is not replaced. A hole is
/// believed lost when the peer has acknowledged it and it stayed open for
/// `hole_acknowledged`, after `hole_silent`, when too much waits behind it, or at the end.
class StreamSide {
 public:
  /// The first octet that may come, from a SYN.
  void start(std::uint32_t sequence);

  /// True if any octet of the segment was new.
  bool on_data(TcpData const& data, Moment const& moment, Limits const& limits, StreamSink& sink);

  /// The peer has everything before `acknowledgment`.
  void on_acknowledgment(std::uint32_t acknowledgment);

  /// Passes on what waits behind a hole that is old enough, or any if `at_end`.
  void settle(Moment const& now, Limits const& limits, bool at_end, StreamSink& sink);

  [[nodiscard]] std::size_t held_octets() const { return held_octets_; }
  [[nodiscard]] bool has_hole() const { return !held_.empty(); }
  [[nodiscard]] bool started() const { return started_; }
  /// The sequence number that is expected. Nothing before the side has started.
  [[nodiscard]] std::uint32_t next() const { return next_; }
  /// Was everything before this sequence number passed on?
  [[nodiscard]] bool reached(std::uint32_t sequence) const {
    return started_ && held_.empty() && next_ == sequence;
  }
  void drop_held();

  /// How far it has come; what waits behind a hole does not survive.
  static constexpr auto state() {
    using S = StreamSide;
    return std::tuple{&S::next_, &S::acknowledged_, &S::started_, &S::acknowledgment_seen_};
  }

 private:
  struct Held {
    std::uint32_t sequence = 0;
    std::vector<std::byte> bytes;
    std::size_t wire_octets = 0;
    Moment moment;
  };

  void pass(TcpData const& data, Moment const& moment, StreamSink& sink);
  void pass_held(StreamSink& sink);
  void hold(TcpData const& data, Moment const& moment);
  void jump_hole(StreamSink& sink);

  std::vector<Held> held_;  // by sequence
  std::size_t held_octets_ = 0;
  Stamp hole_since_;
  std::uint32_t next_ = 0;  // sequence number expected
  std::uint32_t acknowledged_ = 0;
  bool started_ = false;
  bool acknowledgment_seen_ = false;
};

}  // namespace qw::flow
