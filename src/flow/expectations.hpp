// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <tuple>

#include "core/hash.hpp"
#include "delivery/expectation.hpp"

namespace qw {
class StateReader;
class StateWriter;
}  // namespace qw

namespace qw::delivery {

/// What was told of the conversation besides its protocol does not survive.
void save(StateWriter& out, Expectation const& expectation);
void load(StateReader& in, Expectation& expectation);

}  // namespace qw::delivery

namespace qw::flow {

/// Expectations by who listens. At the limit the oldest makes room; it is counted if no
/// conversation has met it.
class ExpectationIndex {
 public:
  explicit ExpectationIndex(std::size_t most) : most_{most} {}

  /// Replaces what was expected of the same listener.
  void add(delivery::Expectation const& expectation);
  /// What is expected of this endpoint at this time, from now on met; null if nothing. Valid until
  /// the index changes. Several threads may ask at once.
  [[nodiscard]] delivery::Expectation const* find(Endpoint const& listener,
                                                  delivery::Transport transport, Stamp now) const;
  /// What has run out at the old end is neither found any more nor counted.
  void forget(Stamp now);
  /// Moves all to the other index, the oldest first, and forgets them here.
  void move_to(ExpectationIndex& other);

  [[nodiscard]] std::size_t size() const { return by_listener_.size(); }
  /// Rises with everything that is added.
  [[nodiscard]] std::uint32_t changes() const { return changes_; }
  [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

  static constexpr auto state() {
    using E = ExpectationIndex;
    return std::tuple{&E::by_listener_, &E::turns_, &E::changes_, &E::evicted_};
  }
  [[nodiscard]] bool restored() const {
    return turns_.size() <= most_ && by_listener_.size() <= turns_.size();
  }

 private:
  struct Key {
    Endpoint listener;
    delivery::Transport transport{};

    static constexpr auto state() { return std::tuple{&Key::listener, &Key::transport}; }
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      return mixed(qw::hash_of(key.listener), static_cast<std::uint64_t>(key.transport));
    }
  };
  struct Entry {
    delivery::Expectation expectation;
    std::uint32_t number = 0;  // of the change that it came with
    mutable bool met = false;  // set by several threads, read between batches

    static constexpr auto state() {
      return std::tuple{&Entry::expectation, &Entry::number, &Entry::met};
    }
  };
  struct Turn {
    Key key;
    std::uint32_t number = 0;  // an entry of another number came later

    static constexpr auto state() { return std::tuple{&Turn::key, &Turn::number}; }
  };

  void put(Key const& key, Entry entry);
  void drop_oldest();

  std::size_t most_;
  boost::unordered_flat_map<Key, Entry, Hasher> by_listener_;
  std::deque<Turn> turns_;  // oldest first; at most `most_`
  std::uint32_t changes_ = 0;
  std::uint64_t evicted_ = 0;
};

/// What one shard expects: what its own conversations announced, from the next packet on, and what
/// those of all shards announced before they last met. When they meet is decided by packets and
/// their time, so that nothing depends on how the input is cut into batches.
class ExpectationTable final : public delivery::Expectations {
 public:
  static constexpr std::size_t most_fresh = 128;    // between two meetings
  static constexpr std::size_t most_shared = 8192;  // of all shards

  /// `shared` changes only while no shard works, and outlives this.
  explicit ExpectationTable(ExpectationIndex const& shared) : shared_{shared} {}

  void expect(delivery::Expectation const& expectation) override { fresh_.add(expectation); }
  [[nodiscard]] delivery::Expectation const* find(Endpoint const& listener,
                                                  delivery::Transport transport, Stamp now) const {
    auto const* const fresh = fresh_.find(listener, transport, now);
    return fresh != nullptr ? fresh : shared_.find(listener, transport, now);
  }

  /// The shards meet: what was announced here since they last did is from now on for all.
  void share(ExpectationIndex& shared) { fresh_.move_to(shared); }

  /// Another number than before: there may be something to find that was not there.
  [[nodiscard]] std::uint32_t changes() const { return fresh_.changes() + shared_.changes(); }
  /// Of those not yet shared.
  [[nodiscard]] std::uint64_t evicted() const { return fresh_.evicted(); }

  static constexpr auto state() { return std::tuple{&ExpectationTable::fresh_}; }

 private:
  ExpectationIndex const& shared_;
  ExpectationIndex fresh_{most_fresh};
};

}  // namespace qw::flow
