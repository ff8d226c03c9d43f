// SPDX-License-Identifier: Apache-2.0
#include "capture/window.hpp"

#include <cstring>

namespace qw::capture {

bool Window::fill(std::size_t octets) {
  paused_ = false;
  while (left() < octets && !ended_ && !paused_) {
    auto const used = static_cast<std::size_t>(end_ - begin_);
    auto const before_here = used - left();
    if (!block_ || block_->size() - before_here < octets) {
      move_to_next_block(octets);
      continue;
    }
    auto const count = stream_->read({block_->data() + used, block_->size() - used});
    end_ += count;
    ended_ = count == 0 && stream_->ended();
    paused_ = count == 0 && !ended_;
  }
  return left() >= octets;
}

void Window::move_to_next_block(std::size_t octets) {
  // Of a large piece twice its size, so that each octet is moved a bounded number
  // of times whatever pieces are asked for.
  bool const large = octets > pool_->block_octets() / 2;
  auto next = pool_->take(large ? octets * 2 : 0);
  auto const kept = left();
  if (kept != 0) std::memcpy(next->data(), here_, kept);
  block_offset_ = offset();
  block_ = std::move(next);
  begin_ = here_ = block_->data();
  end_ = begin_ + kept;
}

}  // namespace qw::capture
