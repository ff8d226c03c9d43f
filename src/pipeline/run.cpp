// SPDX-License-Identifier: Apache-2.0
#include "pipeline/run.hpp"

#include <algorithm>

#include "pipeline/workers.hpp"
#include "protocols/registry.hpp"

namespace qw::pipeline {
namespace {

/// No more modules than threads that could use them.
std::unique_ptr<naming::Engine> naming_engine(naming::Limits limits, unsigned workers) {
  limits.modules = std::min(limits.modules, std::max(1U, workers));
  std::vector<Term> own;
  for (auto const* protocol : protocols()) own.push_back(protocol->protocol.name());
  return naming::make_engine(limits, own);
}

}  // namespace

/// Shards by worker, each with the memory that its shards speak into.
class Run::Workers {
 public:
  Workers(unsigned count, std::vector<std::unique_ptr<Shard>>& shards)
      : pools_(count), rounds_{count, [this, count, &shards](unsigned worker) {
                                 for (auto i = worker; i < shard_count; i += count)
                                   shards[i]->run(*current_);
                               }} {}

  ArenaPool& pool(std::uint32_t shard) { return pools_[shard % pools_.size()]; }
  [[nodiscard]] bool parallel() const { return pools_.size() > 1; }

  void start(Work const& work) {
    current_ = &work;
    rounds_.start();
  }
  void finish() { rounds_.finish(); }

