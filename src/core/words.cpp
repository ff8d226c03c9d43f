// SPDX-License-Identifier: Apache-2.0
#include "core/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qw {
namespace {

bool is_vowel(char c) { return std::string_view{"aeiouAEIOU"}.find(c) != std::string_view::npos; }

std::string_view last_word(std::string_view text) {
  auto const at = text.find_last_of(" -/");
  return at == text.npos ? text : text.substr(at + 1);
}

/// "PLC", "UPS", "I/O", and "gnss", which nobody can say as a word.
bool is_abbreviation(std::string_view word) {
  if (word.empty()) return false;
  bool const all_upper = std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
  return all_upper || std::ranges::none_of(word, [](char c) { return is_vowel(c) || c == 'y'; });
}

bool ends_in_consonant_and_y(std::string_view word) {
  return word.size() > 1 && word.back() == 'y' && !is_vowel(word[word.size() - 2]);
}

}  // namespace

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
  if (is_abbreviation(last_word(one))) {
    auto const last = one.back();
    return std::string{one} + (last == 'S' || last == 's' ? " units" : "s");
  }
  if (ends_in_consonant_and_y(one)) return std::string{one.substr(0, one.size() - 1)} + "ies";
  constexpr std::string_view hissing[] = {"ch", "sh", "s", "x", "z"};
  bool const hisses =
      std::ranges::any_of(hissing, [&](auto const end) { return one.ends_with(end); });
  return std::string{one} + (hisses ? "es" : "s");
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  if (number == 1) return fmt::format("1 {}", one);
  return fmt::format("{} {}", grouped(number), many.empty() ? plural(one) : std::string{many});
}

std::string times(std::uint64_t number) {
  if (number == 1) return "once";
  if (number == 2) return "twice";
  return grouped(number) + " times";
}

}  // namespace qw
