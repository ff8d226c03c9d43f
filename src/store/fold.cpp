// SPDX-License-Identifier: Apache-2.0
#include "store/fold.hpp"

#include <algorithm>
#include <type_traits>

#include "store/fold_key.hpp"
#include "vocabulary/conversation.hpp"

namespace qw::store {
namespace {

/// Adding up what is held costs more than most events; so few cannot hold much.
constexpr std::uint64_t events_between_looks = 16;

template <class Kind>
bool never_folded(Kind const& kind) {
  if constexpr (std::is_same_v<Kind, Command>) return changes_state(kind.verb);
  return false;
}

template <class Kind>
std::optional<Nanoseconds> reply_of(Kind const& kind) {
  if constexpr (std::is_same_v<Kind, Command>) return kind.reply_after;
  return std::nullopt;
}

}  // namespace

bool Fold::add(Ordered const& ordered) {
  if (++counts_.events % events_between_looks == 0 && heap_octets() > limit_) {
    ++counts_.flushes;
    close_all();
  }
  return std::visit(
      [&]<class Kind>(Kind const& kind) {
        if constexpr (std::is_same_v<Kind, Conversation>) {
          converse(ordered.order, kind);
          return true;
        } else if constexpr (std::is_same_v<Kind, Sample>) {
          bool const news = samples_.add(ordered.order, kind, closed_);
          if (!news) note_repeat(kind);
          return news;
        } else {
          if (never_folded(kind)) {
            single(ordered.order, kind);
            return true;
          }
          return repeat(ordered.order, kind) || !std::is_same_v<Kind, Command>;
        }
      },
      ordered.event);
}

template <class Kind>
void Fold::single(Order const& order, Kind const& kind) {
  FoldedRow row{order, kept(kind, closed_.arena), {}};
  repeated(row.repetition, kind.said.moment);
  row.repetition.shortest_reply = row.repetition.longest_reply = row.repetition.mean_reply =
      reply_of(kind);
  closed_.rows.push_back(row);
}

template <class Kind>
bool Fold::repeat(Order const& order, Kind const& kind) {
  auto const [found, is_new] =
      repeats_index_.try_emplace(hash_of_event(kind), static_cast<std::uint32_t>(repeats_.size()));
  if (is_new) {
    repeats_.push_back({{order, kept(kind, arena_), {}}, 0, 0});
  } else {
    auto const* known = std::get_if<Kind>(&repeats_[found->second].row.event);
    if (known == nullptr || !same_event(*known, kind)) {
      single(order, kind);  // another event of the same hash
      return true;
    }
  }
  if (std::is_same_v<Kind, Command> && !is_new) note_repeat(found->second);
  auto& open = repeats_[found->second];
  auto& repetition = open.row.repetition;
  repeated(repetition, kind.said.moment);
  if (auto const reply = reply_of(kind)) {
    if (open.replies == 0 || *reply < *repetition.shortest_reply) repetition.shortest_reply = reply;
    if (open.replies == 0 || *reply > *repetition.longest_reply) repetition.longest_reply = reply;
    open.reply_sum += static_cast<std::uint64_t>(reply->count);
    ++open.replies;
  }
  return is_new;
}

void Fold::note_repeat(std::uint32_t open) {
  if (repeats_[open].untold++ == 0) untold_.push_back(open);
}

void Fold::note_repeat(Sample const& sample) {
  auto& all = pending_.samples;
  auto const protocol = sample.said.protocol;
  auto const known = std::ranges::find(all, protocol, &Repeats::Samples::protocol);
  if (known != all.end())
    ++known->times;
  else
    all.push_back({protocol, 1});
}

void Fold::take_repeats(Repeats& repeats) {
  repeats.clear();
  std::swap(repeats, pending_);
  tell_open(repeats.commands);
}

void Fold::tell_open(std::vector<RepeatedCommand>& commands) {
  for (auto const index : untold_) {
    auto& open = repeats_[index];
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
    conversations_[found->second] = {{order, kept(conversation, arena_), {}}, 0, 0};
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
  auto& told = pending_.commands;
  auto const first = static_cast<std::ptrdiff_t>(told.size());
  tell_open(told);
  for (auto each = told.begin() + first; each != told.end(); ++each)
    keep_views(each->command, closed_.arena);
  for (auto const& open : repeats_) close(open);
  for (auto const& open : conversations_)
    if (open.row.repetition.count != 0) close_conversation(open);
  samples_.flush(closed_);
  repeats_.clear();
  repeats_index_.clear();
  conversations_.clear();
  conversations_index_.clear();
  free_slots_.clear();
  arena_.clear();
}

void Fold::take(FoldedBatch& batch) {
  batch.clear();
  std::swap(batch, closed_);
  std::ranges::sort(batch.rows, {}, &FoldedRow::order);
  std::ranges::sort(batch.samples, {}, [](FoldedSample const& each) { return each.row.order; });
  counts_.rows += batch.rows.size() + batch.samples.size();
}

std::size_t Fold::heap_octets() const {
  return arena_.octets() + samples_.heap_octets() + swept_.heap_octets() +
         (repeats_.size() + conversations_.size()) * (sizeof(Open) + fold_slot_octets);
}

}  // namespace qw::store
