// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace qw::store {

/// The file of a study or watch, in its folder.
inline constexpr std::string_view file_name = "study.duckdb";

/// What DuckDB may take.
struct Limits {
  std::uint64_t memory_octets = 512 * 1024 * 1024;  // beyond, it spills beside the file
  unsigned threads = 1;
};

}  // namespace qw::store
