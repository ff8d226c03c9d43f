// SPDX-License-Identifier: Apache-2.0
#include "analyses/ledger.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "analyses/geo.hpp"
#include "analyses/limits.hpp"
#include "analyses/names.hpp"
#include "analyses/registries.hpp"
#include "core/words.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {

Ledger::Counts& Ledger::Counts::operator+=(Counts const& other) {
  conversations += other.conversations;
  frames_out += other.frames_out;
  frames_in += other.frames_in;
  octets_out += other.octets_out;
  octets_in += other.octets_in;
  opened_inside += other.opened_inside;
  opened_outside += other.opened_outside;
  clear += other.clear;
  encrypted += other.encrypted;
  return *this;
}

Ledger::Counts& Ledger::Counts::operator-=(Counts const& other) {
  conversations -= other.conversations;
  frames_out -= other.frames_out;
  frames_in -= other.frames_in;
  octets_out -= other.octets_out;
  octets_in -= other.octets_in;
  opened_inside -= other.opened_inside;
  opened_outside -= other.opened_outside;
  clear -= other.clear;
  encrypted -= other.encrypted;
  return *this;
}

Ledger::Ledger(Context const& context)
    : site_{context.site},
      atlas_{context.atlas},
      ports_{site_},
      doubts_{context.others.of<Doubts>()},
      names_{context.others.of<Names>()},
      point_names_{context.point_names},
      geo_{context.registries.geo},
      regions_{geo_, context.limits.rows},
      crossed_(atlas_.boundaries().size()),
      rows_{context.limits.rows, context.limits.conversations} {}

bool Ledger::restored() const {
  return crossed_.size() == atlas_.boundaries().size() &&
         std::ranges::all_of(rows_.all(), [&](Table::Kept const& kept) {
           return boundary_of(kept) < crossed_.size() && regions_.has(kept.fold.outside);
         });
}

void Ledger::on(Conversation const& conversation) {
  auto const& moment = conversation.said.moment;
  if (site::is_local_only(moment.speaker.host.address) ||
      site::is_local_only(moment.listener.host.address))
    return;
  auto const speaker = atlas_.place_of(moment.speaker.host).boundary;
  auto const listener = atlas_.place_of(moment.listener.host).boundary;
  if (speaker == listener) return;
  for (auto const boundary : {speaker, listener}) {
    if (boundary == site::none) continue;
    crossed_[boundary] += conversation.octets_out + conversation.octets_in;
    enter(conversation, boundary, boundary == speaker);
  }
}

void Ledger::enter(Conversation const& conversation, site::Index boundary, bool speaker_inside) {
  auto const& moment = conversation.said.moment;
  auto const& c = conversation;
  Key const key{speaker_inside ? moment.speaker.host : moment.listener.host,
                speaker_inside ? moment.listener.host : moment.speaker.host,
                service_of(c, &ports_),
                boundary,
                moment.point,
                doubtful_of(c, ports_)};
  Counts counts;
  counts.conversations = c.phase == Phase::opened ? 1 : 0;
  counts.frames_out = speaker_inside ? c.frames_out : c.frames_in;
  counts.frames_in = speaker_inside ? c.frames_in : c.frames_out;
  counts.octets_out = speaker_inside ? c.octets_out : c.octets_in;
  counts.octets_in = speaker_inside ? c.octets_in : c.octets_out;
  counts.opened_inside = speaker_inside ? 1 : 0;
  counts.opened_outside = speaker_inside ? 0 : 1;
  counts.clear = c.encryption == Encryption::clear ? 1 : 0;
  counts.encrypted = c.encryption == Encryption::encrypted ? 1 : 0;

  Talk const talk{moment.conversation, boundary};
  auto const fold = [&] { return edge_of(key, speaker_inside); };
  rows_.add(key, fold, talk, counts, Span{c}, c.phase == Phase::closed);
}

Ledger::Edge Ledger::edge_of(Key const& key, bool speaker_inside) {
  auto const& service = key.service;
  return {key.boundary, key.point, allowed(key, speaker_inside, !speaker_inside).explained,
          regions_.of(key.outside.address),
          service.protocol.empty() ? service.transport : service.protocol.name()};
}

site::Index Ledger::boundary_of(Table::Kept const& kept) {
  return kept.key ? kept.key->boundary : kept.fold.boundary;
}

Ledger::Allowed Ledger::allowed(Table::Kept const& kept) const {
  if (!kept.key) return {{}, kept.fold.explained};
  return allowed(*kept.key, kept.counts.opened_inside != 0, kept.counts.opened_outside != 0);
}

