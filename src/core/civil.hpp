// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/stamp.hpp"

namespace qw {

/// A date of the Gregorian calendar and a time of its day, in UTC.
struct Civil {
  int year = 1970;
  unsigned month = 1;  // 1 to 12
  unsigned day = 1;    // 1 to 31
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;  // 60 is a leap second, and the first of the next minute
  friend bool operator==(Civil const&, Civil const&) = default;
};

/// Nothing where there is no such date or time, or where a Stamp cannot hold it: its
/// years are 1678 to 2261.
std::optional<Stamp> stamp_of(Civil const& civil);

/// Of every Stamp; parts of a second are left out.
Civil civil_of(Stamp stamp);

}  // namespace qw
