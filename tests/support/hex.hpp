// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace qw::test {

/// Octets from hex digits; white space is passed over. Tests show their input so.
inline std::vector<std::byte> hex(std::string_view text) {
  std::vector<std::byte> octets;
  int high = -1;
  for (char const c : text) {
    if (c == ' ' || c == '\n') continue;
    int const digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : throw std::invalid_argument{"not a hex digit"};
    if (high < 0) {
      high = digit;
    } else {
      octets.push_back(static_cast<std::byte>(high * 16 + digit));
      high = -1;
    }
  }
  if (high >= 0) throw std::invalid_argument{"odd number of hex digits"};
  return octets;
}

}  // namespace qw::test
