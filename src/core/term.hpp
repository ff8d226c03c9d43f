// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <string_view>

// Clang before 15 crashes on immediate constructors: there, that a term is made
// from a literal is left to the compilers that check it.
#if defined(__clang__) && __clang_major__ < 15
#define QW_CONSTEVAL constexpr
#else
#define QW_CONSTEVAL consteval
#endif

namespace qw {

/// A word of a specification ("Write Multiple Registers"), never freed, so that
/// events may carry it without owning it. Made from a literal, or interned.
class Term {
 public:
  constexpr Term() = default;

  template <std::size_t size>
  QW_CONSTEVAL Term(char const (&literal)[size]) : text_{literal, size - 1} {}

  /// The term with this text, kept until the program ends. For words that come
  /// from configuration or saved state; takes a lock, so not for the hot path,
  /// and never for text from the wire: the table would grow with the input.
  static Term intern(std::string_view text);

  [[nodiscard]] constexpr std::string_view text() const { return text_; }
  [[nodiscard]] constexpr bool empty() const { return text_.empty(); }

  friend constexpr bool operator==(Term a, Term b) {
    return a.text_.data() == b.text_.data() ? a.text_.size() == b.text_.size() : a.text_ == b.text_;
  }
  friend constexpr auto operator<=>(Term a, Term b) { return a.text_ <=> b.text_; }

 private:
  std::string_view text_;
};

}  // namespace qw

#undef QW_CONSTEVAL
