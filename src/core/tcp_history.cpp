// SPDX-License-Identifier: Apache-2.0
#include "core/tcp_history.hpp"

#include <utility>

namespace qw {
namespace {

constexpr char case_bit = 0x20;

}  // namespace

void TcpHistory::append(std::size_t side, std::uint16_t fresh) {
  constexpr std::string_view names = "SHADFRTGW";
  static_assert(names.size() == kinds);
  noted_[side] |= fresh;
  // A packet's flags come before what it carries, and that before how it ends.
  for (std::size_t i = 0; i < kinds; ++i)
    if ((fresh >> i & 1) != 0)
      letters_[1U + size_++] = static_cast<char>(side == 0 ? names[i] : names[i] | case_bit);
}

void TcpHistory::swap_sides() {
  std::swap(noted_[0], noted_[1]);
  turned_ = !turned_;
  for (std::size_t i = 1; i <= size_; ++i) letters_[i] = static_cast<char>(letters_[i] ^ case_bit);
}

}  // namespace qw
