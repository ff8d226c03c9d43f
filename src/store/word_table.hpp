// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <string_view>

#include "core/arena.hpp"
#include "core/hash.hpp"
#include "store/table_writer.hpp"

namespace qw::store {

/// Stores what many rows say once, in the table `word`: a row then holds four octets
/// where it would hold a text, which costs DuckDB a fifth.
class WordTable final : public Dictionary {
 public:
  explicit WordTable(Database& database);

  std::uint32_t number_of(std::string_view text) override;
  [[nodiscard]] TableWriter& table() { return table_; }

 private:
  struct Known {
    std::string_view text;  // in arena_
    std::uint32_t number = 0;
  };

  TableWriter table_;
  Arena arena_;
  boost::unordered_flat_map<std::uint64_t, Known, SameHash> known_;
  std::uint32_t last_ = 0;
};

}  // namespace qw::store
