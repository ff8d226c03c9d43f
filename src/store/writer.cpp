// SPDX-License-Identifier: Apache-2.0
#include "store/writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "store/acts.hpp"
#include "store/folded_rows.hpp"
#include "store/record_rows.hpp"
#include "store/record_tables.hpp"
#include "store/settle_folder.hpp"
#include "store/table_writer.hpp"
#include "store/views.hpp"
#include "store/word_table.hpp"

namespace qw::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".partial";

/// Does another process hold the lock that DuckDB sets on an open file?
bool is_written(std::string const& path) {
  int const file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  bool const held = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return held;
}

void remove_unfinished(std::string const& path) {
  std::error_code ignored;
  for (auto const* suffix : {"", ".wal"}) fs::remove(path + suffix, ignored);
  fs::remove_all(path + ".tmp", ignored);
}

/// What is stored under this name is read under the name of a view.
std::string coded(std::string_view view) { return fmt::format("{}_coded", view); }

/// One table for each kind, named as the kind.
template <std::size_t... index>
std::vector<std::unique_ptr<TableWriter>> kind_tables(Database& database, WordTable& words,
                                                      std::index_sequence<index...>) {
  std::vector<std::unique_ptr<TableWriter>> tables;
  auto const add = [&]<class Kind>(std::string_view name, std::type_identity<Kind>) {
    using Row = std::conditional_t<std::is_same_v<Kind, Sample>, fold::FoldedSample, RowOf<Kind>>;
    tables.push_back(std::make_unique<TableWriter>(database, coded(name), columns_of<Row>(),
                                                   TableWriter::Coding::words, &words));
  };
  (add(kind_names[index], std::type_identity<std::variant_alternative_t<index, Event>>{}), ...);
  return tables;
}

constexpr auto command_kind = Event{std::in_place_type<Command>}.index();
constexpr auto sample_kind = Event{std::in_place_type<Sample>}.index();

}  // namespace

struct Writer::State {
  State(Database opened, Names names_of_run, std::string folder_of_run, CargoKeeping keeping)
      : database{std::move(opened)},
        names{std::move(names_of_run)},
        folder{std::move(folder_of_run)},
        veil{std::move(keeping)} {}

  [[nodiscard]] std::string path() const { return fmt::format("{}/{}", folder, file_name); }
  [[nodiscard]] std::string partial() const { return path() + std::string{unfinished}; }

  /// What a reader sees, by name.
  struct Shown {
    std::string name;
    TableWriter* table;
  };
  std::vector<Shown> shown() {
    std::vector<Shown> all;
    for (std::size_t i = 0; i < kinds.size(); ++i)
      all.push_back({std::string{kind_names[i]}, kinds[i].get()});
    all.push_back({"sample_minute", &minutes});
    all.push_back({"sample_change", &changes});
    all.push_back({sources.name(), &sources});
    for (auto* record : records.all()) all.push_back({record->name(), record});
    for (auto* plain : {&notes, &schema}) all.push_back({plain->name(), plain});
    return all;
  }
  std::vector<TableWriter*> tables() {
    std::vector<TableWriter*> all;
    for (auto const& each : shown()) all.push_back(each.table);
    for (auto* hidden : {&acts, &times, &words.table()}) all.push_back(hidden);
    return all;
  }
  Status create_views() {
    for (auto const& each : shown()) {
      if (each.name == each.table->name()) continue;
      bool const commands = each.table == kinds[command_kind].get();
      auto const made =
          database.execute(commands ? view_of_commands(*each.table, acts, times, each.name)
                                    : view_of(*each.table, each.name));
      if (!made.ok()) return made;
    }
    return Nothing{};
  }
  void describe() {
    for (auto const& each : shown())
      for (auto const& column : each.table->columns()) {
        auto const type = column.type == ColumnType::json ? "JSON" : sql_name(column.type);
        schema.add(ColumnNote{each.name, column.name, type, column.unit}, names);
      }
  }
  void add_single(fold::FoldedRow const& row, Command const& command) {
    auto const [act, is_new] = known_acts.number(row.order.shard, command);
    if (is_new) acts.add(Act{act, row.order.shard, command}, names);
    times.add(ActTime{act, row.order, command}, names);
  }

