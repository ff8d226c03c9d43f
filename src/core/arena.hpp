// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

#include "core/bytes.hpp"

namespace qw {

/// Blocks that several arenas use in turn: what one is done with serves the next while
/// it is still in the cache. Outlives its arenas; used by one thread at a time.
class ArenaPool {
 public:
  static constexpr std::size_t block_octets = 64 * 1024;
  using Block = std::unique_ptr<std::byte[]>;

  Block take() {
    if (blocks_.empty()) return Block{new std::byte[block_octets]};
    auto block = std::move(blocks_.back());
    blocks_.pop_back();
    return block;
  }
  void give_back(Block block) { blocks_.push_back(std::move(block)); }

 private:
  std::vector<Block> blocks_;
};

/// Memory that is handed out in sequence and taken back all at once.
///
/// What `keep` returns stays valid until `clear`. Blocks are kept for the next round, or
/// given back to their pool, so a steady load allocates nothing.
class Arena {
 public:
  static constexpr std::size_t block_octets = ArenaPool::block_octets;

  Arena() = default;
  explicit Arena(ArenaPool& pool) : pool_{&pool} {}

  Bytes keep(Bytes bytes) {
    if (bytes.empty()) return {};
    auto* const place = reserve(bytes.size(), 1);
    std::memcpy(place, bytes.data(), bytes.size());
    return {place, bytes.size()};
  }

  std::string_view keep(std::string_view text) { return text_of(keep(bytes_of(text))); }

  /// Room for `count` items, not yet initialised.
  template <class Item>
  std::span<Item> room(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<Item>);
    return {reinterpret_cast<Item*>(reserve(count * sizeof(Item), alignof(Item))), count};
  }

  void clear() {
    octets_ = 0;
    block_ = 0;
    used_ = 0;
    large_.clear();
    if (pool_ == nullptr) return;
    for (; !blocks_.empty(); blocks_.pop_back()) pool_->give_back(std::move(blocks_.back()));
  }

  /// Octets handed out since the last `clear`.
  [[nodiscard]] std::size_t octets() const { return octets_; }

 private:
  using Block = ArenaPool::Block;

  std::byte* reserve(std::size_t octets, std::size_t alignment) {
    octets_ += octets;
    if (octets > block_octets) return large_.emplace_back(new std::byte[octets]).get();
    used_ = (used_ + alignment - 1) / alignment * alignment;
    if (block_ == blocks_.size() || used_ + octets > block_octets) next_block();
    auto* const place = blocks_[block_].get() + used_;
    used_ += octets;
    return place;
  }

  void next_block() {
    if (block_ < blocks_.size()) ++block_;
    if (block_ == blocks_.size())
      blocks_.push_back(pool_ != nullptr ? pool_->take() : Block{new std::byte[block_octets]});
    used_ = 0;
  }

  ArenaPool* pool_ = nullptr;
  std::vector<Block> blocks_;
  std::vector<Block> large_;  // one each for what does not fit a block
  std::size_t block_ = 0;
  std::size_t used_ = 0;
  std::size_t octets_ = 0;
};

}  // namespace qw
