// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/large_pages.hpp"

namespace qw::flow {

/// Finds a flow's slot by the hash of its key. Eight octets an entry, linear
/// probing, backward-shift deletion; keys stay with the flows.
class Index {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  /// The slot whose flow `matches`, or `none`.
  template <class Matches>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Matches const& matches) const {
    auto const tag = tag_of(hash);
    for (auto place = home(hash);; place = (place + 1) & mask_) {
      auto const& entry = entries_[place];
      if (entry.slot == none) return none;
      if (entry.tag == tag && matches(entry.slot)) return entry.slot;
    }
  }

  /// Asks for the memory that `find` will look at first. Always inline: see `Slots`.
  [[gnu::always_inline]] void prefetch(std::uint64_t hash) const {
    __builtin_prefetch(&entries_[home(hash)]);
  }

  /// The slot that `find` will most likely try first, or `none`. Looks at no flow.
  [[nodiscard]] std::uint32_t candidate(std::uint64_t hash) const {
    auto const tag = tag_of(hash);
    for (auto place = home(hash); entries_[place].slot != none; place = (place + 1) & mask_)
      if (entries_[place].tag == tag) return entries_[place].slot;
    return none;
  }

  void insert(std::uint64_t hash, std::uint32_t slot) {
    if ((size_ + 1) * 4 > entries_.size() * 3) grow();
    place({tag_of(hash), slot});
    ++size_;
  }

  /// `slot` must be in the index under `hash`.
  void erase(std::uint64_t hash, std::uint32_t slot) {
    auto hole = home(hash);
    while (entries_[hole].slot != slot) hole = (hole + 1) & mask_;
    for (auto next = (hole + 1) & mask_; entries_[next].slot != none; next = (next + 1) & mask_) {
      auto const wanted = entries_[next].tag & mask_;
      // An entry may fill the hole unless that would put it before its home.
      if (((next - wanted) & mask_) >= ((next - hole) & mask_)) {
        entries_[hole] = entries_[next];
        hole = next;
      }
    }
    entries_[hole].slot = none;
    --size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Entry {
    std::uint32_t tag = 0;
    std::uint32_t slot = none;
  };

  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash); }
  [[nodiscard]] std::size_t home(std::uint64_t hash) const { return tag_of(hash) & mask_; }

  void place(Entry entry) {
    auto at = entry.tag & mask_;
    while (entries_[at].slot != none) at = (at + 1) & mask_;
    entries_[at] = entry;
  }

  void grow() {
    auto const old = std::move(entries_);
    entries_.assign(old.size() * 2, {});
    mask_ = entries_.size() - 1;
    for (auto const& entry : old)
      if (entry.slot != none) place(entry);
  }

  using Entries = std::vector<Entry, LargePages<Entry>>;
  Entries entries_ = Entries(64);
  std::size_t mask_ = 63;
  std::size_t size_ = 0;
};

}  // namespace qw::flow
