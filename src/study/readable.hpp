// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/stamp.hpp"
#include "core/words.hpp"
#include "vocabulary/records.hpp"

/// Numbers, times and foreign text as people read them.
namespace qw::study {

/// "742 octets", "12.3 kB", "1.24 GB": three digits, steps of a thousand.
std::string sized(std::uint64_t octets);
/// "35 %", in one piece; "<1 %" and ">99 %" where rounding would say none or all.
std::string share(std::uint64_t part, std::uint64_t whole);
/// "2026-03-01 06:30:00 UTC".
std::string moment(Stamp stamp);
/// "06:30:00", if it is the same day as `day`; else as `moment`, without its zone.
std::string moment_of_day(Stamp stamp, Stamp day);
/// "340 ms", "12 s", "3 min 20 s", "5 h 12 min", "3 d 4 h".
std::string lasting(Nanoseconds time);

/// "page (look now)": a severity as every output names it, and what it asks of people.
std::string severity_text(Severity severity);

/// "crane1.pcapng" of "/captures/crane1.pcapng"; borrowed from `path`.
std::string_view file_name(std::string_view path);

/// Text from the wire for a terminal or page: valid UTF-8, at most `most` characters,
/// control characters as their pictures, marks that turn the writing direction spelt
/// out. What comes from a hostile host cannot move a cursor or reorder a line.
std::string printable(std::string_view text, std::size_t most = 200);

}  // namespace qw::study
