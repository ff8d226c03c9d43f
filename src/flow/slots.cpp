// SPDX-License-Identifier: Apache-2.0
#include "flow/slots.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace qw::flow {

std::uint32_t Slots::take() {
  if (free_.empty()) add_chunk();
  auto const slot = free_.back();
  free_.pop_back();
  ++used_;
  return slot;
}

void Slots::add_chunk() {
  auto const fill = [this](auto& flows, std::size_t room) {
    auto const filled = flows.size();
    flows.reserve(room);
    QW_CHECK(filled + chunk <= flows.capacity());
    flows.resize(filled + chunk);
    if (filled == 0) starts_.push_back(flows.data());
    auto const begin = (starts_.size() - 1) * slab + filled;
    for (std::size_t i = chunk; i > 0; --i)
      free_.push_back(static_cast<std::uint32_t>(begin + i - 1));
  };
  if (first_.size() < slab) {
    fill(first_, std::min<std::size_t>(slab, (most_ + chunk - 1) / chunk * chunk));
    return;
  }
  if (more_.empty() || more_.back().size() == slab) more_.emplace_back();
  fill(more_.back(), slab);
}

void Slots::give_back(std::uint32_t slot) {
  auto& flow = (*this)[slot];
  auto const generation = flow.generation + 1;
  flow = Flow{};
  flow.generation = generation;
  free_.push_back(slot);
  --used_;
}

}  // namespace qw::flow
