// SPDX-License-Identifier: Apache-2.0
#include "analyses/conduits.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "analyses/limits.hpp"
#include "core/words.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {
namespace {

using CountByVerb = std::array<std::uint64_t, verb_count>;
using Pair = std::tuple<Host, Host, std::string>;  // lower host, higher host, service

Pair pair_of(Host const& a, Host const& b, std::string const& service) {
  return {std::min(a, b), std::max(a, b), service};
}

VerbCounts in_order(CountByVerb const& counts) {
  std::array<std::size_t, verb_count> order{};
  for (std::size_t i = 0; i < verb_count; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  VerbCounts verbs;
  for (auto const verb : order)
    if (counts[verb] != 0) verbs.add(static_cast<Verb>(verb), counts[verb]);
  return verbs;
}

}  // namespace

Conduits::Counts& Conduits::Counts::operator+=(Counts const& other) {
  conversations += other.conversations;
  frames += other.frames;
  octets += other.octets;
  clear += other.clear;
  encrypted += other.encrypted;
  return *this;
}

Conduits::Counts& Conduits::Counts::operator-=(Counts const& other) {
  conversations -= other.conversations;
  frames -= other.frames;
  octets -= other.octets;
  clear -= other.clear;
  encrypted -= other.encrypted;
  return *this;
}

Conduits::Conduits(Context const& context)
    : site_{context.site},
      atlas_{context.atlas},
      ports_{site_},
      doubts_{context.others.of<Doubts>()},
      others_{context.others},
      rows_{context.limits.rows, context.limits.conversations} {}

void Conduits::on(Conversation const& conversation) {
  auto const& moment = conversation.said.moment;
  Key const key{moment.speaker.host, moment.listener.host, service_of(conversation, &ports_),
                doubtful_of(conversation, ports_)};
  Counts counts;
  counts.conversations = conversation.phase == Phase::opened ? 1 : 0;
  counts.frames = conversation.frames_out + conversation.frames_in;
  counts.octets = conversation.octets_out + conversation.octets_in;
  counts.clear = conversation.encryption == Encryption::clear ? 1 : 0;
  counts.encrypted = conversation.encryption == Encryption::encrypted ? 1 : 0;

  Talk const talk{moment.conversation};
  rows_.add(
      key, [] { return All{}; }, talk, counts, Span{conversation},
      conversation.phase == Phase::closed);
}

ConduitRow Conduits::row_of(Table::Kept const& kept) const {
  ConduitRow row;
  if (kept.key) {
    site::Party const from{kept.key->from, atlas_.place_of(kept.key->from)};
    site::Party const to{kept.key->to, atlas_.place_of(kept.key->to)};
    row.from = from.host;
    row.to = to.host;
    if (from.place.zone != site::none) row.from_zone = site_.zones[from.place.zone].name;
    if (to.place.zone != site::none) row.to_zone = site_.zones[to.place.zone].name;
    row.service = to_text(kept.key->service);
    row.port = port_of(kept.key->service);
    row.only_named = kept.key->service.only_named;
    if (auto const* rule = site::rule_for(site_, from, to, called(kept.key->service))) {
      row.rule = rule->name;
      row.vouched = !rule->seen_only;
    }
  } else {
    row.service =
        fmt::format("all others, beyond the limit of {} rows", grouped(rows_.most_rows()));
  }
  auto const& counts = kept.counts;
  row.conversations = counts.conversations;
  row.frames = counts.frames;
  row.octets = counts.octets;
  row.encryption = counts.clear != 0       ? Encryption::clear
                   : counts.encrypted != 0 ? Encryption::encrypted
                                           : Encryption::unknown;
  auto const span = kept.row();
  row.first = span.first;
  row.last = span.last;
  row.evidence = span.evidence;
  return row;
}

void Conduits::take_in_doubt(Key const& key, ConduitRow& row) const {
  site::Party const from{key.from, atlas_.place_of(key.from)};
  site::Party const to{key.to, atlas_.place_of(key.to)};
  auto const found = doubts_.find(from, to, key.service, key.doubtful);
  if (found.rule == nullptr) return;
  row.rule = found.rule->name;
  row.vouched = true;
  row.doubt = found.doubt;
}

std::vector<ConduitRow> Conduits::rows() const {
  auto const& commands = others_.of<Commands>();
  std::map<Pair, CountByVerb> verbs;
  std::set<std::pair<Host, Host>> commanded;  // a request proves who opened
  for (auto const& row : commands.rows()) {
    commanded.emplace(row.from, row.to);
    verbs[pair_of(row.from, row.to, std::string{row.service.text()})]
         [static_cast<std::size_t>(row.verb)] += row.count;
  }

  std::vector<ConduitRow> rows;
  rows.reserve(rows_.all().size());
  for (auto const& kept : rows_.all()) {
    if (kept.counts.conversations == 0 && kept.counts.frames == 0) continue;  // moved away
    auto row = row_of(kept);
    auto const found = verbs.find(pair_of(row.from, row.to, row.service));
    if (kept.key && found != verbs.end()) {
      row.verbs = in_order(found->second);
      for (auto const count : found->second) row.commands += count;
    }
    // Commands beyond their limit have lost their hosts: any of these may have given one.
    bool const proven = commanded.contains({row.from, row.to}) || commands.folded() != 0;
    bool const doubtful =
        kept.key && (kept.key->doubtful.opening || (kept.key->doubtful.opener && !proven));
    if (doubtful && !row.vouched) take_in_doubt(*kept.key, row);
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(), [](ConduitRow const& a, ConduitRow const& b) {
    return std::tie(a.from, a.to, a.service, a.port) < std::tie(b.from, b.to, b.service, b.port);
  });
  return rows;
}

void Conduits::write(Dossier& dossier) const {
  dossier.of<ConduitRow>() = rows();
  dossier.limits.push_back({"some conduits share one row", folded()});
}

}  // namespace qw::analyses
