// SPDX-License-Identifier: Apache-2.0
#include "site/listed_makers.hpp"

#include <array>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace qw::site {
namespace {

constexpr std::size_t columns = 5;

/// " four faith ": letters and digits in lower case, one blank for all between them.
std::string words_of(std::string_view text) {
  std::string words{' '};
  for (char const c : text) {
    auto const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    bool const letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                        static_cast<unsigned char>(c) >= 0x80;
    if (letter)
      words += lower;
    else if (words.back() != ' ')
      words += ' ';
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

/// Fields between tabs; more than fit are left out, fewer are empty.
std::size_t split(std::string_view line, std::array<std::string_view, columns>& fields) {
  std::size_t count = 0;
  for (;; ++count) {
    auto const tab = line.find('\t');
    if (count < columns) fields[count] = line.substr(0, tab);
    if (tab == std::string_view::npos) return count + 1;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

Status ListedMakers::add_file(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) return Error{fmt::format("{}: cannot be read", path)};
  return add(text.str(), path);
}

Status ListedMakers::add(std::string_view text, std::string_view file) {
  std::vector<ListedMaker> fresh;
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto const end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    std::array<std::string_view, columns> fields;
    if (split(line, fields) != columns)
      return Error{
          fmt::format("{}:{}: expected 5 fields between tabs: pattern, kind, list, since, "
                      "source",
                      file, number)};
    ListedMaker maker;
    maker.whole = fields[0].starts_with('=');
    maker.pattern = words_of(fields[0]);
    if (maker.pattern == " ")
      return Error{fmt::format("{}:{}: the pattern is empty", file, number)};
    if (fields[1] != "listed" && fields[1] != "modem")
      return Error{fmt::format("{}:{}: expected kind \"listed\" or \"modem\", got \"{}\"", file,
                               number, fields[1])};
    maker.kind = fields[1] == "listed" ? ListedMaker::Kind::listed : ListedMaker::Kind::modem;
    maker.list = fields[2];
    maker.since = fields[3];
    maker.source = fields[4];
    fresh.push_back(std::move(maker));
  }
  makers_.insert(makers_.end(), fresh.begin(), fresh.end());
  return Nothing{};
}

std::vector<ListedMaker const*> ListedMakers::matching(std::string_view maker) const {
  std::vector<ListedMaker const*> found;
  auto const words = words_of(maker);
  for (auto const& each : makers_) {
    bool const matches =
        each.whole ? words == each.pattern : words.find(each.pattern) != std::string::npos;
    if (matches) found.push_back(&each);
  }
  return found;
}

}  // namespace qw::site
