// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Words of coverage's sentences.
namespace qw::analyses {

/// "12.3 %", never rounded up to all nor down to nothing.
std::string percent(std::uint64_t part, std::uint64_t whole);
/// "0.250 s", "12 min 3 s", "5 h 20 min".
std::string duration(std::int64_t ns);

}  // namespace qw::analyses
