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

  /// Opens a file to read it only.
  static Result<Database> open(std::string const& path, Limits const& limits);
  /// Makes a file, in which all that is created from then on lies. What does not fit the
  /// limit of memory goes to a folder beside it, PATH.tmp.
  static Result<Database> create(std::string const& path, Limits const& limits);

  /// One statement without an answer.
  Status execute(std::string const& sql);
  void close();
  [[nodiscard]] duckdb_connection connection() const { return connection_; }

 private:
  class Config;
  Status connect(std::string const& path, Config const& config);

  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

/// What an operator reads of a failure: its first line, and what to do about the
/// two that have a remedy.
Error explained(std::string_view path, std::string_view message);

/// `name` as an SQL identifier.
std::string sql_identifier(std::string_view name);

}  // namespace qw::store