 private:
  Work const* current_ = nullptr;
  std::vector<ArenaPool> pools_;
  Rounds rounds_;
};

Budget budget_for(std::size_t memory) {
  auto const share = [&](std::size_t percent) { return memory / 100 * percent / shard_count; };
  // A conversation, and what is said and stored of it when all of them end at once.
  constexpr std::size_t flow_octets =
      sizeof(flow::Flow) + sizeof(flow::Stream) + 64 + sizeof(Ordered) + sizeof(fold::FoldedRow);
  Budget budget;
  auto& limits = budget.flow;
  limits.flows = std::max<std::size_t>(64, share(25) / flow_octets);
  limits.buffer_octets = std::max<std::size_t>(64 << 10, share(6));
  limits.tracker_octets = std::max<std::size_t>(64 << 10, share(5));
  limits.tail_octets = std::min(limits.tail_octets, limits.buffer_octets);
  limits.held_octets = std::min(limits.held_octets, limits.buffer_octets / 2);
  // Open rows, and as much again while they are handed over.
  budget.fold_octets = std::min(fold::Fold::default_limit, share(5));
  budget.refrain_octets = share(2);
  budget.body_octets = share(2);
  // Half for the library's tables, half for what it keeps of conversations; measured.
  constexpr std::size_t module_octets = std::size_t{5} << 20;
  constexpr std::size_t hearing_octets = 12 << 10;
  budget.naming.modules =
      static_cast<std::uint32_t>(std::max<std::size_t>(1, memory / 100 * 2 / module_octets));
  budget.naming.hearings = std::max<std::size_t>(8, share(2) / hearing_octets);
  budget.store.memory_octets = memory / 100 * 15;
  // A row of the ledger or of a conduit takes about 1,200 octets over its life; measured.
  constexpr std::size_t octets_for_a_row = 16 << 10;
  budget.analyses.rows = std::min(budget.analyses.rows, memory / octets_for_a_row);
  budget.analyses.conversations = 2 * budget.analyses.rows;
  return budget;
}

Run::Run(Settings const& settings, std::vector<Input> inputs)
    : settings_{settings}, reader_{std::move(inputs), settings.batch} {
  auto const sources = reader_.accounts().sources.size();
  auto const budget = budget_for(settings.memory);
  if (settings.naming) naming_ = naming_engine(budget.naming, settings.workers);
  ShardDuties const duties{.fold_limit = settings.fold ? budget.fold_octets : 0,
                           .refrain_octets = budget.refrain_octets,
                           .body_octets = budget.body_octets,
                           .every_event = settings.every_event,
                           .keep_duplicates = settings.keep_duplicates,
                           .naming = naming_.get()};
  workers_ = std::make_unique<Workers>(std::max(1U, settings.workers), shards_);
  for (std::uint32_t i = 0; i < shard_count; ++i)
    shards_.push_back(std::make_unique<Shard>(i, budget.flow, protocols(), sources, duties,
                                              expected_, workers_->pool(i)));
}

Run::~Run() = default;

void Run::listen(Listener& listener, Progress const& progress) {
  Work work[2];
  std::size_t turn = 0;
  reader_.read_batch(work[turn]);
  while (true) {
    auto& current = work[turn];
    if (current.empty()) {
      if (progress) progress(reader_.position(), reader_.size());
      reader_.read_batch(current);
      continue;
    }
    workers_->start(current);
    bool const ahead = workers_->parallel() && !current.all_read;
    if (ahead && !current.last) reader_.read_batch(work[1 - turn]);
    workers_->finish();
    if (current.meeting) share_expectations(current.now);
    merge(current, listener);
    if (settings_.fold) {
      tell_repeats(listener);
      hand_over_rows(current.last, listener);
    }
    for (auto& shard : shards_) shard->clear();
    if (progress) progress(reader_.position(), reader_.size());
    if (current.last) return;
    if (current.all_read) before_the_end_();
    // Alone, one batch at a time: a second would only drive the first out of the cache.
    if (ahead)
      turn = 1 - turn;
    else
      reader_.read_batch(work[turn]);
  }
}

void Run::before_the_end(std::function<void()> save) {
  before_the_end_ = std::move(save);
  reader_.hold_end();
}

void Run::save_to(StateWriter& out) const {
  reader_.save_to(out);
  save(out, expected_);
  for (auto const& shard : shards_) shard->save_to(out, reader_.now());
}

Status Run::load_from(StateReader& in) {
  bool const same_frames = reader_.load_from(in);
  if (!same_frames && in.ok())
    return Error{"was written after other captures: these do not begin with the same frames"};
  load(in, expected_);
  for (auto& shard : shards_)
    if (in.ok()) shard->load_from(in);
  if (!in.ok()) return Error{"contradicts itself"};
  return Nothing{};
}

/// All of it lies in one index that every shard reads, instead of being copied to each.
void Run::share_expectations(Stamp now) {
  expected_.forget(now);
  for (auto& shard : shards_) shard->expectations().share(expected_);
}

/// Where every event is said, repeats are taken only so that the folds need not hold them.
void Run::tell_repeats(Listener& listener) {
  for (auto& shard : shards_) {
    shard->fold()->take_repeats(repeats_);
    if (!settings_.every_event) listener.on_repeats(repeats_);
  }
}

void Run::hand_over_rows(bool last, Listener& listener) {
  for (auto& shard : shards_) {
    if (last) shard->fold()->flush();
    shard->fold()->take_rows(rows_);
    listener.on_rows(rows_);
  }
}

/// Steps of a batch are dense numbers, so counting sorts in linear time. Shards come
/// in their order and each is in order itself, so the sort is stable and total.
void Run::merge(Work const& work, Listener& listener) {
  starts_.assign(work.steps_used + 1, 0);
  auto const place = [&](Ordered const& each) {
    return static_cast<std::size_t>(each.order.step - work.first_step);
  };
  for (auto const& shard : shards_)
    for (auto const& each : shard->batch().events) ++starts_[place(each) + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  sorted_.resize(starts_.back());
  for (auto const& shard : shards_)
    for (auto const& each : shard->batch().events) sorted_[starts_[place(each)]++] = &each;
  for (auto const* each : sorted_) listener.on_event(*each);
}

Accounts Run::accounts() const {
  auto accounts = reader_.accounts();
  accounts.naming.library = naming::library();
  accounts.naming.wanted = settings_.naming;
  accounts.evicted_expectations = expected_.evicted();
  for (auto const& shard : shards_) {
    accounts.evicted_expectations += shard->expectations().evicted();
    auto const& counts = shard->counts();
    accounts.conversations += counts.conversations;
    accounts.evicted_conversations += counts.evicted;
    accounts.lost_stream_octets += counts.lost_octets;
    accounts.buffer_evictions += counts.buffer_evictions;
    accounts.evicted_bodies += shard->bodies_evicted();
    accounts.payload_octets += counts.payload_octets;
    accounts.understood_octets += counts.understood_octets;
    accounts.encrypted_octets += counts.encrypted_octets;
    accounts.unknown_octets += counts.unknown_octets;
    accounts.one_directional += counts.one_directional;
    auto const naming = shard->naming_counts();
    accounts.naming.heard += naming.heard;
    accounts.naming.named += naming.named;
    accounts.naming.cut_short += naming.cut_short;
    for (std::size_t i = 0; i < shard->tallies().size(); ++i) {
      auto const& tally = shard->tallies()[i];
      auto& source = accounts.sources[i];
      source.unique.frames += tally.unique.frames;
      source.unique.octets += tally.unique.octets;
      source.mirror_octets += tally.mirror_octets;
      source.duplicates.frames += tally.duplicates.frames;
      source.duplicates.octets += tally.duplicates.octets;
    }
  }
  return accounts;
}

}  // namespace qw::pipeline
