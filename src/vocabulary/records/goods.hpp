// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "core/moment.hpp"
#include "vocabulary/field.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// Goods that one host told another of. The identifiers themselves are not here:
/// who may read the report need not be allowed to read the manifest.
struct GoodsRow {
  CargoKind what = CargoKind::container;
  Host from;
  Host to;
  std::string context;
  std::uint64_t count = 0;      // times named
  std::uint64_t different = 0;  // identifiers
  bool leaves = false;          // crosses a boundary outwards

  static constexpr auto fields() {
    using C = GoodsRow;
    return std::tuple{field("what", &C::what),    field("from", &C::from),
                      field("to", &C::to),        field("context", &C::context),
                      field("count", &C::count),  field("different", &C::different),
                      field("leaves", &C::leaves)};
  }

  static constexpr auto key() {
    using G = GoodsRow;
    return std::tuple{&G::what, &G::from, &G::to, &G::context};
  }
};

}  // namespace qw
