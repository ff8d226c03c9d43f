// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"

namespace qw {

/// What is known of one crane as a machine.
struct CraneRow {
  std::string name;
  std::string maker;
  std::string model;
  std::optional<std::uint64_t> moves;  // none: could not be told from the traffic
  std::string statement;               // how that is known, or why it is not

  static constexpr auto fields() {
    using C = CraneRow;
    return std::tuple{field("name", &C::name), field("maker", &C::maker), field("model", &C::model),
                      field("moves", &C::moves), field("statement", &C::statement)};
  }

  static constexpr auto key() { return std::tuple{&CraneRow::name}; }
};

}  // namespace qw
