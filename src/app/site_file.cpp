// SPDX-License-Identifier: Apache-2.0
#include "app/site_file.hpp"

#include "site/read.hpp"

namespace qw::app {

Result<site::Site> site_of(Arguments const& arguments) {
  if (!arguments.has("--site")) return site::Site{};
  auto reading = site::read_file(std::string{arguments.value("--site")});
  if (auto* site = std::get_if<site::Site>(&reading)) return std::move(*site);
  std::string text = "the site file cannot be used:";
  for (auto const& mistake : std::get<std::vector<site::Mistake>>(reading))
    text += "\n  " + to_text(mistake);
  return Error{text};
}

}  // namespace qw::app
