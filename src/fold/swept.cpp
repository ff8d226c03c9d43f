// SPDX-License-Identifier: Apache-2.0
#include "fold/swept.hpp"

#include "core/hash.hpp"
#include "vocabulary/conversation.hpp"

namespace qw::fold {
namespace {

std::uint64_t key_of(Conversation const& conversation, bool with_listener) {
  auto const& moment = conversation.said.moment;
  auto const listener = with_listener ? hash_of(moment.listener) : std::uint64_t{0};
  auto const transport = hash_of(bytes_of(conversation.transport.text()));
  return mixed(mixed(listener, transport), static_cast<std::uint64_t>(moment.point) << 16 |
                                               static_cast<std::uint64_t>(moment.source));
}

/// The repetition of two rows of which `other` began later.
void join(Repetition& sum, Repetition const& other) {
  sum.count += other.count;
  if (other.last < sum.last) return;
  sum.last = other.last;
  sum.last_frames = other.last_frames;
}

}  // namespace

bool Swept::takes(Conversation const& sum) {
  bool const only_opened = sum.phase == Phase::opened && sum.frames_out == 0;
  bool const evicted = sum.phase == Phase::closed && sum.close == CloseCause::evicted;
  return sum.frames_in == 0 && sum.payload_out == 0 && (only_opened || evicted);
}

FoldedRow& Swept::row_for(FoldedRow const& row, bool& is_new) {
  auto const& conversation = std::get<Conversation>(row.event);
  auto const own = key_of(conversation, true);
  bool const full = rows_.size() >= most && !index_.contains(own);
  auto const next = static_cast<std::uint32_t>(rows_.size());
  auto const [found, fresh] = index_.try_emplace(full ? key_of(conversation, false) : own, next);
  is_new = fresh;
  if (fresh) rows_.push_back({row.order, conversation, row.repetition});
  auto& shared = rows_[found->second];
  if (full) std::get<Conversation>(shared.event).said.moment.listener = {};
  return shared;
}

void Swept::add(FoldedRow const& row) {
  bool is_new = false;
  auto& shared = row_for(row, is_new);
  auto& sum = std::get<Conversation>(shared.event);
  auto const& part = std::get<Conversation>(row.event);
  if (is_new) {
    sum.opening = {};  // borrowed, and empty but for the first octets of some
    shared.repetition.shortest_period.reset();
    shared.repetition.longest_period.reset();
    return;
  }
  if (sum.said.moment.speaker != part.said.moment.speaker) sum.said.moment.speaker = {};
  gather(sum, part);
  join(shared.repetition, row.repetition);
}

void Swept::flush(FoldedBatch& closed) {
  closed.rows.insert(closed.rows.end(), rows_.begin(), rows_.end());
  rows_.clear();
  index_.clear();
}

}  // namespace qw::fold
