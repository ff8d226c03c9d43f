// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "analyses/limits.hpp"
#include "core/result.hpp"
#include "core/state.hpp"
#include "pipeline/reader.hpp"
#include "pipeline/shard.hpp"
#include "store/store.hpp"

namespace qw::pipeline {

struct Settings {
  unsigned workers = 1;                       // threads beside the reader's; 1 means none
  std::size_t memory = std::size_t{1} << 30;  // octets, for everything together
  bool fold = false;                          // say rows for a store as well as events
  bool every_event = false;                   // with `fold`: say also events that are no news
  bool keep_duplicates = false;               // copies of a mirror port are frames of their own
  std::size_t batch = batch_packets;          // packets at most; it changes no outcome
  bool naming = false;                        // name what no protocol claims, if a library can
};

/// Hears the events of a run in order. An event is valid during the call.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_event(Ordered const& event) = 0;
  /// What was said again since the last call, shard by shard, and is no event by
  /// `Settings::every_event`; valid during the call.
  virtual void on_repeats(fold::Repeats const& repeats) { static_cast<void>(repeats); }
  /// What folding closed since the last call, shard by shard; valid during the call.
  virtual void on_rows(fold::FoldedBatch const& rows) { static_cast<void>(rows); }
};

/// Called between batches, and while a live source has nothing yet, with octets read and to read
/// (0: not known).
using Progress = std::function<void(std::uint64_t position, std::uint64_t size)>;

/// Takes captures through decode, flow and protocols to one ordered stream of events.
/// Shards work on one batch while the next is read; the merge follows in between.
class Run {
 public:
  Run(Settings const& settings, std::vector<Input> inputs);
  ~Run();

  /// Reads everything to its end, which a live source may never have. Once.
  void listen(Listener& listener, Progress const& progress = {});

  /// Calls `save` when all is read and told, and before conversations end for the end of the
  /// input: then `save_to` gives what a later run goes on with.
  void before_the_end(std::function<void()> save);
  void save_to(StateWriter& out) const;
  /// Before `listen`. The inputs are those of the saved run, in its order, each with the frames
  /// that it had, and what came since; others may follow. If it fails this must not be used.
  Status load_from(StateReader& in);

  /// What became of every frame; whole after `listen`.
  [[nodiscard]] Accounts accounts() const;

 private:
  class Workers;

  void merge(Work const& work, Listener& listener);
  void tell_repeats(Listener& listener);
  void hand_over_rows(bool last, Listener& listener);
  void share_expectations(Stamp now);

  Settings settings_;
  Reader reader_;
  std::unique_ptr<naming::Engine> naming_;  // null: not wanted, or no library
  std::unique_ptr<Workers> workers_;
  flow::ExpectationIndex expected_{flow::ExpectationTable::most_shared};  // by all shards
  std::vector<std::unique_ptr<Shard>> shards_;
  std::vector<Ordered const*> sorted_;
  std::vector<std::uint32_t> starts_;
  std::function<void()> before_the_end_;
  fold::FoldedBatch rows_;
  fold::Repeats repeats_;
};

/// Parts of the budget; of flow and folding those of one shard.
struct Budget {
  flow::Limits flow;
  std::size_t fold_octets = 0;
  std::size_t refrain_octets = 0;
  std::size_t body_octets = 0;
  naming::Limits naming;
  store::Limits store;
  analyses::Limits analyses;
};
/// How the budget is divided; see docs/memory.md.
Budget budget_for(std::size_t memory);

}  // namespace qw::pipeline
