// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "capture/block.hpp"
#include "capture/stream.hpp"

namespace qw::capture {

/// The part of a stream that lies in memory, in one block, from a reading
/// position on. Octets go from the stream into the block and stay there; only
/// what a block's end cuts in two is moved, into the next block.
class Window {
 public:
  Window(std::unique_ptr<Stream> stream, BlockPool& pool)
      : stream_{std::move(stream)}, pool_{&pool} {}

  /// Makes `octets` octets from the reading position lie there in one piece; false
  /// if the stream ends before or has no more yet, with all that is left then lying there. May
  /// move to another block: pointers from before are void, offsets from `here` stay right.
  bool want(std::size_t octets) { return octets <= left() || fill(octets); }

  /// Like `want`, but waits for what has not come yet: false only at the end.
  bool await(std::size_t octets) {
    while (!want(octets))
      if (!paused()) return false;
    return true;
  }

  /// Why the last `want` was false: the stream has no more yet.
  [[nodiscard]] bool paused() const { return paused_; }

  [[nodiscard]] std::byte const* here() const { return here_; }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - here_); }
  [[nodiscard]] Bytes rest() const { return {here_, left()}; }

  /// Moves the reading position; `octets` must not be more than `left`.
  void advance(std::size_t octets) { here_ += octets; }

  /// Octets of the stream before the reading position.
  [[nodiscard]] std::uint64_t offset() const {
    return block_offset_ + static_cast<std::uint64_t>(here_ - begin_);
  }

  [[nodiscard]] BlockRef const& block() const { return block_; }
  [[nodiscard]] Stream const& stream() const { return *stream_; }

 private:
  bool fill(std::size_t octets);
  void move_to_next_block(std::size_t octets);

  std::unique_ptr<Stream> stream_;
  BlockPool* pool_;
  BlockRef block_;
  std::byte const* begin_ = nullptr;  // of the block
  std::byte const* here_ = nullptr;
  std::byte const* end_ = nullptr;  // of what was read into the block
  std::uint64_t block_offset_ = 0;  // of the block's begin in the stream
  bool ended_ = false;
  bool paused_ = false;
};

}  // namespace qw::capture
