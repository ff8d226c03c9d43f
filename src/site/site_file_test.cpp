// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "site/read.hpp"
#include "site/tree.hpp"

/// docs/site-file.md describes exactly the tables and keys that the reader knows, and its
/// example reads without a mistake.
namespace qw::site {
namespace {

using Keys = std::set<std::string>;
using Tables = std::map<std::string, Keys>;  // "[port]", "[[crane]]"

std::string page() {
  std::ifstream file{"docs/site-file.md"};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string example() {
  auto const text = page();
  constexpr std::string_view fence = "```toml\n";
  auto const begin = text.find(fence);
  if (begin == std::string::npos) return {};
  auto const start = begin + fence.size();
  return text.substr(start, text.find("```", start) - start);
}

/// The text within the first pair of backticks of a line that begins with `head`.
std::string quoted_after(std::string_view line, std::string_view head) {
  if (!line.starts_with(head)) return {};
  line.remove_prefix(head.size());
  return std::string{line.substr(0, line.find('`'))};
}

Tables documented() {
  Tables tables;
  std::istringstream lines{page()};
  std::string table;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) table = quoted_after(line, "## `");
    auto const key = quoted_after(line, "| `");
    if (table.empty()) continue;
    tables[table];
    if (!key.empty()) tables[table].insert(key);
  }
  return tables;
}

Tables shown_by_example() {
  Tables tables;
  auto const parsed = parse_toml(example(), "example");
  auto const* document = std::get_if<Node>(&parsed);
  if (document == nullptr) return tables;
  auto const add = [&](std::string const& name, Table const& table) {
    for (auto const& entry : table) tables[name].insert(entry.key);
  };
  for (auto const& [name, spot, node] : std::get<Table>(document->value)) {
    if (auto const* table = std::get_if<Table>(&node.value)) add('[' + name + ']', *table);
    if (auto const* list = std::get_if<List>(&node.value))
      for (auto const& each : *list) add("[[" + name + "]]", std::get<Table>(each.value));
  }
  return tables;
}

/// What the reader names when it meets a key that resembles none of its own.
Keys expected_keys(std::string const& heading) {
  auto const reading = read(heading + "\nqqqqqqqqqqqqqqqq = 1\n", "probe");
  Keys keys;
  auto const* mistakes = std::get_if<1>(&reading);
  if (mistakes == nullptr) return keys;
  constexpr std::string_view lead = "expected one of ";
  for (auto const& mistake : *mistakes) {
    auto const at = mistake.text.find(lead);
    if (mistake.text.find("unknown key") == std::string::npos || at == std::string::npos) continue;
    std::istringstream names{mistake.text.substr(at + lead.size())};
    for (std::string name; names >> name;) {
      if (name.ends_with(',')) name.pop_back();
      keys.insert(name);
    }
  }
  return keys;
}

TEST(SiteFilePage, ExampleReadsWithoutAMistake) {
  auto const reading = read(example(), "example");
  auto const* site = std::get_if<0>(&reading);
  if (auto const* mistakes = std::get_if<1>(&reading))
    for (auto const& each : *mistakes) ADD_FAILURE() << to_text(each);
  ASSERT_NE(site, nullptr);
  EXPECT_EQ(site->cranes.size(), 2U);
}

TEST(SiteFilePage, NamesEveryTableThatTheReaderKnows) {
  Keys names;
  for (auto const& [heading, keys] : documented()) {
    auto const begin = heading.find_first_not_of('[');
    names.insert(heading.substr(begin, heading.find(']') - begin));
  }
  EXPECT_EQ(names, expected_keys(""));
}

TEST(SiteFilePage, NamesEveryKeyThatTheReaderKnowsAndNoOther) {
  for (auto const& [heading, keys] : documented())
    EXPECT_EQ(keys, expected_keys(heading)) << heading;
}

TEST(SiteFilePage, ExampleShowsEveryKey) { EXPECT_EQ(shown_by_example(), documented()); }

}  // namespace
}  // namespace qw::site
