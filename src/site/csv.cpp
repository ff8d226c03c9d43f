// SPDX-License-Identifier: Apache-2.0
#include "site/csv.hpp"

#include <algorithm>
#include <array>

namespace qw::site {
namespace {

std::string letters_of(std::string_view text) {
  std::string letters;
  for (char const c : text) {
    auto const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (lower >= 'a' && lower <= 'z') letters += lower;
  }
  return letters;
}

char separator_of(std::string_view text) {
  auto const head = text.substr(0, text.find('\n'));
  char best = ',';
  for (char const each : {';', '\t'})
    if (std::count(head.begin(), head.end(), each) > std::count(head.begin(), head.end(), best))
      best = each;
  return best;
}

/// One row; `text` loses it, `line` moves on by the lines that it took.
std::vector<std::string> take_row(std::string_view& text, char separator, std::uint32_t& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  std::size_t i = 0;
  for (; i < text.size() && (quoted || text[i] != '\n'); ++i) {
    char const c = text[i];
    if (c == '\n') ++line;
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      fields.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  text.remove_prefix(std::min(i + 1, text.size()));
  ++line;
  for (auto& field : fields) field = std::string{trimmed(field)};
  return fields;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view take_line(std::string_view& text) {
  auto const end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Csv::Csv(std::string_view text, std::size_t most) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  auto const separator = separator_of(text);
  std::uint32_t line = 1;
  head_ = take_row(text, separator, line);
  while (!text.empty()) {
    auto const begins = line;
    auto fields = take_row(text, separator, line);
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (rows_.size() == most) {
      cut_ = true;
      return;
    }
    rows_.push_back({begins, std::move(fields)});
  }
}

std::optional<std::size_t> Csv::column(std::initializer_list<std::string_view> names) const {
  for (auto const name : names)
    for (std::size_t i = 0; i < head_.size(); ++i)
      if (letters_of(head_[i]) == name) return i;
  return std::nullopt;
}

std::string_view Csv::field(Row const& row, std::optional<std::size_t> column) {
  return column && *column < row.fields.size() ? std::string_view{row.fields[*column]}
                                               : std::string_view{};
}

std::optional<Address> parse_any_mac(std::string_view text) {
  std::array<std::byte, 6> octets{};
  std::size_t digits = 0;
  for (char const c : text) {
    auto const lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
    bool const number = lower >= '0' && lower <= '9';
    if (!number && !(lower >= 'a' && lower <= 'f')) {
      bool const parts = (c == ':' || c == '-' || c == '.') && digits != 0 && digits % 2 == 0;
      if (!parts) return std::nullopt;
      continue;
    }
    if (digits == 12) return std::nullopt;
    auto const value = static_cast<unsigned>(number ? lower - '0' : lower - 'a' + 10);
    auto& octet = octets[digits / 2];
    octet = static_cast<std::byte>(std::to_integer<unsigned>(octet) << 4 | value);
    ++digits;
  }
  if (digits != 12) return std::nullopt;
  return Address::mac(octets);
}

}  // namespace qw::site
