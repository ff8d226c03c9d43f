// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"

namespace qw {

/// Octets of one boundary. `boundary_octets` is counted as frames cross, apart from
/// any row; it equals `rows_octets`, the sum of the rows, always.
struct LedgerTotal {
  std::string boundary;
  std::uint64_t boundary_octets = 0;
  std::uint64_t rows_octets = 0;
  std::uint64_t unexplained_octets = 0;  // of rows that no vouched rule allows

  static constexpr auto fields() {
    using L = LedgerTotal;
    return std::tuple{field("boundary", &L::boundary),
                      field("boundary_octets", &L::boundary_octets, "octets"),
                      field("rows_octets", &L::rows_octets, "octets"),
                      field("unexplained_octets", &L::unexplained_octets, "octets")};
  }
  static constexpr auto key() { return std::tuple{&LedgerTotal::boundary}; }
};

}  // namespace qw
