// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "core/state.hpp"
#include "fold/folded.hpp"

namespace qw::fold {

/// Folds process values: one row for each block that somebody keeps sending, its
/// numbers per minute, and its changes at a bounded rate.
class SampleFold {
 public:
  /// Of one block, in each minute of packet time; more are counted only.
  static constexpr std::uint32_t kept_changes_per_minute = 10;
  /// Numbers at the beginning of a block that have minutes of their own.
  static constexpr std::size_t numbers_with_minutes = 32;

  struct Added {
    bool news = true;  // the first sample of its block, or one with new values
    std::uint32_t row = 0;
    std::uint64_t changes = 0;  // of the block, until now
  };
  Added add(Order const& order, Sample const& sample, FoldedBatch& closed);
  /// The last values of a row came again.
  void add_again(std::uint32_t row, Order const& order, Moment const& moment, FoldedBatch& closed);
  /// Are the row's values still those after so many changes?
  [[nodiscard]] bool still(std::uint32_t row, std::uint64_t changes) const {
    return open_[row].changes == changes && !open_[row].replaced;
  }
  /// What was no news since the last call. Views live until the next `add` or `flush`, those of
  /// values that changed meanwhile in the batch that was `closed` then.
  void take_repeats(std::vector<RepeatedSample>& repeats);
  void flush(FoldedBatch& closed);
  void save_to(StateWriter& out) const;
  void load_from(StateReader& in);
  [[nodiscard]] std::size_t heap_octets() const;

 private:
  struct Extent {
    double least = 0;
    double most = 0;
    double sum = 0;
    double last = 0;
    std::uint64_t count = 0;

    static constexpr auto state() {
      using E = Extent;
      return std::tuple{&E::least, &E::most, &E::sum, &E::last, &E::count};
    }
  };
  struct Open {
    Order order;
    Sample first;
    Repetition repetition;
    std::vector<std::byte> last_raw;
    std::uint32_t last_count = 0;
    std::uint32_t last_quality_code = 0;
    Quality last_quality = Quality::none;
    std::int64_t minute = 0;       // since 1970
    std::vector<Extent> extents;   // of this minute
    std::uint64_t unmeasured = 0;  // times that the last values came and are not in `extents` yet
    std::vector<double> told;      // last value of the last row given out
    std::uint64_t changes = 0;
    std::uint64_t kept_changes = 0;
    std::uint32_t kept_this_minute = 0;
    std::uint64_t untold = 0;  // repetitions that `take_repeats` has not told yet
    bool replaced = false;     // another block has its place in the index

    static constexpr auto state() {
      using O = Open;
      return std::tuple{&O::order,
                        &O::first,
                        &O::repetition,
                        &O::last_raw,
                        &O::minute,
                        &O::last_count,
                        &O::last_quality_code,
                        &O::last_quality,
                        &O::extents,
                        &O::unmeasured,
                        &O::told,
                        &O::changes,
                        &O::kept_changes,
                        &O::kept_this_minute};
    }
    [[nodiscard]] bool restored() const {
      return extents.size() <= numbers_with_minutes && told.size() <= extents.size();
    }
  };

  std::uint32_t opened(Order const& order, Sample const& sample, bool& is_new);
  static void reach_minute(Open& open, Order const& order, Stamp at, FoldedBatch& closed);
  static void measure(Open& open);
  static void close_minute(Open& open, Order const& order, FoldedBatch& closed);
  static void change(Open& open, Order const& order, Sample const& sample, FoldedBatch& closed);
  static Values last_values(Open const& open);
  void remember(Open& open, Sample const& sample);
  void note_repeat(std::uint32_t row);
  void tell(Open& open);
  void tell_and_keep(Open& open, Arena& arena);

  Arena arena_;
  FoldTable index_;
  std::vector<Open> open_;
  std::size_t held_octets_ = 0;        // of the vectors in open_
  std::vector<std::uint32_t> untold_;  // of open_; one that was told since may stand here again
  std::vector<RepeatedSample> told_;   // of values that changed, or rows that were closed
};

}  // namespace qw::fold
