// SPDX-License-Identifier: Apache-2.0
#include "analyses/commands.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "vocabulary/dossier.hpp"

namespace qw::analyses {

/// Row 0 is that of the folded ones, and has no key.
bool Commands::restored() {
  index_.clear();
  if (rows_.empty() || rows_.size() > most_rows_ + 1) return false;
  for (std::uint32_t row = 1; row < rows_.size(); ++row)
    if (!index_.emplace(rows_[row].key, row).second) return false;
  return true;
}

void Commands::on_repeat(Command const& command, std::uint64_t times, Stamp last) {
  auto const& said = command.said;
  Key const key{said.moment.speaker.host, said.moment.listener.host, said.protocol, command.verb,
                command.operation};
  auto const conversation = said.moment.conversation;
  auto const slot = mixed(conversation.value,
                          key.operation.text().size() << 8 | static_cast<std::uint64_t>(key.verb));
  auto& shortcut = shortcuts_[slot % shortcuts];
  if (!shortcut.set || shortcut.conversation != conversation || shortcut.key != key)
    shortcut = {conversation, key, row_for(key, said), true};
  auto& row = rows_[shortcut.row];
  if (shortcut.row == fold) folded_ += times;
  row.outcomes[static_cast<std::size_t>(command.outcome.state)] += times;
  row.last = std::max(row.last, last);
}

std::uint32_t Commands::row_for(Key const& key, Said const& said) {
  auto const describe = [&](Row& row) {
    row.first = said.moment.at;
    row.evidence = {said.moment.source, said.moment.frames, said.reply};
  };
  if (auto const found = index_.find(key); found != index_.end()) return found->second;
  if (index_.size() == most_rows_) {
    if (folded_ == 0) describe(rows_[fold]);
    return fold;
  }
  auto const next = static_cast<std::uint32_t>(rows_.size());
  index_.emplace(key, next);
  describe(rows_.emplace_back(Row{key}));
  return next;
}

std::vector<CommandRow> Commands::rows() const {
  std::vector<CommandRow> rows;
  for (auto const& row : rows_) {
    CommandRow made;
    made.count = std::accumulate(row.outcomes.begin(), row.outcomes.end(), std::uint64_t{0});
    if (made.count == 0) continue;
    auto const of = [&](Outcome::State state) {
      return row.outcomes[static_cast<std::size_t>(state)];
    };
    made.from = row.key.from;
    made.to = row.key.to;
    made.service = row.key.service;
    made.verb = row.key.verb;
    made.operation = row.key.operation.text();
    made.accepted = of(Outcome::State::accepted);
    made.refused = of(Outcome::State::refused);
    made.unanswered = of(Outcome::State::unanswered);
    made.unseen = of(Outcome::State::unseen);
    made.first = row.first;
    made.last = row.last;
    made.evidence = row.evidence;
    rows.push_back(std::move(made));
  }
  std::sort(rows.begin(), rows.end(), [](CommandRow const& a, CommandRow const& b) {
    return std::tie(a.from, a.to, a.service, a.verb, a.operation) <
           std::tie(b.from, b.to, b.service, b.verb, b.operation);
  });
  return rows;
}

void Commands::write(Dossier& dossier) const {
  dossier.of<CommandRow>() = rows();
  dossier.limits.push_back({"some commands share one row", folded_});
}

}  // namespace qw::analyses
