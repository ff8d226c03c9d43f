// SPDX-License-Identifier: Apache-2.0
#include "app/site_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "site/imports.hpp"
#include "site/read.hpp"

namespace qw::app {

Result<site::Site> site_of(Arguments const& arguments) {
  if (!arguments.has("--site")) return site::Site{};
  auto reading = site::read_file(std::string{arguments.value("--site")});
  if (auto* site = std::get_if<site::Site>(&reading)) return std::move(*site);
  std::string text = "the site file has mistakes:";
  for (auto const& mistake : std::get<std::vector<site::Mistake>>(reading))
    text += "\n  " + to_text(mistake);
  return Error{text};
}

Status add_counters(std::vector<std::string> const& files, site::Site& site) {
  auto all = site.lists.counters;
  all.insert(all.end(), files.begin(), files.end());
  for (auto const& path : all) {
    std::ifstream file{path, std::ios::binary};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) return Error{fmt::format("counters: {}: cannot be read", path)};
    auto read = site::import_counters(text, path, site.port.utc_offset_minutes);
    if (!read.mistakes.empty()) return Error{"counters: " + to_text(read.mistakes.front())};
    site.counters.insert(site.counters.end(), read.counters.begin(), read.counters.end());
  }
  return Nothing{};
}

}  // namespace qw::app
