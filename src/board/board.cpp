// SPDX-License-Identifier: Apache-2.0
#include "board/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
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

/// One table of a snapshot in the making. Rows that did not change are taken over from before.
class TableMaker {
 public:
  TableMaker(RecordRows const& before, std::uint64_t version, Names const& names)
      : before_{before}, stays_(before.rows.size()), version_{version}, names_{names}, key_{names} {
    made_.name = before.name;
    made_.gone = before.gone;
    made_.forgotten = before.forgotten;
  }

  template <class Record>
  void add(std::vector<Record> const& records) {
    made_.rows.reserve(records.size());
    for (auto const& record : records) {
      auto key = key_.of(record);
      // Two records may tell the same thing apart by what is not in the key.
      if (auto const time = ++times_[key]; time > 1) key += fmt::format(" #{}", time);
      json_.clear();
      write_record(json_, record, names_);
      auto const known = place_of(key);
      if (known != none) stays_[known] = true;
      if (known != none && before_.rows[known]->json == json_)
        made_.rows.push_back(before_.rows[known]);
      else
        made_.rows.push_back(std::make_shared<Row const>(Row{std::move(key), json_, version_}));
      if (known == none) came_.push_back(made_.rows.back().get());
    }
  }

  RecordRows finish() {
    if (!made_.gone.empty()) forget_who_came_back();
    for (std::size_t i = 0; i < stays_.size(); ++i)
      if (!stays_[i]) made_.gone.push_back({before_.rows[i]->key, version_});
    if (made_.gone.size() > RecordRows::most_gone) {
      auto const kept = made_.gone.end() - RecordRows::most_gone;
      made_.forgotten = std::prev(kept)->changed;
      made_.gone.erase(made_.gone.begin(), kept);
    }
    return std::move(made_);
  }

 private:
  static constexpr std::size_t none = SIZE_MAX;

  /// Of the row of that key before. Most records come in the order of last time.
  std::size_t place_of(std::string_view key) {
    if (next_ < before_.rows.size() && before_.rows[next_]->key == key) return next_++;
    if (places_.empty())
      for (std::size_t i = 0; i < before_.rows.size(); ++i)
        places_.emplace(before_.rows[i]->key, i);
    auto const found = places_.find(key);
    if (found == places_.end()) return none;
    next_ = found->second + 1;
    return found->second;
  }

  void forget_who_came_back() {
    std::unordered_set<std::string_view> back;
    for (auto const* row : came_) back.insert(row->key);
    std::erase_if(made_.gone, [&](GoneRow const& each) { return back.contains(each.key); });
  }

  RecordRows const& before_;
  std::vector<bool> stays_;  // which of them
  std::uint64_t version_;
  Names const& names_;
  Key key_;
  RecordRows made_;
  std::vector<Row const*> came_;
  std::string json_;
  std::unordered_map<std::string, unsigned> times_;           // of each key
  std::unordered_map<std::string_view, std::size_t> places_;  // made when first needed
  std::size_t next_ = 0;
};

void write_changes(JsonWriter& json, RecordRows const& table, std::uint64_t since) {
  json.member("count", table.rows.size()).key("changed").begin_array();
  for (auto const& row : table.rows)
    if (row->changed > since)
      json.begin_object().member("key", row->key).key("row").raw(row->json).end_object();
  json.end_array().key("gone").begin_array();
  for (auto const& row : table.gone)
    if (since != 0 && row.changed > since) json.value(row.key);
  json.end_array();
}

bool can_tell_since(Snapshot const& latest, std::uint64_t version) {
  return version <= latest.version && std::ranges::all_of(latest.tables, [&](auto const& table) {
           return version >= table.forgotten;
         });
}

}  // namespace

Board::Board(Names names, std::string run)
    : names_{std::move(names)}, run_{std::move(run)}, latest_{std::make_shared<Snapshot const>()} {}

void Board::publish(Dossier const& dossier) {
  auto const previous = latest();
  auto next = std::make_shared<Snapshot>();
  next->version = previous->version + 1;
  next->progress = dossier.progress;
  dossier.for_each([&](RecordNames const& names, auto const& records) {
    auto const place = next->tables.size();
    RecordRows const first{.name = names.many, .rows = {}, .gone = {}};
    TableMaker table{previous->tables.empty() ? first : previous->tables[place], next->version,
                     names_};
    table.add(records);
    next->tables.push_back(table.finish());
  });

  std::lock_guard const lock{mutex_};
  latest_ = std::move(next);
}

std::shared_ptr<Snapshot const> Board::latest() const {
  std::lock_guard const lock{mutex_};
  return latest_;
}

std::string Board::changes_since(std::uint64_t since, std::string_view run) const {
  auto const newest = latest();
  if (run != run_ || !can_tell_since(*newest, since)) since = 0;
  std::string out;
  JsonWriter json{out};
  json.begin_object().member("run", run_).member("version", newest->version);
  json.member("since", since).key("progress");
  write_record(json, newest->progress, {});
  json.key("tables").begin_object();
  for (auto const& table : newest->tables) {
    json.key(table.name).begin_object();
    write_changes(json, table, since);
    json.end_object();
  }
  json.end_object().end_object();
  return out;
}

}  // namespace qw::board
