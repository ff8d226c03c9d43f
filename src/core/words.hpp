// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as people read them.
namespace qw {

/// "1,234,567".
std::string grouped(std::uint64_t number);
/// "switches", "screens or clients": the regular plural, on both sides of an "or".
std::string plural(std::string_view one);
/// "1 device", "12 devices"; the plural is the regular one unless it is given.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many = {});

}  // namespace qw
