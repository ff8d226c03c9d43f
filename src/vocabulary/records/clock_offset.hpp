// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"

namespace qw {

/// How far what a host tells as the time is from packet time: positive is ahead. Both
/// clocks may be wrong; the way from the teller to the tap is part of the offset.
struct ClockRow {
  Host host;
  std::string service;
  std::uint64_t count = 0;       // times told
  Nanoseconds least{INT64_MAX};  // offsets
  Nanoseconds most{INT64_MIN};
  Nanoseconds final;                    // the last one
  std::optional<std::uint8_t> stratum;  // as last told
  std::string source;                   // reference identifier, as last told
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first

  static constexpr auto fields() {
    using C = ClockRow;
    return std::tuple{field("host", &C::host),        field("service", &C::service),
                      field("count", &C::count),      field("least", &C::least, "ns"),
                      field("most", &C::most, "ns"),  field("final", &C::final, "ns"),
                      field("stratum", &C::stratum),  field("source", &C::source),
                      field("first", &C::first),      field("last", &C::last),
                      field("evidence", &C::evidence)};
  }

  static constexpr auto key() { return std::tuple{&ClockRow::host, &ClockRow::service}; }
};

}  // namespace qw
