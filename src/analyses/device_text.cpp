// SPDX-License-Identifier: Apache-2.0
#include "analyses/device_text.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "analyses/devices.hpp"

namespace qw::analyses {
namespace {

/// Letters and digits alone, in lower case, for comparison.
std::string plain(std::string_view text) {
  std::string kept;
  for (char const c : text) {
    auto const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    bool const letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (letter || static_cast<unsigned char>(c) >= 0x80) kept += lower;
  }
  return kept;
}

/// Do two plain values contradict each other? Not if one holds the other: "v321", "321".
bool differ(std::string const& a, std::string const& b) {
  return a.find(b) == std::string::npos && b.find(a) == std::string::npos;
}

/// Words of LLDP's and CDP's capabilities into those of `Role`.
std::string_view role_of_words(std::string_view said) {
  auto const words = plain(said);
  if (words.find("router") != std::string::npos) return name_of(Role::router);
  if (words.find("bridge") != std::string::npos || words.find("switch") != std::string::npos)
    return name_of(Role::bridge);
  return words == "stationonly" || words == "host" ? std::string_view{} : said;
}

}  // namespace

std::string name_of_device(Device const& device) {
  for (auto const& known : device.attributes)
    if (known.attribute == Attribute::host_name) return known.value;
  return to_text(device.hosts.front().address);
}

std::pair<std::string, std::string> role_of_device(Device const& device,
                                                   std::vector<RoleFact> facts) {
  for (auto const& known : device.attributes) {
    if (known.attribute != Attribute::role) continue;
    if (auto const role = role_of_words(known.value); !role.empty())
      return {std::string{role}, fmt::format("says so itself: {}", known.source)};
  }
  if (facts.empty()) return {};
  auto const& best = *std::min_element(
      facts.begin(), facts.end(), [](auto const& a, auto const& b) { return a.role < b.role; });
  return {std::string{name_of(best.role)}, best.basis};
}

void sort_services(std::vector<std::string>& services) {
  std::sort(services.begin(), services.end());
  services.erase(std::unique(services.begin(), services.end()), services.end());
}

std::vector<KnownAttribute> settled(std::vector<KnownAttribute> attributes) {
  auto const key = [](KnownAttribute const& known) {
    return std::tie(known.attribute, known.basis, known.value, known.source, known.first);
  };
  std::sort(attributes.begin(), attributes.end(),
            [&](auto const& a, auto const& b) { return key(a) < key(b); });
  std::vector<KnownAttribute> kept;
  for (auto& known : attributes) {
    bool const again = !kept.empty() && kept.back().attribute == known.attribute &&
                       kept.back().basis == known.basis && kept.back().value == known.value &&
                       kept.back().source == known.source;
    if (again)
      kept.back().count += known.count;
    else
      kept.push_back(std::move(known));
  }
  std::vector<std::string> words;
  for (auto const& known : kept) words.push_back(plain(known.value));
  for (std::size_t i = 0; i < kept.size(); ++i)
    for (std::size_t j = 0; j < kept.size() && !kept[i].conflicting; ++j)
      kept[i].conflicting = kept[i].attribute == kept[j].attribute && differ(words[i], words[j]);
  std::stable_sort(kept.begin(), kept.end(), [](auto const& a, auto const& b) {
    return std::tuple{a.attribute, a.basis, ~a.count} < std::tuple{b.attribute, b.basis, ~b.count};
  });
  return kept;
}

}  // namespace qw::analyses
