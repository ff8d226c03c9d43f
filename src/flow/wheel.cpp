// SPDX-License-Identifier: Apache-2.0
#include "flow/wheel.hpp"

#include <algorithm>

namespace qw::flow {

Wheel::Wheel(Slots& slots, Nanoseconds timeout)
    : slots_{slots},
      // Not so narrow that the numbers of buckets come near the end of their type.
      width_{std::max(timeout.count / buckets_a_timeout, milliseconds(1).count)} {}

void Wheel::append(std::uint32_t slot) {
  auto& flow = slots_[slot];
  auto const wanted = flow.touched.ns / width_;
  if (size_++ == 0) first_ = wanted;
  flow.bucket = static_cast<std::uint8_t>(place(std::clamp(wanted, first_, first_ + buckets - 1)));
  auto& bucket = buckets_[flow.bucket];
  flow.older = bucket.newest;
  flow.newer = none;
  (flow.older == none ? bucket.oldest : slots_[flow.older].newer) = slot;
  bucket.newest = slot;
}

void Wheel::remove(std::uint32_t slot) {
  auto& flow = slots_[slot];
  auto& bucket = buckets_[flow.bucket];
  (flow.older == none ? bucket.oldest : slots_[flow.older].newer) = flow.newer;
  (flow.newer == none ? bucket.newest : slots_[flow.newer].older) = flow.older;
  flow.older = none;
  flow.newer = none;
  if (--size_ != 0)
    while (this->bucket(first_).oldest == none) ++first_;
}

std::uint32_t Wheel::after(std::uint32_t slot) const {
  auto const& flow = slots_[slot];
  if (flow.newer != none) return flow.newer;
  // From the flow's own bucket to the last one of the wheel.
  auto number =
      first_ + (flow.bucket + buckets - static_cast<std::int64_t>(place(first_))) % buckets;
  while (++number < first_ + buckets)
    if (bucket(number).oldest != none) return bucket(number).oldest;
  return none;
}

}  // namespace qw::flow
