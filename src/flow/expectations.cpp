// SPDX-License-Identifier: Apache-2.0
#include "flow/expectations.hpp"

#include <atomic>
#include <utility>

namespace qw::flow {

void ExpectationIndex::add(delivery::Expectation const& expectation) {
  put({expectation.listener, expectation.transport}, {.expectation = expectation});
}

void ExpectationIndex::put(Key const& key, Entry entry) {
  if (turns_.size() == most_) drop_oldest();
  entry.number = ++changes_;
  turns_.push_back({key, entry.number});
  by_listener_.insert_or_assign(key, std::move(entry));
}

void ExpectationIndex::drop_oldest() {
  auto const found = by_listener_.find(turns_.front().key);
  if (found != by_listener_.end() && found->second.number == turns_.front().number) {
    if (!found->second.met) ++evicted_;
    by_listener_.erase(found);
  }
  turns_.pop_front();
}

delivery::Expectation const* ExpectationIndex::find(Endpoint const& listener,
                                                    delivery::Transport transport,
                                                    Stamp now) const {
  if (by_listener_.empty()) return nullptr;
  auto const found = by_listener_.find(Key{listener, transport});
  if (found == by_listener_.end() || now > found->second.expectation.until) return nullptr;
  std::atomic_ref{found->second.met}.store(true, std::memory_order_relaxed);
  return &found->second.expectation;
}

void ExpectationIndex::forget(Stamp now) {
  while (!turns_.empty()) {
    auto const found = by_listener_.find(turns_.front().key);
    bool const current =
        found != by_listener_.end() && found->second.number == turns_.front().number;
    if (current && now <= found->second.expectation.until) return;
    if (current) by_listener_.erase(found);
    turns_.pop_front();
  }
}

void ExpectationIndex::move_to(ExpectationIndex& other) {
  for (auto const& turn : turns_) {
    auto const found = by_listener_.find(turn.key);
    if (found != by_listener_.end() && found->second.number == turn.number)
      other.put(turn.key, std::move(found->second));
  }
  turns_.clear();
  by_listener_.clear();
}

}  // namespace qw::flow
