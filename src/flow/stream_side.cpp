// SPDX-License-Identifier: Apache-2.0
#include "flow/stream_side.hpp"

#include <algorithm>

namespace qw::flow {
namespace {

/// a - b on the circle of sequence numbers.
std::int32_t distance(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b); }

std::uint32_t octets(std::size_t count) { return static_cast<std::uint32_t>(count); }

/// The part of a segment from `sequence` on.
TcpData from(TcpData data, std::uint32_t sequence) {
  auto const skip = std::size_t{sequence - data.sequence};
  data.sequence = sequence;
  data.bytes = data.bytes.subspan(std::min(skip, data.bytes.size()));
  data.wire_octets -= skip;
  return data;
}

}  // namespace

void StreamSide::start(std::uint32_t sequence) {
  if (started_) return;
  started_ = true;
  next_ = sequence;
}

bool StreamSide::on_data(TcpData const& data, Moment const& moment, Limits const& limits,
                         StreamSink& sink) {
  start(data.sequence);
  auto const end = data.sequence + octets(data.wire_octets);
  if (distance(end, next_) <= 0) return false;
  auto const fresh = distance(data.sequence, next_) < 0 ? from(data, next_) : data;
  if (fresh.sequence == next_) {
    pass(fresh, moment, sink);
    if (!held_.empty()) pass_held(sink);
    return true;
  }
  if (held_.empty()) hole_since_ = moment.at;
  hold(fresh, moment);
  settle(moment, limits, false, sink);
  return true;
}

void StreamSide::pass(TcpData const& data, Moment const& moment, StreamSink& sink) {
  next_ = data.sequence + octets(data.wire_octets);
  if (!data.bytes.empty()) sink.data(data.bytes, moment);
  if (data.wire_octets > data.bytes.size()) sink.gap(data.wire_octets - data.bytes.size(), moment);
}

void StreamSide::pass_held(StreamSink& sink) {
  std::size_t done = 0;
  for (; done < held_.size() && distance(held_[done].sequence, next_) <= 0; ++done) {
    auto const& each = held_[done];
    held_octets_ -= each.bytes.size();
    TcpData const data{each.sequence, each.bytes, each.wire_octets};
    if (distance(each.sequence + octets(each.wire_octets), next_) > 0)
      pass(from(data, next_), each.moment, sink);
  }
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(done));
}

void StreamSide::hold(TcpData const& data, Moment const& moment) {
  auto const place = std::find_if(held_.begin(), held_.end(), [&](Held const& each) {
    return distance(each.sequence, data.sequence) > 0;
  });
  held_octets_ += data.bytes.size();
  held_.insert(
      place, Held{data.sequence, {data.bytes.begin(), data.bytes.end()}, data.wire_octets, moment});
}

void StreamSide::on_acknowledgment(std::uint32_t acknowledgment) {
  if (acknowledgment_seen_ && distance(acknowledgment, acknowledged_) <= 0) return;
  acknowledgment_seen_ = true;
  acknowledged_ = acknowledgment;
}

void StreamSide::settle(Moment const& now, Limits const& limits, bool at_end, StreamSink& sink) {
  while (!held_.empty()) {
    auto const age = now.at - hole_since_;
    bool const acknowledged =
        acknowledgment_seen_ && distance(acknowledged_, held_.front().sequence) >= 0;
    bool const full = held_octets_ > limits.held_octets || held_.size() > limits.held_segments;
    bool const lost = at_end || full || age >= limits.hole_silent ||
                      (acknowledged && age >= limits.hole_acknowledged);
    if (!lost) return;
    jump_hole(sink);
    // The next hole has stood as long as the segment behind it.
    if (!held_.empty()) hole_since_ = held_.front().moment.at;
  }
}

void StreamSide::jump_hole(StreamSink& sink) {
  auto const& first = held_.front();
  auto const missing = first.sequence - next_;
  next_ = first.sequence;
  sink.gap(missing, first.moment);
  pass_held(sink);
}

void StreamSide::drop_held() {
  held_.clear();
  held_octets_ = 0;
}

}  // namespace qw::flow
