// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include "core/term.hpp"

namespace qw::enip {

/// The words before a number, as a template argument.
template <std::size_t size>
struct Prefix {
  consteval Prefix(char const (&literal)[size]) { std::ranges::copy(literal, text); }
  char text[size]{};
};

/// Terms for numbers that the specification gives no name: "Class 0x72". A term
/// borrows its text for ever, so the texts of all numbers are made beforehand.
template <Prefix prefix, std::size_t digits, std::size_t count>
class Numbered {
  static constexpr std::size_t words = sizeof prefix.text - 1;
  struct Text {
    char text[words + digits + 1]{};
  };

  static constexpr Text text_of(std::size_t number) {
    Text text;
    std::ranges::copy(prefix.text, text.text);
    for (std::size_t i = 0; i < digits; ++i)
      text.text[words + i] = "0123456789abcdef"[number >> 4 * (digits - 1 - i) & 15];
    return text;
  }

  template <std::size_t... number>
  static constexpr std::array<Text, count> all_texts(std::index_sequence<number...>) {
    return {text_of(number)...};
  }
  static constexpr auto texts = all_texts(std::make_index_sequence<count>{});

  template <std::size_t... number>
  static constexpr std::array<Term, count> all_terms(std::index_sequence<number...>) {
    return {Term{texts[number].text}...};
  }

 public:
  static constexpr auto terms = all_terms(std::make_index_sequence<count>{});
};

}  // namespace qw::enip
