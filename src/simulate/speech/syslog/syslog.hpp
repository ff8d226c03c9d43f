// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/stamp.hpp"

/// Syslog as devices send it, RFC 3164.
namespace qw::simulate::syslog {

constexpr std::uint16_t port = 514;

/// One line of facility local7, its time in UTC. `severity` is 0 to 7.
std::string line(Stamp at, std::string_view name, unsigned severity, std::string_view text);

}  // namespace qw::simulate::syslog
