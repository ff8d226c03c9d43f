// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <tuple>
#include <utility>

#include "core/hash.hpp"

namespace qw::analyses {

/// A bounded table that forgets what was not asked for in a while.
///
/// It keeps two generations. When the young one is full the old one is forgotten, and
/// the young becomes old; what is found in the old one becomes young again. So between
/// half of `most` and `most` entries stay, and which ones follows from the order of
/// calls alone. It is never walked: the order of a hash must not reach any output.
template <class Key, class Value>
class Recent {
 public:
  explicit Recent(std::size_t most) : generation_{most / 2} {}

  /// Null if it is not there, or no more. Valid until the next call.
  Value* find(Key const& key) {
    if (auto const found = young_.find(key); found != young_.end()) return &found->second;
    auto const found = old_.find(key);
    if (found == old_.end()) return nullptr;
    Value kept = std::move(found->second);
    old_.erase(found);
    return &insert(key, std::move(kept));
  }

  /// `key` must not be there. Valid until the next call.
  Value& insert(Key const& key, Value value) {
    if (young_.size() >= generation_) {
      forgotten_ += old_.size();
      old_.clear();
      old_.swap(young_);
    }
    return young_.emplace(key, std::move(value)).first->second;
  }

  void erase(Key const& key) {
    if (young_.erase(key) == 0) old_.erase(key);
  }

  /// Entries that made room for others.
  [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

  static constexpr auto state() {
    return std::tuple{&Recent::young_, &Recent::old_, &Recent::forgotten_};
  }
  bool restored() const {
    if (young_.size() > std::max<std::size_t>(1, generation_) || old_.size() > generation_ + 1)
      return false;
    for (auto const& entry : young_)
      if (old_.contains(entry.first)) return false;
    return true;
  }
  /// Does it hold of all values? In no order.
  template <class Holds>
  [[nodiscard]] bool all_of(Holds const& holds) const {
    auto const of = [&](auto const& entry) { return holds(entry.second); };
    return std::all_of(young_.begin(), young_.end(), of) &&
           std::all_of(old_.begin(), old_.end(), of);
  }

 private:
  using Table = boost::unordered_flat_map<Key, Value, Hasher>;
  std::size_t generation_;
  Table young_;
  Table old_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace qw::analyses
