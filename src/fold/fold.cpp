// SPDX-License-Identifier: Apache-2.0
#include "fold/fold.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "fold/same_event.hpp"
#include "vocabulary/conversation.hpp"

namespace qw::fold {
namespace {

/// Adding up what is held costs more than most events; so few news cannot hold much.
constexpr std::uint32_t growths_between_looks = 16;

template <class Kind>
std::optional<Nanoseconds> reply_of(Kind const& kind) {
  if constexpr (std::is_same_v<Kind, Command>) return kind.reply_after;
  return std::nullopt;
}

Order const& order_of(FoldedRow const& row) { return row.order; }
Order const& order_of(FoldedSample const& sample) { return sample.row.order; }

/// By their order. A row is large, so each is moved once, and not as often as it is compared.
template <class Row>
void sort_rows(std::vector<Row>& rows) {
  auto const order = [](Row const& row) { return order_of(row); };
  if (std::ranges::is_sorted(rows, {}, order)) return;
  std::vector<std::pair<Order, std::size_t>> places;
  places.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) places.emplace_back(order(rows[i]), i);
  std::ranges::sort(places);
  std::vector<Row> sorted;
  sorted.reserve(rows.size());
  for (auto const& place : places) sorted.push_back(rows[place.second]);
  rows.swap(sorted);
}

}  // namespace

FirstListener::Heard Fold::hear(Order const& order, EventRef event) {
  ++counts_.events;
  if (growths_ >= growths_between_looks) {
    growths_ = 0;
    if (heap_octets() > limit_) {
      ++counts_.flushes;
      close_all();
    }
  }
  auto heard = std::visit(
      [&]<class Kind>(Kind const* kind) {
        if constexpr (std::is_same_v<Kind, Conversation>) {
          converse(order, *kind);
          return Heard{};
        } else if constexpr (std::is_same_v<Kind, Sample>) {
          return sample(order, *kind);
        } else if constexpr (std::is_same_v<Kind, Command>) {
          return command(order, *kind);
        } else {
          return repeat(order, *kind);
        }
      },
      event);
  if (heard.news) ++growths_;
  heard.news = heard.news || every_event_;
  return heard;
}

FirstListener::Heard Fold::command(Order const& order, Command const& command) {
  if (command.verb == Verb::write) return write(order, command);
  if (!changes_state(command.verb)) return repeat(order, command);
  single(order, command);
  return {};
}

FirstListener::Heard Fold::sample(Order const& order, Sample const& sample) {
  auto const added = samples_.add(order, sample, closed_);
  return {added.news, SaidPlace{added.row, epoch_, added.changes}};
}

bool Fold::holds(Refrain::Line const& line, Stamp asked) const {
  auto const& [row, epoch, version] = line.place;
  if (epoch != epoch_) return false;
  if (line.part == Refrain::Part::sample) return samples_.still(row, version);
  return still(repeats_[row], version, asked);
}

bool Fold::hear_again(Refrain const& refrain, Order const& first) {
  if (every_event_) return false;
  for (auto const& line : refrain.lines())
    if (!holds(line, refrain.asked().at)) return false;
  auto const reply_after = refrain.answered().at - refrain.asked().at;
  auto order = first;
  for (auto const& line : refrain.lines()) {
    if (line.part == Refrain::Part::command) {
      note_repeat(line.place.row);
      count(repeats_[line.place.row], refrain.asked(), reply_after);
    } else {
      samples_.add_again(line.place.row, order, refrain.answered(), closed_);
    }
    ++order.ordinal;
  }
  counts_.events += refrain.lines().size();
  return true;
}

template <class Kind>
FirstListener::Heard Fold::repeat(Order const& order, Kind const& kind) {
  auto const [found, is_new] =
      repeats_index_.try_emplace(hash_of_event(kind), static_cast<std::uint32_t>(repeats_.size()));
  auto const row = found->second;
  if (is_new) {
    repeats_.push_back({.row = {order, kept(kind, arena_), {}}});
  } else {
    auto const* known = std::get_if<Kind>(&repeats_[row].row.event);
    if (known == nullptr || !same_event(*known, kind)) {
      single(order, kind);  // another event of the same hash
      return {};
    }
  }
  count(repeats_[row], kind.said.moment, reply_of(kind));
  if constexpr (!std::is_same_v<Kind, Command>) return {};
  if (!is_new) note_repeat(row);
  return {is_new, SaidPlace{row, epoch_, 0}};
}

