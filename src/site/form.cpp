// SPDX-License-Identifier: Apache-2.0
#include "site/form.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/nearest.hpp"

namespace qw::site {

std::vector<Mistake> Mistakes::take() {
  std::stable_sort(all_.begin(), all_.end(),
                   [](Mistake const& a, Mistake const& b) { return a.spot < b.spot; });
  return std::move(all_);
}

std::string got(std::string_view word, std::span<std::string_view const> names) {
  auto const near = nearest(word, names);
  if (near.empty()) return fmt::format("got \"{}\"", word);
  return fmt::format("got \"{}\"; did you mean \"{}\"?", word, near);
}

void Form::called(std::string_view name) { what_ += fmt::format(" \"{}\"", name); }

bool Form::has(std::string_view key) const {
  return std::any_of(table_.begin(), table_.end(), [&](Entry const& e) { return e.key == key; });
}

Node const* Form::node(std::string_view key) {
  asked_.push_back(key);
  for (auto const& entry : table_)
    if (entry.key == key) return &entry.node;
  return nullptr;
}

void Form::wrong(Spot spot, std::string_view key, std::string_view text) {
  mistakes_.add(spot, key.empty() ? fmt::format("{}: {}", what_, text)
                                  : fmt::format("{}: {}: {}", what_, key, text));
}

std::optional<Word> Form::word_of(Node const& found, std::string_view key) {
  if (auto const* text = std::get_if<std::string>(&found.value)) return Word{*text, found.spot};
  wrong(found.spot, key, fmt::format("expected text, got {}", kind_of(found)));
  return std::nullopt;
}

std::optional<Word> Form::word(std::string_view key) {
  auto const* found = node(key);
  return found == nullptr ? std::nullopt : word_of(*found, key);
}

std::string Form::text(std::string_view key) {
  auto found = word(key);
  return found ? std::move(found->text) : std::string{};
}

std::string Form::required(std::string_view key) {
  if (!has(key)) wrong(spot_, {}, fmt::format("\"{}\" is missing", key));
  auto found = word(key);
  if (found && found->text.empty()) wrong(found->spot, key, "expected text, got none");
  return found ? std::move(found->text) : std::string{};
}

std::vector<Word> Form::words(std::string_view key) {
  std::vector<Word> all;
  auto const* found = node(key);
  if (found == nullptr) return all;
  auto const* list = std::get_if<List>(&found->value);
  if (list == nullptr) {
    wrong(found->spot, key, fmt::format("expected a list of texts, got {}", kind_of(*found)));
    return all;
  }
  for (auto const& each : *list)
    if (auto one = word_of(each, key)) all.push_back(std::move(*one));
  return all;
}

bool Form::flag(std::string_view key) {
  auto const* found = node(key);
  if (found == nullptr) return false;
  if (auto const* flag = std::get_if<bool>(&found->value)) return *flag;
  wrong(found->spot, key, fmt::format("expected true or false, got {}", kind_of(*found)));
  return false;
}

std::optional<double> Form::number(std::string_view key, double least, double most) {
  auto const* found = node(key);
  if (found == nullptr) return std::nullopt;
  std::optional<double> value;
  if (auto const* whole = std::get_if<std::int64_t>(&found->value))
    value = static_cast<double>(*whole);
  else if (auto const* number = std::get_if<double>(&found->value))
    value = *number;
  if (value && *value >= least && *value <= most) return value;
  auto const written = value ? fmt::format("{}", *value) : std::string{kind_of(*found)};
  wrong(found->spot, key,
        fmt::format("expected a number from {} to {}, got {}", least, most, written));
  return std::nullopt;
}

std::optional<std::uint64_t> Form::count(std::string_view key, std::uint64_t most) {
  auto const* found = node(key);
  if (found == nullptr) return std::nullopt;
  auto const* whole = std::get_if<std::int64_t>(&found->value);
  if (whole != nullptr && *whole >= 0 && static_cast<std::uint64_t>(*whole) <= most)
    return static_cast<std::uint64_t>(*whole);
  auto const written = whole != nullptr ? fmt::format("{}", *whole) : std::string{kind_of(*found)};
  wrong(found->spot, key,
        fmt::format("expected a whole number from 0 to {}, got {}", most, written));
  return std::nullopt;
}

std::optional<DateTime> Form::date_time(std::string_view key) {
  auto const* found = node(key);
  if (found == nullptr) return std::nullopt;
  if (auto const* when = std::get_if<DateTime>(&found->value)) return *when;
  wrong(found->spot, key,
        fmt::format("expected a date and time such as 2026-03-01T06:30:00Z, without quotes, got {}",
                    kind_of(*found)));
  return std::nullopt;
}

template <class Value, class Read>
std::vector<Value> Form::each(std::string_view key, std::string_view expected, Read read) {
  std::vector<Value> values;
  for (auto const& [text, spot] : words(key)) {
    if (auto const value = read(text))
      values.push_back(*value);
    else
      wrong(spot, key, fmt::format("expected {}, got \"{}\"", expected, text));
  }
  return values;
}

std::vector<Prefix> Form::networks(std::string_view key) {
  return each<Prefix>(key, "a network such as \"10.1.0.0/16\", with no bits set behind its length",
                      Prefix::parse);
}

std::vector<Address> Form::addresses(std::string_view key) {
  return each<Address>(key, "an IP address such as \"10.1.0.7\"", [](std::string const& text) {
    auto const address = Address::parse(text);
    return address && address->is_ip() ? address : std::nullopt;
  });
}

std::vector<Address> Form::macs(std::string_view key) {
  return each<Address>(key, "a MAC such as \"00:1b:1b:00:00:01\"", [](std::string const& text) {
    auto const address = Address::parse(text);
    return address && address->is_mac() ? address : std::nullopt;
  });
}

void Form::finish() {
  for (auto const& entry : table_) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    auto const near = nearest(entry.key, asked_);
    auto sorted = asked_;
    std::sort(sorted.begin(), sorted.end());
    wrong(entry.spot, {},
          near.empty() ? fmt::format("unknown key \"{}\"; expected one of {}", entry.key,
                                     fmt::join(sorted, ", "))
                       : fmt::format("unknown key \"{}\"; did you mean \"{}\"?", entry.key, near));
  }
}

}  // namespace qw::site
