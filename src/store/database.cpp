// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include <fmt/format.h>

#include <utility>

namespace qw::store {
namespace {

/// Most columns of most tables are short, and each takes a block while it is written.
constexpr std::size_t database_block = 65'536;
/// Rows are compressed and written so many at a time; until then they take memory as they
/// are, and beyond the limit DuckDB writes each piece of them to a file of its own.
constexpr std::size_t row_group_rows = 20'480;
/// Older formats want each column's count of distinct values in an older form, which is worked
/// out for every row group; in younger ones texts have no dictionaries but those that cost more.
constexpr std::string_view storage_version = "v1.1.0";

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string quoted(std::string_view text, char quote) {
  std::string out{quote};
  for (char const c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out += quote;
}

/// `text` as an SQL literal.
std::string sql_text(std::string_view text) { return quoted(text, '\''); }

}  // namespace

/// A configuration for the time of opening. Nothing is fetched.
class Database::Config {
 public:
  explicit Config(Limits const& limits) {
    duckdb_create_config(&config_);
    set("memory_limit", fmt::format("{}B", limits.memory_octets));
    set("threads", fmt::format("{}", limits.threads));
    set("autoinstall_known_extensions", "false");
    set("autoload_known_extensions", "false");
  }
  Config(Config const&) = delete;
  Config& operator=(Config const&) = delete;
  ~Config() { duckdb_destroy_config(&config_); }

  void set(char const* name, std::string const& value) {
    duckdb_set_config(config_, name, value.c_str());
  }
  [[nodiscard]] duckdb_config handle() const { return config_; }

 private:
  duckdb_config config_ = nullptr;
};

Error explained(std::string_view path, std::string_view message) {
  auto const line = message.substr(0, message.find('\n'));
  if (contains(line, " lock"))  // and not "block"
    return {fmt::format("{}: another process has it open. Close that, or give another --out.\n  {}",
                        path, line)};
  if (contains(line, "space") || contains(line, "write"))
    return {fmt::format("{}: cannot be written. Free disk space, or give another --out.\n  {}",
                        path, line)};
  return {fmt::format("{}: {}", path, line)};
}

std::string sql_identifier(std::string_view name) { return quoted(name, '"'); }

Database& Database::operator=(Database&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(connection_, other.connection_);
  return *this;
}

Status Database::connect(std::string const& path, Config const& config) {
  char* message = nullptr;
  if (duckdb_open_ext(path.c_str(), &database_, config.handle(), &message) == DuckDBError) {
    auto error = explained(path, message == nullptr ? "cannot be opened" : message);
    duckdb_free(message);
    return error;
  }
  if (duckdb_connect(database_, &connection_) == DuckDBError)
    return Error{fmt::format("{}: cannot connect", path)};
  return Nothing{};
}

Result<Database> Database::open(std::string const& path, Limits const& limits) {
  Config config{limits};
  config.set("access_mode", "READ_ONLY");
  config.set("temp_directory", path + ".tmp");  // rows are sorted there that memory cannot hold
  config.set("enable_external_access", "false");
  Database opened;
  if (auto const done = opened.connect(path, config); !done.ok()) return done.error();
  return opened;
}

/// The size of blocks and of row groups can be chosen for a file that is attached only.
Result<Database> Database::create(std::string const& path, Limits const& limits) {
  Config config{limits};
  config.set("temp_directory", path + ".tmp");
  // A commit goes to the file at once: a log would be of no use to an unfinished store.
  config.set("checkpoint_threshold", "1B");
  config.set("auto_checkpoint_skip_wal_threshold", "0");
  Database created;
  if (auto const done = created.connect(":memory:", config); !done.ok()) return done.error();
  for (auto const& statement :
       {fmt::format("ATTACH {} AS study (BLOCK_SIZE {}, ROW_GROUP_SIZE {}, STORAGE_VERSION '{}')",
                    sql_text(path), database_block, row_group_rows, storage_version),
        std::string{"USE study"},
        // Dictionaries suit what a study repeats; other ways cost texts more time than they
        // save room.
        std::string{"SET disabled_compression_methods = 'fsst,dict_fsst,zstd'"},
        std::string{"SET write_buffer_row_group_count = 1"},
        // From here on no statement reads or writes other files.
        std::string{"SET enable_external_access = false"}})
    if (auto const done = created.execute(statement); !done.ok())
      return explained(path, done.error().text);
  return created;
}

Status Database::execute(std::string const& sql) {
  duckdb_result result;
  auto const state = duckdb_query(connection_, sql.c_str(), &result);
  std::string message;
  if (state == DuckDBError) {
    auto const* text = duckdb_result_error(&result);
    message = text == nullptr ? "failed" : text;
  }
  duckdb_destroy_result(&result);
  if (state == DuckDBError) return Error{std::move(message)};
  return Nothing{};
}

void Database::close() {
  if (connection_ != nullptr) duckdb_disconnect(&connection_);
  if (database_ != nullptr) duckdb_close(&database_);
}

}  // namespace qw::store
