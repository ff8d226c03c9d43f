// SPDX-License-Identifier: Apache-2.0
#include "fold/samples.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "fold/same_event.hpp"
#include "vocabulary/numbers.hpp"

namespace qw::fold {
namespace {

constexpr std::int64_t minute_ns = 60'000'000'000;
constexpr std::uint64_t most_single_additions = 1 << 16;

std::int64_t minute_of(Stamp at) { return at.ns / minute_ns - (at.ns % minute_ns < 0 ? 1 : 0); }

/// Are both of one block: who sent it, of whom, which?
bool same_block(Sample const& a, Sample const& b) {
  return same_event(without_values(a), without_values(b));
}

Object kept_object(Object object, Arena& arena) {
  object.symbol = arena.keep(object.symbol);
  return object;
}

}  // namespace

std::uint32_t SampleFold::opened(Order const& order, Sample const& sample, bool& is_new) {
  auto const hash = hash_of_event(without_values(sample));
  auto const found = index_.find(hash);
  if (found != index_.end() && same_block(open_[found->second].first, sample)) {
    is_new = false;
    return found->second;
  }
  // Two blocks of one hash: the newer has the index, the older waits to be closed.
  is_new = true;
  if (found != index_.end()) open_[found->second].replaced = true;
  auto const row = static_cast<std::uint32_t>(open_.size());
  index_[hash] = row;
  auto& open = open_.emplace_back();
  open.order = order;
  open.first = kept(sample, arena_);
  open.minute = minute_of(sample.said.moment.at);
  return row;
}

SampleFold::Added SampleFold::add(Order const& order, Sample const& sample, FoldedBatch& closed) {
  bool is_new = false;
  auto const row = opened(order, sample, is_new);
  auto& open = open_[row];
  reach_minute(open, order, sample.said.moment.at, closed);
  bool const changed = !is_new && (open.last_count != sample.values.count ||
                                   open.last_quality != sample.values.quality ||
                                   open.last_quality_code != sample.values.quality_code ||
                                   text_of(open.last_raw) != text_of(sample.values.raw));
  if (changed) {
    if (open.untold != 0) tell_and_keep(open, closed.arena);
    measure(open);
    change(open, order, sample, closed);
  }
  if (is_new || changed)
    remember(open, sample);
  else
    note_repeat(row);
  ++open.unmeasured;
  repeated(open.repetition, sample.said.moment);
  return {is_new || changed, row, open.changes};
}

void SampleFold::add_again(std::uint32_t row, Order const& order, Moment const& moment,
                           FoldedBatch& closed) {
  auto& open = open_[row];
  reach_minute(open, order, moment.at, closed);
  note_repeat(row);
  ++open.unmeasured;
  repeated(open.repetition, moment);
}

Values SampleFold::last_values(Open const& open) {
  return {.type = open.first.values.type,
          .count = open.last_count,
          .raw = open.last_raw,
          .quality = open.last_quality,
          .quality_code = open.last_quality_code};
}

void SampleFold::note_repeat(std::uint32_t row) {
  if (open_[row].untold++ == 0) untold_.push_back(row);
}

void SampleFold::take_repeats(std::vector<RepeatedSample>& repeats) {
  for (auto const row : untold_)
    if (open_[row].untold != 0) tell(open_[row]);
  untold_.clear();
  repeats.clear();
  repeats.swap(told_);
}

void SampleFold::tell(Open& open) {
  told_.push_back({open.first, open.untold, open.repetition.last});
  told_.back().sample.values = last_values(open);
  open.untold = 0;
}

/// What is told of values that will not lie in the row any more.
void SampleFold::tell_and_keep(Open& open, Arena& arena) {
  tell(open);
  keep_views(told_.back().sample, arena);
}

void SampleFold::reach_minute(Open& open, Order const& order, Stamp at, FoldedBatch& closed) {
  if (minute_of(at) == open.minute) return;
  close_minute(open, order, closed);
  open.minute = minute_of(at);
  open.kept_this_minute = 0;
}

void SampleFold::remember(Open& open, Sample const& sample) {
  held_octets_ -= open.last_raw.capacity();
  open.last_raw.assign(sample.values.raw.begin(), sample.values.raw.end());
  open.last_count = sample.values.count;
  open.last_quality = sample.values.quality;
  open.last_quality_code = sample.values.quality_code;
  held_octets_ += open.last_raw.capacity();
  auto const numbers = is_number(sample.values.type)
                           ? std::min<std::size_t>(sample.values.count, numbers_with_minutes)
                           : 0;
  if (open.extents.size() >= numbers) return;
  held_octets_ += (numbers - open.extents.size()) * (sizeof(Extent) + sizeof(double));
  open.extents.resize(numbers);
}

/// Adds one by one, so that a sum is rounded as if all had been measured when they came. Beyond
/// `most_single_additions` it is not, for a saved state may claim any number.
void SampleFold::measure(Open& open) {
  std::size_t index = 0;
  auto const times = std::exchange(open.unmeasured, 0);
  if (times == 0) return;
  each_number(last_values(open), [&](auto number) {
    if (index >= open.extents.size()) return;
    auto const value = static_cast<double>(number);
    auto& extent = open.extents[index++];
    if (extent.count == 0 || value < extent.least) extent.least = value;
    if (extent.count == 0 || value > extent.most) extent.most = value;
    if (times <= most_single_additions)
      for (auto left = times; left != 0; --left) extent.sum += value;
    else
      extent.sum += value * static_cast<double>(times);
    extent.last = value;
    extent.count += times;
  });
}

void SampleFold::close_minute(Open& open, Order const& order, FoldedBatch& closed) {
  measure(open);
  if (open.told.size() < open.extents.size()) {
    // A number that was never told differs from everything, a NaN included.
    open.told.resize(open.extents.size(), std::numeric_limits<double>::quiet_NaN());
  }
  for (std::size_t i = 0; i < open.extents.size(); ++i) {
    auto& extent = open.extents[i];
    bool const quiet = extent.least == open.told[i] && extent.most == open.told[i];
    if (extent.count != 0 && !quiet) {
      closed.minutes.push_back({.order = order,
                                .minute = {open.minute * minute_ns},
                                .target = open.first.target,
                                .object = kept_object(open.first.object, closed.arena),
                                .index = static_cast<std::uint32_t>(i),
                                .count = extent.count,
                                .least = extent.least,
                                .most = extent.most,
                                .mean = extent.sum / static_cast<double>(extent.count),
                                .last = extent.last});
      open.told[i] = extent.last;
    }
    extent = {};
  }
}

void SampleFold::change(Open& open, Order const& order, Sample const& sample, FoldedBatch& closed) {
  ++open.changes;
  if (open.kept_this_minute == kept_changes_per_minute) return;
  ++open.kept_this_minute;
  ++open.kept_changes;
  auto const& moment = sample.said.moment;
  auto values = sample.values;
  values.raw = closed.arena.keep(values.raw);
  closed.changes.push_back({.order = order,
                            .at = moment.at,
                            .evidence = {moment.source, moment.frames, sample.said.reply},
                            .target = sample.target,
                            .object = kept_object(sample.object, closed.arena),
                            .values = values});
}

void SampleFold::flush(FoldedBatch& closed) {
  for (auto& open : open_) {
    if (open.untold != 0) tell_and_keep(open, closed.arena);
    close_minute(open, open.order, closed);
    FoldedSample sample;
    sample.row = {open.order, kept(open.first, closed.arena), open.repetition};
    settle(sample.row.repetition, open.first.said.moment.at);
    sample.changes = open.changes;
    sample.kept_changes = open.kept_changes;
    sample.last_values = last_values(open);
    sample.last_values.raw = closed.arena.keep(sample.last_values.raw);
    closed.samples.push_back(sample);
  }
  open_.clear();
  index_.clear();
  untold_.clear();
  arena_.clear();
  held_octets_ = 0;
}

std::size_t SampleFold::heap_octets() const {
  return arena_.octets() + held_octets_ + open_.size() * (sizeof(Open) + fold_slot_octets);
}

}  // namespace qw::fold
