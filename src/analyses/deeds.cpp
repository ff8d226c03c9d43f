// SPDX-License-Identifier: Apache-2.0
#include "analyses/deeds.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vocabulary/dossier.hpp"
#include "vocabulary/numbers.hpp"
#include "vocabulary/text.hpp"

namespace qw::analyses {
namespace {

bool is_deed(Verb verb) {
  return changes_state(verb) || verb == Verb::take_program || verb == Verb::file;
}

template <class Row>
void describe(Row& row, Said const& said) {
  row.from = said.moment.speaker.host;
  row.to = said.moment.listener.host;
  row.service = said.protocol.text();
  row.first = said.moment.at;
  row.evidence = {said.moment.source, said.moment.frames, said.reply};
}

}  // namespace

template <class Row>
Row* Deeds::row_of(Key key, boost::unordered_flat_map<Key, std::uint32_t, Hasher>& index,
                   std::vector<Row>& rows) {
  if (auto const found = index.find(key); found != index.end()) return &rows[found->second];
  if (rows.size() == most_rows) return nullptr;
  index.emplace(std::move(key), static_cast<std::uint32_t>(rows.size()));
  return &rows.emplace_back();
}

void Deeds::on(Command const& command) {
  auto* const deed = counted(command, 1);
  auto const at = command.said.moment.at;
  if (deed == nullptr || at < deed->row.last) return;
  deed->row.last = at;
  deed->last = kept(command.values);
}

void Deeds::on_repeat(Command const& command, std::uint64_t times, Stamp last) {
  auto* const deed = counted(command, times);
  if (deed == nullptr || last <= deed->row.last) return;
  deed->row.last = last;
  deed->last = kept(command.values);
}

Deeds::Deed* Deeds::counted(Command const& command, std::uint64_t times) {
  if (!is_deed(command.verb)) return nullptr;
  auto const& said = command.said;
  auto const& object = command.object;
  auto* const deed = row_of({said.moment.speaker.host,
                             said.moment.listener.host,
                             said.protocol,
                             command.operation,
                             object.space,
                             static_cast<std::uint64_t>(command.verb),
                             {std::uint64_t{object.station} << 32 | object.block, object.offset,
                              object.bit, object.length},
                             std::string{object.symbol.substr(0, most_name)}},
                            deed_of_, deeds_);
  if (deed == nullptr) {
    beyond_limit_ += times;
    return nullptr;
  }
  auto& row = deed->row;
  if (row.count == 0) {
    describe(row, said);
    row.verb = command.verb;
    row.operation = command.operation.text();
    row.object = to_text(object).substr(0, most_name);
    deed->first = deed->last = kept(command.values);
  }
  row.count += times;
  row.accepted += command.outcome.state == Outcome::State::accepted ? times : 0;
  row.refused += command.outcome.state == Outcome::State::refused ? times : 0;
  return deed;
}

void Deeds::on(Transfer const& transfer) {
  auto const& said = transfer.said;
  auto* const row = row_of({said.moment.speaker.host,
                            said.moment.listener.host,
                            said.protocol,
                            {},
                            {},
                            static_cast<std::uint64_t>(transfer.what),
                            {},
                            std::string{transfer.name.substr(0, most_name)}},
                           moved_of_, moved_);
  if (row == nullptr) return void(++beyond_limit_);
  if (row->count == 0) {
    describe(*row, said);
    row->what = transfer.what;
    row->name = transfer.name.substr(0, most_name);
  }
  ++row->count;
  row->octets += transfer.octets;
  row->complete += transfer.complete ? 1 : 0;
  row->last = std::max(row->last, said.moment.at);
}

bool Deeds::restored() const {
  auto const whole = [](auto const& index, auto const& rows) {
    return rows.size() <= most_rows &&
           std::ranges::all_of(index, [&](auto const& each) { return each.second < rows.size(); });
  };
  return whole(deed_of_, deeds_) && whole(moved_of_, moved_);
}

Deeds::Kept Deeds::kept(Values const& values) {
  Kept made{values.type, values.count, 0, {}};
  auto const size = std::min(values.raw.size(), most_octets);
  std::copy_n(values.raw.begin(), size, made.raw.begin());
  made.size = static_cast<std::uint8_t>(size);
  return made;
}

std::string Deeds::text_of(Kept const& kept) {
  Values const values{kept.type, kept.count, Bytes{kept.raw}.first(kept.size)};
  std::string text;
  std::size_t shown = 0;
  if (values.type == WireType::text) {
    text = fmt::format("\"{}\"", qw::text_of(values.raw));
    shown = kept.size;
  } else if (values.type == WireType::octets) {
    append_hex(text, values.raw);
    shown = kept.size;
  } else {
    each_number(values, [&](auto number) {
      text += fmt::format("{}{}", shown++ == 0 ? "" : ", ", number);
    });
  }
  if (shown < values.count) text += text.empty() ? "…" : " …";
  return text;
}

std::vector<DeedRow> Deeds::deeds() const {
  std::vector<DeedRow> rows;
  for (auto const& deed : deeds_) {
    rows.push_back(deed.row);
    rows.back().first_values = text_of(deed.first);
    rows.back().last_values = text_of(deed.last);
  }
  return rows;
}

void Deeds::write(Dossier& dossier) const {
  dossier.of<DeedRow>() = deeds();
  dossier.of<MovedRow>() = moved_;
  dossier.limits.push_back({"some objects of commands are missing from the report", beyond_limit_});
}

}  // namespace qw::analyses
