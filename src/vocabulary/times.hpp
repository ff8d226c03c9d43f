// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "vocabulary/values.hpp"

namespace qw {

/// The moment that a time on the wire names, taken as UTC where its format tells no zone. Nothing
/// if `raw` is shorter than its type, or names none: a month 13, a field marked as not specified,
/// a year that a stamp cannot hold. A quality or validity bit of the format changes nothing.
/// Sources: OPC 10000-6, 5.2.2.5; IEC 60870-5-4, 6.8 (CP56Time2a); IEEE 1815, 11.3.4;
/// IEC 61850-8-1, 8.1.3.7; ISO 9506-2, TimeOfDay; CIP Volume 1, appendix C (DATE_AND_TIME);
/// ASHRAE 135, 20.2.12 and 20.2.13; RFC 5905, section 6; IEEE 1588, 5.3.3; Siemens, "Data types
/// for date and time" (DATE_AND_TIME, DTL, LDT).
std::optional<Stamp> read_time(WireType type, Bytes raw);

}  // namespace qw
