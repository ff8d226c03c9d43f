// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/nearest.hpp"

namespace qw::app {
namespace {

Error unknown_option(std::string_view name, std::span<Option const> options) {
  std::vector<std::string_view> names;
  for (auto const& option : options) names.push_back(option.name);
  auto const close = nearest(name, names);
  if (close.empty()) return {fmt::format("unknown option {}", name)};
  return {fmt::format("unknown option {}; did you mean {}?", name, close)};
}

}  // namespace

std::string unknown_word(std::string_view what, std::string_view word,
                         std::span<std::string_view const> known) {
  auto const close = nearest(word, known);
  if (!close.empty())
    return fmt::format("{}: unknown value '{}'; did you mean {}?", what, word, close);
  return fmt::format("{}: unknown value '{}'; expected one of {}", what, word,
                     fmt::join(known, ", "));
}

Result<Arguments> Arguments::parse(std::span<std::string const> words,
                                   std::span<Option const> options) {
  Arguments arguments;
  bool only_words = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view const word = words[i];
    if (only_words || word.size() < 2 || word[0] != '-') {
      arguments.words_.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_words = true;
      continue;
    }
    auto const equals = word.find('=');
    auto const name = word.substr(0, equals);
    auto const found = std::ranges::find(options, name, &Option::name);
    if (found == options.end()) return unknown_option(name, options);
    std::string value;
    if (equals != std::string_view::npos) {
      if (found->value.empty()) return Error{fmt::format("{} takes no value", name)};
      value = word.substr(equals + 1);
    } else if (!found->value.empty()) {
      if (i + 1 == words.size())
        return Error{fmt::format("{} needs a value: {} {}", name, name, found->value)};
      value = words[++i];
    }
    arguments.given_.push_back({std::string{name}, value});
  }
  return arguments;
}

bool Arguments::has(std::string_view option) const {
  return std::ranges::any_of(given_, [&](Given const& each) { return each.name == option; });
}

std::string_view Arguments::value(std::string_view option, std::string_view otherwise) const {
  for (auto each = given_.rbegin(); each != given_.rend(); ++each)
    if (each->name == option) return each->value;
  return otherwise;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  std::vector<std::string> found;
  for (auto const& each : given_)
    if (each.name == option) found.push_back(each.value);
  return found;
}

Result<std::size_t> parse_size(std::string_view text) {
  std::size_t number = 0;
  auto const* const end = text.data() + text.size();
  auto const [rest, failure] = std::from_chars(text.data(), end, number);
  std::string_view const unit{rest, static_cast<std::size_t>(end - rest)};
  unsigned shift = 0;
  if (unit == "K" || unit == "k") shift = 10;
  if (unit == "M" || unit == "m") shift = 20;
  if (unit == "G" || unit == "g") shift = 30;
  bool const good =
      failure == std::errc{} && (unit.empty() || shift != 0) && number <= (SIZE_MAX >> shift);
  if (!good)
    return Error{
        fmt::format("'{}' is not a size; expected a number with K, M or G, such as 400M", text)};
  return number << shift;
}

Result<unsigned> parse_number(std::string_view text, unsigned least, unsigned most) {
  unsigned number = 0;
  auto const* const end = text.data() + text.size();
  auto const [rest, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || rest != end || number < least || number > most)
    return Error{fmt::format("'{}' is not a number from {} to {}", text, least, most)};
  return number;
}

}  // namespace qw::app
