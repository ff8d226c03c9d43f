// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace qw::capture {

class BlockPool;

/// A stretch of memory that frames are read into. Shared by counting: the reader
/// holds it while it fills it, each batch while its frames are in use.
class Block {
 public:
  explicit Block(std::size_t octets, BlockPool& pool)
      : memory_{new std::byte[octets]}, octets_{octets}, pool_{&pool} {}
  [[nodiscard]] std::byte* data() { return memory_.get(); }
  [[nodiscard]] std::size_t size() const { return octets_; }

 private:
  friend class BlockRef;
  std::unique_ptr<std::byte[]> memory_;
  std::size_t octets_;
  BlockPool* pool_;
  std::atomic<int> holders_{0};
};

/// Holds a block; when the last holder lets go the block returns to its pool.
class BlockRef {
 public:
  BlockRef() = default;
  explicit BlockRef(Block* block) : block_{block} { retain(); }
  BlockRef(BlockRef const& other) : block_{other.block_} { retain(); }
  BlockRef(BlockRef&& other) noexcept : block_{std::exchange(other.block_, nullptr)} {}
  BlockRef& operator=(BlockRef other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~BlockRef() { release(); }

  [[nodiscard]] Block* operator->() const { return block_; }
  [[nodiscard]] Block* get() const { return block_; }
  explicit operator bool() const { return block_ != nullptr; }

 private:
  void retain() {
    if (block_ != nullptr) block_->holders_.fetch_add(1, std::memory_order_relaxed);
  }
  void release();

  Block* block_ = nullptr;
};

/// Blocks for reuse. Must outlive every reference to one of its blocks.
class BlockPool {
 public:
  /// The default stays in a processor's second cache from reading to decoding.
  explicit BlockPool(std::size_t block_octets = 256 << 10) : block_octets_{block_octets} {}

  /// A block of at least `octets`; a usual one if it is large enough.
  BlockRef take(std::size_t octets = 0);

  /// Size of a usual block.
  [[nodiscard]] std::size_t block_octets() const { return block_octets_; }

 private:
  friend class BlockRef;
  void give_back(Block* block);

  std::size_t block_octets_;
  std::mutex guard_;
  std::vector<std::unique_ptr<Block>> all_;
  std::vector<Block*> idle_;
};

}  // namespace qw::capture
