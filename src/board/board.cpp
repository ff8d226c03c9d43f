// SPDX-License-Identifier: Apache-2.0
#include "board/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "vocabulary/event_json.hpp"

namespace qw::board {
namespace {

/// Writes the members of a key as text, with a space between them.
class Key {
 public:
  explicit Key(Names const& names) : names_{names} {}

  template <class Record>
  std::string of(Record const& record) {
    text_.clear();
    std::apply(
        [&](auto const first, auto const... other) {
          add(record.*first);
          ((text_ += ' ', add(record.*other)), ...);
        },
        Record::key());
    return text_;
  }

 private:
  template <class Value>
  void add(Value const& value) {
    if (!detail::says_nothing(value)) append(value);
  }
  void append(std::string const& value) { text_ += value; }
  void append(Protocol value) { text_ += value.text(); }
  void append(Host const& value) { append_text(text_, value, names_); }
  /// The first stays where others join it.
  void append(std::vector<Host> const& value) { append(value.front()); }
  template <class Value>
  void append(Value const& value) {
    if constexpr (std::is_enum_v<Value>)
      text_ += name_of(value);
    else
      text_ += fmt::format("{}", value);
  }

  Names const& names_;
  std::string text_;
};

using RowsByKey = std::unordered_map<std::string_view, std::shared_ptr<Row const>>;

RowsByKey by_key(Snapshot const* snapshot, std::size_t table) {
  RowsByKey rows;
  if (snapshot == nullptr || table >= snapshot->tables.size()) return rows;
  for (auto const& row : snapshot->tables[table].rows) rows.emplace(row->key, row);
  return rows;
}

/// Rows of a snapshot in the making; those that did not change are taken over.
class Maker {
 public:
  Maker(Snapshot const& previous, Snapshot& next, Names const& names)
      : previous_{previous}, next_{next}, names_{names} {}

  template <class Record>
  void add(std::string_view name, std::vector<Record> const& records) {
    auto const before = by_key(&previous_, next_.tables.size());
    std::unordered_map<std::string, unsigned> times;
    Table table{name, {}};
    Key key{names_};
    table.rows.reserve(records.size());
    for (auto const& record : records) {
      Row row{key.of(record), {}};
      // Two records may tell the same thing apart by what is not in the key.
      if (auto const time = ++times[row.key]; time > 1) row.key += fmt::format(" #{}", time);
      write_record(row.json, record, names_);
      auto const known = before.find(row.key);
      bool const same = known != before.end() && known->second->json == row.json;
      table.rows.push_back(same ? known->second : std::make_shared<Row const>(std::move(row)));
    }
    next_.tables.push_back(std::move(table));
  }

 private:
  Snapshot const& previous_;
  Snapshot& next_;
  Names const& names_;
};

void write_changes(JsonWriter& json, RowsByKey const& known, Table const& table) {
  std::unordered_set<std::string_view> present;
  json.member("count", table.rows.size()).key("changed").begin_array();
  for (auto const& row : table.rows) {
    present.insert(row->key);
    auto const found = known.find(row->key);
    if (found != known.end() && found->second == row) continue;
    json.begin_object().member("key", row->key).key("row").raw(row->json).end_object();
  }
  json.end_array().key("gone").begin_array();
  std::vector<std::string_view> gone;
  for (auto const& [key, row] : known)
    if (!present.contains(key)) gone.push_back(key);
  std::ranges::sort(gone);
  for (auto const key : gone) json.value(key);
  json.end_array();
}

}  // namespace

std::string delta_json(Snapshot const* known, Snapshot const& latest) {
  std::string out;
  JsonWriter json{out};
  json.begin_object().member("version", latest.version);
  json.member("since", known == nullptr ? std::uint64_t{0} : known->version);
  json.key("progress");
  write_record(json, latest.progress, {});
  json.key("tables").begin_object();
  for (std::size_t i = 0; i < latest.tables.size(); ++i) {
    json.key(latest.tables[i].name).begin_object();
    write_changes(json, by_key(known, i), latest.tables[i]);
    json.end_object();
  }
  json.end_object().end_object();
  return out;
}

Board::Board(Names names)
    : names_{std::move(names)}, snapshots_{std::make_shared<Snapshot const>()} {}

void Board::publish(Dossier const& dossier) {
  auto const previous = latest();
  auto next = std::make_shared<Snapshot>();
  next->version = previous->version + 1;
  next->progress = dossier.progress;
  Maker maker{*previous, *next, names_};
  dossier.for_each(
      [&](RecordNames const& names, auto const& records) { maker.add(names.many, records); });

  std::lock_guard const lock{mutex_};
  snapshots_.push_back(std::move(next));
  if (snapshots_.size() > kept_snapshots) snapshots_.pop_front();
}

std::shared_ptr<Snapshot const> Board::latest() const {
  std::lock_guard const lock{mutex_};
  return snapshots_.back();
}

std::string Board::since(std::uint64_t version) const {
  std::shared_ptr<Snapshot const> known;
  std::shared_ptr<Snapshot const> newest;
  {
    std::lock_guard const lock{mutex_};
    newest = snapshots_.back();
    auto const found = std::ranges::find(snapshots_, version, &Snapshot::version);
    if (version != 0 && found != snapshots_.end()) known = *found;
  }
  return delta_json(known.get(), *newest);
}

}  // namespace qw::board
