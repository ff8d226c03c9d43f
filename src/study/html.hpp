// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace qw::study {

/// HTML that we wrote ourselves: made from literals only.
class Markup {
 public:
  constexpr Markup() = default;
  template <std::size_t size>
  consteval Markup(char const (&literal)[size]) : text_{literal, size - 1} {}
  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Appends HTML to a buffer. Literals are markup; every other text is foreign and is
/// escaped, for element and attribute alike, after `printable`. So nothing from the
/// wire can become markup, and nobody has to think of it.
class Html {
 public:
  explicit Html(std::string& out) : out_{out} {}

  template <class... Part>
  Html& put(Part const&... part) {
    (add(part), ...);
    return *this;
  }

 private:
  void add(Markup markup) { out_ += markup.text(); }
  template <std::size_t size>
  void add(char const (&literal)[size]) {
    out_.append(literal, size - 1);
  }
  void add(std::string_view foreign);
  void add(std::string const& foreign) { add(std::string_view{foreign}); }
  template <std::integral Number>
  void add(Number number) {
    out_ += std::to_string(number);
  }
  /// Coordinates: one decimal.
  void add(double number);

  std::string& out_;
};

}  // namespace qw::study
