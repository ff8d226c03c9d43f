// SPDX-License-Identifier: Apache-2.0
#include "simulate/tap/tap.hpp"

#include <algorithm>

namespace qw::simulate {
namespace {

constexpr std::size_t vlan_place = 12;  // after both addresses

bool is_tagged(std::vector<std::byte> const& frame) {
  return frame.size() > vlan_place + 4 && frame[vlan_place] == std::byte{0x81} &&
         frame[vlan_place + 1] == std::byte{0x00};
}

}  // namespace

void Tally::count(std::uint64_t frame, Stamp at, std::size_t size) {
  if (frames == 0) {
    first = frame;
    first_at = at;
  }
  last = frame;
  last_at = at;
  ++frames;
  octets += size;
}

void Tap::take(std::uint32_t shard, Frame& frame) {
  counters_.count(frame.at, frame.octets);
  bool const shown = (!mirror_.shows || mirror_.shows(frame)) &&
                     (mirror_.loss <= 0 || !dice_.chance(mirror_.loss));
  if (!shown) {
    ++missed_;
    return;
  }
  if (mirror_.strips_vlan && is_tagged(frame.octets))
    frame.octets.erase(frame.octets.begin() + vlan_place, frame.octets.begin() + vlan_place + 4);
  record(shard, frame);
  if (mirror_.duplicate > 0 && dice_.chance(mirror_.duplicate)) record(shard, frame);
}

void Tap::record(std::uint32_t shard, Frame const& frame) {
  last_ = std::max(last_, frame.at);
  file_.write(last_, frame.octets);
  if (sink_) sink_(last_, frame.octets);
  auto const number = file_.frames();
  flows_[{shard, static_cast<std::uint32_t>(frame.flow)}].count(number, last_, frame.octets.size());
  if (frame.mark != MarkId::none)
    marks_[{shard, static_cast<std::uint32_t>(frame.mark)}].count(number, last_,
                                                                  frame.octets.size());
}

}  // namespace qw::simulate
