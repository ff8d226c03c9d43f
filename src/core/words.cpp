// SPDX-License-Identifier: Apache-2.0
#include "core/words.hpp"

#include <fmt/format.h>

namespace qw {

std::string grouped(std::uint64_t number) {
  auto const digits = fmt::format("{}", number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string plural(std::string_view one) {
  constexpr std::string_view either = " or ";
  if (auto const at = one.find(either); at != one.npos)
    return plural(one.substr(0, at)) + std::string{either} + plural(one.substr(at + either.size()));
  bool const hisses = one.ends_with("ch") || one.ends_with("sh") || one.ends_with('s');
  return std::string{one} + (hisses ? "es" : "s");
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  if (number == 1) return fmt::format("1 {}", one);
  return fmt::format("{} {}", grouped(number), many.empty() ? plural(one) : std::string{many});
}

}  // namespace qw
