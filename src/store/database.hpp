// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/store.hpp"

namespace qw::store {

/// One open database with one connection. Nothing of DuckDB is seen outside the
/// store; it throws nothing through its C interface.
class Database {
 public:
  Database() = default;
  Database(Database&& other) noexcept { *this = std::move(other); }
  Database& operator=(Database&& other) noexcept;
  ~Database() { close(); }

  enum class Mode { write, read };
  static Result<Database> open(std::string const& path, Mode mode, Limits const& limits);

  /// One statement without an answer.
  Status run(std::string const& sql);
  void close();
  [[nodiscard]] duckdb_connection connection() const { return connection_; }

 private:
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

/// What an operator reads of a failure: its first line, and what to do about the
/// two that have a remedy.
Error explained(std::string_view path, std::string_view message);

/// `name` as an SQL identifier.
std::string sql_identifier(std::string_view name);

}  // namespace qw::store