  Database database;
  Names names;
  std::string folder;
  CargoVeil veil;
  bool finished = false;
  WordTable words{database};
  std::vector<std::unique_ptr<TableWriter>> kinds =
      kind_tables(database, words, std::make_index_sequence<std::variant_size_v<Event>>{});
  Acts known_acts;
  TableWriter acts{database, "command_act", columns_of<Act>(), TableWriter::Coding::words, &words};
  TableWriter times{database, "command_time", columns_of<ActTime>(),
                    TableWriter::Coding::words_and_json, &words};
  TableWriter minutes{database, coded("sample_minute"), columns_of<fold::SampleMinute>(),
                      TableWriter::Coding::words, &words};
  TableWriter changes{database, coded("sample_change"), columns_of<fold::SampleChange>(),
                      TableWriter::Coding::words, &words};
  TableWriter sources{database, "source", columns_of<SourceAccount>()};
  RecordTables records{database};
  TableWriter notes{database, "store", columns_of<Note>()};
  TableWriter schema{database, "schema", columns_of<ColumnNote>()};
};

Writer::Writer(std::unique_ptr<State> state) : state_{std::move(state)} {}

Writer::~Writer() {
  if (state_->finished) return;
  auto const partial = state_->partial();
  state_.reset();
  remove_unfinished(partial);
}

Result<std::unique_ptr<Writer>> Writer::create(std::string const& folder, Names names,
                                               Limits const& limits, std::string_view version,
                                               CargoKeeping keeping) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) return Error{fmt::format("{}: {}. Give another --out.", folder, failure.message())};
  auto const partial = fmt::format("{}/{}{}", folder, file_name, unfinished);
  if (is_written(partial))
    return Error{fmt::format("{}: another run is writing there. Give another --out.", partial)};
  remove_unfinished(partial);

  auto opened = Database::create(partial, limits);
  if (!opened.ok()) return opened.error();
  // One transaction from here to `finish`: full row groups go straight to the file, and
  // nothing is written to a log first, which would be of no use to an unfinished store.
  if (auto const begun = opened->execute("BEGIN"); !begun.ok())
    return explained(partial, begun.error().text);
  std::unique_ptr<Writer> writer{new Writer{
      std::make_unique<State>(std::move(*opened), std::move(names), folder, std::move(keeping))}};
  writer->state_->describe();
  writer->note("schema_version", fmt::format("{}", schema_version));
  writer->note("written_by", version);
  return writer;
}

void Writer::add(fold::FoldedBatch const& batch) {
  auto& state = *state_;
  for (auto const& row : batch.rows) {
    auto& table = *state.kinds[row.event.index()];
    std::visit(
        [&]<class Kind>(Kind const& kind) {
          if constexpr (std::is_same_v<Kind, Cargo>) {
            auto veiled = kind;
            auto const value = state.veil.veiled(kind.value);
            veiled.value = value;
            table.add(RowOf<Cargo>{row, veiled}, state.names);
          } else if constexpr (!std::is_same_v<Kind, Sample>) {
            if constexpr (std::is_same_v<Kind, Command>)
              if (changes_state(kind.verb) && row.repetition.count == 1)
                return state.add_single(row, kind);
            table.add(RowOf<Kind>{row, kind}, state.names);
          }
        },
        row.event);
  }
  for (auto const& row : batch.samples) state.kinds[sample_kind]->add(row, state.names);
  for (auto const& row : batch.minutes) state.minutes.add(row, state.names);
  for (auto const& row : batch.changes) state.changes.add(row, state.names);
}

void Writer::add(Dossier const& dossier) {
  for (auto const& source : dossier.accounts.sources) state_->sources.add(source, state_->names);
  state_->records.add(dossier, state_->names);
}

void Writer::note(std::string_view key, std::string_view value) {
  state_->notes.add(Note{key, value}, state_->names);
}

bool Writer::failed() const {
  for (auto const* table : state_->tables())
    if (table->failed()) return true;
  return false;
}

Status Writer::finish() {
  auto const path = state_->path();
  auto const partial = state_->partial();
  for (auto* table : state_->tables())
    if (auto const done = table->finish(); !done.ok()) return explained(path, done.error().text);
  if (auto const viewed = state_->create_views(); !viewed.ok())
    return explained(path, viewed.error().text);
  for (auto const* statement : {"COMMIT", "CHECKPOINT"})
    if (auto const written = state_->database.execute(statement); !written.ok())
      return explained(path, written.error().text);
  state_->database.close();
  if (std::rename(partial.c_str(), path.c_str()) != 0)
    return Error{fmt::format("{}: cannot be renamed to {}", partial, path)};
  settle_folder(state_->folder);
  state_->finished = true;
  return Nothing{};
}

}  // namespace qw::store
