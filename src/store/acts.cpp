// SPDX-License-Identifier: Apache-2.0
#include "store/acts.hpp"

#include "core/check.hpp"
#include "fold/same_event.hpp"

namespace qw::store {
namespace {

/// Beyond, all are forgotten and an act gets a new number when it is met again.
constexpr std::size_t most_acts = 4'096;

std::uint64_t hash_of_act(std::uint32_t shard, Command const& command) {
  auto const& moment = command.said.moment;
  std::uint64_t sum = mixed(hash_of(moment.speaker), hash_of(moment.listener));
  sum = mixed(sum, moment.conversation.value + shard);
  auto const add = [&]<class Member>(Field<Command, Member> const& field) {
    if constexpr (!detail::of_the_time<Member>)
      sum = mixed(sum, fold::hash_of_member(command.*field.member));
  };
  std::apply([&](auto const&... field) { (add(field), ...); }, fields_of<Command>);
  return sum;
}

bool same_act(Command const& a, Command const& b) {
  auto const& left = a.said.moment;
  auto const& right = b.said.moment;
  if (left.speaker != right.speaker || left.listener != right.listener ||
      left.conversation != right.conversation || left.source != right.source ||
      left.point != right.point || a.said.protocol != b.said.protocol ||
      a.outcome.reason != b.outcome.reason)
    return false;
  auto const equal = [&]<class Member>(Field<Command, Member> const& field) {
    if constexpr (detail::of_the_time<Member>)
      return true;
    else
      return fold::same_member(a.*field.member, b.*field.member);
  };
  return std::apply([&](auto const&... field) { return (equal(field) && ...); },
                    fields_of<Command>);
}

}  // namespace

Acts::Numbered Acts::number(std::uint32_t shard, Command const& command) {
  auto const hash = hash_of_act(shard, command);
  if (auto const found = index_.find(hash); found != index_.end()) {
    auto const& known = known_[found->second];
    if (known.shard == shard && same_act(known.command, command)) return {known.act, false};
  }
  if (known_.size() == most_acts) {
    index_.clear();
    known_.clear();
    arena_.clear();
  }
  QW_CHECK(++last_ != 0);
  index_[hash] = static_cast<std::uint32_t>(known_.size());
  auto& known = known_.emplace_back(Known{last_, shard, command});
  known.command.object.symbol = arena_.keep(command.object.symbol);
  known.command.values = {};
  return {last_, true};
}

}  // namespace qw::store
