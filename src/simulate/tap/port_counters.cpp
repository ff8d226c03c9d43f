// SPDX-License-Identifier: Apache-2.0
#include "simulate/tap/port_counters.hpp"

namespace qw::simulate {
namespace {

constexpr std::size_t sender_place = 6;  // behind the receiver's address

Mac sender_of(Bytes frame) {
  Mac mac;
  for (std::size_t i = 0; i < mac.octets.size(); ++i)
    mac.octets[i] = octet_at(frame, sender_place + i);
  return mac;
}

}  // namespace

void PortCounters::count(Stamp at, Bytes frame) {
  for (; at >= next_; next_ = next_ + every_) snapshot(next_);
  auto& port = ports_[sender_of(frame)];
  ++port.frames;
  port.octets += frame.size();
}

void PortCounters::finish(Stamp end) {
  for (; next_ < end; next_ = next_ + every_) snapshot(next_);
  snapshot(end);
}

void PortCounters::snapshot(Stamp at) { snapshots_.push_back({at, ports_}); }

}  // namespace qw::simulate
