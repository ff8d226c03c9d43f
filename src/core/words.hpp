// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as people read them.
namespace qw {

/// "1,234,567".
std::string grouped(std::uint64_t number);
/// "switches", "batteries", "PLCs", "HMIs or clients": the plural of a noun, on both sides
/// of an "or". An abbreviation that ends in S gets a noun: "UPS units". Made for names of
/// things, also those that a site file gives; irregular nouns have their plural in `counted`.
std::string plural(std::string_view one);
/// "1 device", "12 devices"; the plural is made by `plural` unless it is given.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many = {});
/// "once", "twice", "12 times".
std::string times(std::uint64_t number);

}  // namespace qw
