// SPDX-License-Identifier: Apache-2.0
#include "flow/slots.hpp"

namespace qw::flow {

std::uint32_t Slots::take() {
  if (free_.empty()) {
    auto const first = static_cast<std::uint32_t>(chunks_.size()) * chunk;
    chunks_.push_back(std::make_unique<Flow[]>(chunk));
    for (std::uint32_t i = chunk; i > 0; --i) free_.push_back(first + i - 1);
  }
  auto const slot = free_.back();
  free_.pop_back();
  ++used_;
  return slot;
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
