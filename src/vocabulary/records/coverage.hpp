// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"

namespace qw {

/// One measured part of how far the answer can be trusted.
struct CoverageRow {
  std::string topic;    // "time", "loss", "understood", "direction", ...
  std::string subject;  // a source, a protocol, a device
  std::uint64_t part = 0;
  std::uint64_t whole = 0;  // 0 if there is nothing to divide by
  std::string unit;
  std::string statement;  // the same as a sentence

  static constexpr auto fields() {
    using C = CoverageRow;
    return std::tuple{field("topic", &C::topic), field("subject", &C::subject),
                      field("part", &C::part),   field("whole", &C::whole),
                      field("unit", &C::unit),   field("statement", &C::statement)};
  }

  static constexpr auto key() { return std::tuple{&CoverageRow::topic, &CoverageRow::subject}; }
};

}  // namespace qw
