// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace qw::app {

/// An option of a command, as it stands in its help.
struct Option {
  std::string_view name;   // "--out"
  std::string_view value;  // "DIR"; empty for a switch
  std::string_view help;
};

/// A command line taken apart by the options that its command knows.
class Arguments {
 public:
  /// Errors name the closest option that exists.
  static Result<Arguments> parse(std::span<std::string const> words,
                                 std::span<Option const> options);

  [[nodiscard]] bool has(std::string_view option) const;
  /// The last value given, or `otherwise`.
  [[nodiscard]] std::string_view value(std::string_view option,
                                       std::string_view otherwise = {}) const;
  /// Every value given, in order.
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> const& words() const { return words_; }

 private:
  struct Given {
    std::string name;
    std::string value;
  };
  std::vector<Given> given_;
  std::vector<std::string> words_;
};

/// "--format: 'jsnl' is not known; did you mean jsonl?", or else all that are known.
std::string unknown_word(std::string_view what, std::string_view word,
                         std::span<std::string_view const> known);

/// "64M", "1G", "400000": octets.
Result<std::size_t> parse_size(std::string_view text);
/// A whole number from `least` to `most`.
Result<unsigned> parse_number(std::string_view text, unsigned least, unsigned most);

}  // namespace qw::app