Ledger::Allowed Ledger::allowed(Key const& key, bool opened_inside, bool opened_outside) const {
  site::Party const inside{key.inside, atlas_.place_of(key.inside)};
  site::Party const outside{key.outside, atlas_.place_of(key.outside)};
  auto const service = called(key.service);
  bool const may_doubt = !key.service.protocol.has(Trait::industrial);
  Allowed allowed{{}, true};
  auto const ask = [&](site::Party const& from, site::Party const& to) {
    auto const* rule = site::rule_for(site_, from, to, service);
    if (may_doubt && (rule == nullptr || rule->seen_only)) {
      auto const found = doubts_.find(from, to, key.service, key.doubtful);
      if (found.rule != nullptr) rule = found.rule;
    }
    allowed.explained = allowed.explained && rule != nullptr && !rule->seen_only;
    if (rule == nullptr) return;
    allowed.rule += allowed.rule.empty() ? rule->name : "; " + rule->name;
  };
  if (opened_inside) ask(inside, outside);
  if (opened_outside) ask(outside, inside);
  return allowed;
}

void Ledger::describe(LedgerRow& row, Key const& key) const {
  row.inside = key.inside;
  row.outside = key.outside;
  row.outside_name = names_.of(row.outside);
  row.country = geo_.country(row.outside.address);
  row.network = geo_.network(row.outside.address);
  row.service = to_text(key.service);
  row.port = port_of(key.service);
  row.only_named = key.service.only_named;
}

void Ledger::describe(LedgerRow& row, Edge const& edge) const {
  row.outside_name =
      fmt::format("all others, beyond the limit of {} rows", grouped(rows_.most_rows()));
  row.country = regions_[edge.outside].country;
  row.network = regions_[edge.outside].network;
  row.service = edge.service.text();
}

LedgerRow Ledger::row_of(Table::Kept const& kept) const {
  LedgerRow row;
  row.boundary = atlas_.boundaries()[boundary_of(kept)];
  auto const point = static_cast<std::size_t>(kept.key ? kept.key->point : kept.fold.point);
  if (point < point_names_.size()) row.point = point_names_[point];
  if (kept.key)
    describe(row, *kept.key);
  else
    describe(row, kept.fold);
  auto allowed = this->allowed(kept);
  row.rule = std::move(allowed.rule);
  row.explained = allowed.explained;
  auto const& counts = kept.counts;
  row.encryption = counts.clear != 0       ? Encryption::clear
                   : counts.encrypted != 0 ? Encryption::encrypted
                                           : Encryption::unknown;
  row.conversations = counts.conversations;
  row.frames_out = counts.frames_out;
  row.frames_in = counts.frames_in;
  row.octets_out = counts.octets_out;
  row.octets_in = counts.octets_in;
  auto const span = kept.row();
  row.first = span.first;
  row.last = span.last;
  row.evidence = span.evidence;
  return row;
}

std::vector<LedgerRow> Ledger::rows() const {
  struct Place {
    site::Index boundary;
    bool explained;
    std::uint64_t octets;
    Table::Kept const* kept;
  };
  std::vector<Place> places;
  for (auto const& kept : rows_.all()) {
    auto const& counts = kept.counts;
    bool const moved_away =
        counts.conversations == 0 && counts.frames_out == 0 && counts.frames_in == 0;
    if (!moved_away)
      places.push_back({boundary_of(kept), allowed(kept).explained,
                        counts.octets_out + counts.octets_in, &kept});
  }
  // Rows stand in an order that follows from the input, which a stable sort keeps.
  std::stable_sort(places.begin(), places.end(), [](Place const& a, Place const& b) {
    return std::tuple{a.boundary, a.explained, ~a.octets} <
           std::tuple{b.boundary, b.explained, ~b.octets};
  });
  std::vector<LedgerRow> rows;
  rows.reserve(places.size());
  for (auto const& place : places) rows.push_back(row_of(*place.kept));
  return rows;
}

std::vector<LedgerTotal> Ledger::totals() const {
  std::vector<LedgerTotal> totals;
  for (std::size_t i = 0; i < crossed_.size(); ++i)
    totals.push_back({atlas_.boundaries()[i], crossed_[i], 0, 0});
  for (auto const& kept : rows_.all()) {
    auto const octets = kept.counts.octets_out + kept.counts.octets_in;
    auto& total = totals[boundary_of(kept)];
    total.rows_octets += octets;
    if (!allowed(kept).explained) total.unexplained_octets += octets;
  }
  return totals;
}

void Ledger::write(Dossier& dossier) const {
  dossier.of<LedgerRow>() = rows();
  dossier.of<LedgerTotal>() = totals();
  dossier.limits.push_back(
      {"crossings share rows of the ledger, by country, operator and service", folded()});
}

}  // namespace qw::analyses
