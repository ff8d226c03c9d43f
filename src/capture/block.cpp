// SPDX-License-Identifier: Apache-2.0
#include "capture/block.hpp"

namespace qw::capture {

void BlockRef::release() {
  if (block_ == nullptr) return;
  if (block_->holders_.fetch_sub(1, std::memory_order_acq_rel) == 1)
    block_->pool_->give_back(block_);
  block_ = nullptr;
}

BlockRef BlockPool::take(std::size_t octets) {
  std::lock_guard const lock{guard_};
  if (octets <= block_octets_ && !idle_.empty()) {
    auto* const block = idle_.back();
    idle_.pop_back();
    return BlockRef{block};
  }
  auto const size = octets > block_octets_ ? octets : block_octets_;
  all_.push_back(std::make_unique<Block>(size, *this));
  return BlockRef{all_.back().get()};
}

void BlockPool::give_back(Block* block) {
  std::lock_guard const lock{guard_};
  if (block->size() == block_octets_) {
    idle_.push_back(block);
    return;
  }
  // Oversized blocks served one large frame; keeping them would let one file
  // with many of them grow the pool.
  std::erase_if(all_, [&](auto const& each) { return each.get() == block; });
}

}  // namespace qw::capture
