// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "delivery/registration.hpp"

namespace qw::flow {

/// Conversations that were announced by others. Own announcements hold at once;
/// those of other shards from the next batch on, so that order does not depend on
/// the number of workers.
class ExpectationTable final : public delivery::Expectations {
 public:
  static constexpr std::size_t most = 256;

  void expect(delivery::Expectation const& expectation) override {
    add(expectation);
    fresh_.push_back(expectation);
  }

  /// One that another shard heard of. The oldest makes room.
  void add(delivery::Expectation const& expectation) {
    if (all_.size() == most) all_.erase(all_.begin());
    all_.push_back(expectation);
  }

  /// What was expected for this endpoint at this time; null if nothing.
  [[nodiscard]] delivery::Expectation const* find(Endpoint const& listener,
                                                  delivery::Transport transport, Stamp now) const {
    auto const found = std::ranges::find_if(all_, [&](delivery::Expectation const& each) {
      return each.transport == transport && each.listener == listener && now <= each.until;
    });
    return found == all_.end() ? nullptr : &*found;
  }

  [[nodiscard]] bool empty() const { return all_.empty(); }

  /// Announced since the last call; for the other shards.
  std::vector<delivery::Expectation> take_fresh() { return std::exchange(fresh_, {}); }

 private:
  std::vector<delivery::Expectation> all_;
  std::vector<delivery::Expectation> fresh_;
};

}  // namespace qw::flow