/// One more time that a row's event was said.
void Fold::count(Open& open, Moment const& moment, std::optional<Nanoseconds> reply_after) {
  auto& repetition = open.row.repetition;
  repeated(repetition, moment);
  if (!reply_after) return;
  if (open.replies == 0 || *reply_after < *repetition.shortest_reply)
    repetition.shortest_reply = reply_after;
  if (open.replies == 0 || *reply_after > *repetition.longest_reply)
    repetition.longest_reply = reply_after;
  open.reply_sum += static_cast<std::uint64_t>(reply_after->count);
  ++open.replies;
}

void Fold::note_repeat(std::uint32_t open) {
  if (repeats_[open].untold++ == 0) untold_.push_back(open);
}

void Fold::take_repeats(Repeats& repeats) {
  repeats.commands.clear();
  repeats.commands.swap(told_);
  tell_open(repeats.commands);
  samples_.take_repeats(repeats.samples);
}

void Fold::tell_open(std::vector<RepeatedCommand>& commands) {
  for (auto const index : untold_) {
    auto& open = repeats_[index];
    if (open.untold == 0) continue;  // told when its row was closed
    commands.push_back({std::get<Command>(open.row.event), open.untold, open.row.repetition.last});
    open.untold = 0;
  }
  untold_.clear();
}

void Fold::converse(Order const& order, Conversation const& conversation) {
  auto const [found, is_new] =
      conversations_index_.try_emplace(conversation.said.moment.conversation.value, 0U);
  if (is_new) {
    if (free_slots_.empty()) {
      free_slots_.push_back(static_cast<std::uint32_t>(conversations_.size()));
      conversations_.emplace_back();
    }
    found->second = free_slots_.back();
    free_slots_.pop_back();
    conversations_[found->second] = {.row = {order, kept(conversation, arena_), {}}};
  } else {
    gather(std::get<Conversation>(conversations_[found->second].row.event), conversation);
  }
  auto& open = conversations_[found->second];
  repeated(open.row.repetition, conversation.said.moment);
  if (conversation.phase != Phase::closed) return;
  close_conversation(open);
  open.row.repetition.count = 0;
  free_slots_.push_back(found->second);
  conversations_index_.erase(found);
}

void Fold::close(Open const& open) {
  auto row = open.row;
  row.event = std::visit([&](auto const& kind) { return Event{kept(kind, closed_.arena)}; },
                         open.row.event);
  settle(row.repetition, said_of(open.row.event).moment.at);
  if (open.replies != 0)
    row.repetition.mean_reply =
        Nanoseconds{static_cast<std::int64_t>(open.reply_sum / open.replies)};
  closed_.rows.push_back(row);
}

void Fold::close_conversation(Open const& open) {
  if (Swept::takes(std::get<Conversation>(open.row.event)))
    swept_.add(open.row);
  else
    close(open);
}

void Fold::flush() {
  close_all();
  swept_.flush(closed_);
}

void Fold::close_all() {
  auto const first = static_cast<std::ptrdiff_t>(told_.size());
  tell_open(told_);
  for (auto each = told_.begin() + first; each != told_.end(); ++each)
    keep_views(each->command, closed_.arena);
  for (auto const& open : repeats_) close(open);
  for (auto const& open : conversations_)
    if (open.row.repetition.count != 0) close_conversation(open);
  samples_.flush(closed_);
  repeats_.clear();
  written_octets_ = 0;
  repeats_index_.clear();
  conversations_.clear();
  conversations_index_.clear();
  free_slots_.clear();
  arena_.clear();
  growths_ = 0;
  ++epoch_;
}

void Fold::take_rows(FoldedBatch& batch) {
  batch.clear();
  std::swap(batch, closed_);
  sort_rows(batch.rows);
  sort_rows(batch.samples);
  counts_.rows += batch.rows.size() + batch.samples.size();
}

std::size_t Fold::heap_octets() const {
  return arena_.octets() + written_octets_ + samples_.heap_octets() + swept_.heap_octets() +
         (repeats_.size() + conversations_.size()) * (sizeof(Open) + fold_slot_octets);
}

}  // namespace qw::fold
