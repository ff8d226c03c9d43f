// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include <fmt/format.h>

#include <utility>

namespace qw::store {
namespace {

/// A configuration for the time of opening.
class Config {
 public:
  Config() { duckdb_create_config(&config_); }
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

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

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

std::string sql_identifier(std::string_view name) {
  std::string out = "\"";
  for (char const c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(connection_, other.connection_);
  return *this;
}

Result<Database> Database::open(std::string const& path, Mode mode, Limits const& limits) {
  Config config;
  config.set("access_mode", mode == Mode::read ? "READ_ONLY" : "READ_WRITE");
  config.set("memory_limit", fmt::format("{}B", limits.memory_octets));
  config.set("threads", fmt::format("{}", limits.threads));
  if (mode == Mode::write) {
    // A commit goes to the file at once: a log would be of no use to an unfinished store.
    config.set("checkpoint_threshold", "1B");
    config.set("auto_checkpoint_skip_wal_threshold", "0");
    // Most columns of most tables are short, and each takes a block while it is written.
    config.set("default_block_size", "65536");
  }
  // Nothing is fetched, and no statement reads or writes other files.
  config.set("autoinstall_known_extensions", "false");
  config.set("autoload_known_extensions", "false");
  config.set("enable_external_access", "false");

  Database opened;
  char* message = nullptr;
  if (duckdb_open_ext(path.c_str(), &opened.database_, config.handle(), &message) == DuckDBError) {
    auto error = explained(path, message == nullptr ? "cannot be opened" : message);
    duckdb_free(message);
    return error;
  }
  if (duckdb_connect(opened.database_, &opened.connection_) == DuckDBError)
    return Error{fmt::format("{}: no connection", path)};
  // Dictionaries suit what a study repeats; other ways cost texts more time than they save room.
  if (mode == Mode::write)
    if (auto const set = opened.run("SET disabled_compression_methods = 'fsst,dict_fsst,zstd'");
        !set.ok())
      return explained(path, set.error().text);
  return opened;
}

Status Database::run(std::string const& sql) {
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
