// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "analyses/recent.hpp"

namespace qw::analyses {

/// Rows of counts by key, in an order that follows from that of the calls, at most so many.
///
/// A conversation may learn what it is for, or who opened it, after it was counted:
/// what it has put into one row so far then moves to the row where it belongs. What a row says
/// besides its counts (`Row`: since when, by which frames) is taken anew then from those that
/// stay, as each of them tells all of itself whenever it adds. Rows
/// beyond the limit are folded into one for each `Fold`, of which there are at most a
/// quarter as many, and what is left into one for each `Fold::rest()`; nothing is ever
/// lost, so the sum over rows is the sum over all that was added.
///
/// `Counts` has `+=`, `-=` and `==`; `Row` has `take(Row const&)`; `Talk` names a conversation.
template <class Key, class Fold, class Talk, class Row, class Counts>
class Rows {
 public:
  Rows(std::size_t most_rows, std::size_t most_talks) : most_rows_{most_rows}, talks_{most_talks} {}

  struct Kept {
    std::optional<Key> key;  // none: a row of what was folded, or of nothing
    Fold fold{};             // of what was folded
    Row settled{};           // of conversations that can move no more
    Row open{};              // of the others
    Counts counts{};

    [[nodiscard]] Row row() const {
      auto all = settled;
      all.take(open);
      return all;
    }

    static constexpr auto state() {
      return std::tuple{&Kept::key, &Kept::fold, &Kept::settled, &Kept::open, &Kept::counts};
    }
  };

  /// Adds to the row of `key`, or, if there is no room for it, of what `fold` gives. Moves
  /// there what `talk` had put elsewhere. `own` is of the whole conversation so far; if it
  /// `ends` nothing more will be added by it.
  template <class FoldOf>
  void add(Key const& key, FoldOf const& fold, Talk const& talk, Counts const& counts,
           Row const& own, bool ends) {
    auto const index = row_for(key, fold);
    auto* held = talks_.find(talk);
    if (held == nullptr) held = &talks_.insert(talk, Held{index, {}});
    if (held->row != index) {
      kept_[held->row].counts -= held->counts;
      kept_[index].counts += held->counts;
      leave(held->row);
      held->row = index;
    }
    held->counts += counts;
    kept_[index].counts += counts;
    (ends ? kept_[index].settled : kept_[index].open).take(own);
    if (ends) talks_.erase(talk);
  }

  /// Rows without counts may stand among them: what they had has moved away.
  [[nodiscard]] std::vector<Kept> const& all() const { return kept_; }
  [[nodiscard]] std::size_t most_rows() const { return most_rows_; }
  /// Times that something was added to a row of folded ones.
  [[nodiscard]] std::uint64_t folded() const { return folded_; }
  /// Conversations that can move no more, for lack of room.
  [[nodiscard]] std::uint64_t forgotten() const { return talks_.forgotten(); }

  static constexpr auto state() {
    return std::tuple{&Rows::kept_, &Rows::left_, &Rows::talks_, &Rows::folded_};
  }
  /// Finds the places of rows again.
  bool restored() {
    index_.clear();
    folds_.clear();
    std::vector<bool> left(kept_.size());
    for (auto const place : left_) {
      if (place >= kept_.size() || kept_[place].key || left[place]) return false;
      left[place] = true;
    }
    for (std::uint32_t place = 0; place < kept_.size(); ++place) {
      auto const& kept = kept_[place];
      if (left[place]) continue;
      if (kept.key ? !index_.emplace(*kept.key, place).second
                   : !folds_.emplace(kept.fold, place).second)
        return false;
    }
    // Besides the folds, of which each may have a rest.
    if (index_.size() > most_rows_ || folds_.size() > most_rows_ + 1) return false;
    return talks_.all_of(
        [&](Held const& held) { return held.row < kept_.size() && !left[held.row]; });
  }

 private:
  struct Held {
    std::uint32_t row = 0;
    Counts counts{};

    static constexpr auto state() { return std::tuple{&Held::row, &Held::counts}; }
  };

  template <class FoldOf>
  std::uint32_t row_for(Key const& key, FoldOf const& fold) {
    if (auto const found = index_.find(key); found != index_.end()) return found->second;
    if (index_.size() < most_rows_) {
      auto const place = free_place();
      index_.emplace(key, place);
      kept_[place].key = key;
      return place;
    }
    ++folded_;
    Fold const wanted = fold();
    if (auto const found = folds_.find(wanted); found != folds_.end()) return found->second;
    return row_of_fold(folds_.size() < most_rows_ / 4 ? wanted : wanted.rest());
  }
  std::uint32_t free_place() {
    if (left_.empty()) {
      kept_.emplace_back();
      return static_cast<std::uint32_t>(kept_.size() - 1);
    }
    auto const place = left_.back();
    left_.pop_back();
    return place;
  }
  /// A row that all conversations have moved away from makes room for another.
  void leave(std::uint32_t place) {
    auto& kept = kept_[place];
    kept.open = {};
    if (!kept.key || kept.counts != Counts{}) return;
    index_.erase(*kept.key);
    kept = {};
    left_.push_back(place);
  }
  std::uint32_t row_of_fold(Fold const& fold) {
    auto const [found, fresh] = folds_.try_emplace(fold, static_cast<std::uint32_t>(kept_.size()));
    if (fresh) kept_.push_back({std::nullopt, fold});
    return found->second;
  }

  std::size_t most_rows_;
  std::vector<Kept> kept_;
  std::vector<std::uint32_t> left_;  // places of `kept_` that are free
  boost::unordered_flat_map<Key, std::uint32_t, Hasher> index_;
  boost::unordered_flat_map<Fold, std::uint32_t, Hasher> folds_;
  Recent<Talk, Held> talks_;
  std::uint64_t folded_ = 0;
};

}  // namespace qw::analyses
