// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "site/imports.hpp"

namespace qw::site {
namespace {

/// What one source says of an address.
struct Claim {
  std::string source;
  std::string name;
  std::set<Address> macs;
};

constexpr std::string_view traffic = "the traffic";

using Claims = std::map<Address, std::vector<Claim>>;

Claims claims_of(std::span<Imported const> imports, std::span<Device const> seen) {
  Claims claims;
  for (auto const& import : imports)
    for (auto const& device : import.devices)
      for (auto const& address : device.addresses)
        claims[address].push_back(
            {import.file, device.name, {device.macs.begin(), device.macs.end()}});
  for (auto const& device : seen) {
    std::set<Address> macs;
    for (auto const& host : device.hosts)
      if (host.address.is_mac()) macs.insert(host.address);
    for (auto const& host : device.hosts)
      if (host.address.is_ip()) claims[host.address].push_back({std::string{traffic}, {}, macs});
  }
  return claims;
}

bool disjoint(std::set<Address> const& a, std::set<Address> const& b) {
  return std::none_of(a.begin(), a.end(), [&](auto const& each) { return b.contains(each); });
}

void compare(std::string const& subject, Claim const& a, Claim const& b,
             std::vector<Conflict>& found) {
  if (!a.name.empty() && !b.name.empty() && a.name != b.name)
    found.push_back({subject, fmt::format("{} calls it \"{}\", {} calls it \"{}\".", a.source,
                                          a.name, b.source, b.name)});
  if (!a.macs.empty() && !b.macs.empty() && disjoint(a.macs, b.macs))
    found.push_back(
        {subject, fmt::format("{} has it at {}, {} at {}.", a.source, qw::to_text(*a.macs.begin()),
                              b.source, qw::to_text(*b.macs.begin()))});
}

/// MACs that a switch learnt or that were seen, and that no list of assets names.
void unlisted_macs(std::span<Imported const> imports, std::vector<Conflict>& found) {
  std::set<Address> listed;
  bool lists = false;
  for (auto const& import : imports)
    for (auto const& device : import.devices) {
      lists = lists || !device.macs.empty();
      listed.insert(device.macs.begin(), device.macs.end());
    }
  if (!lists) return;
  for (auto const& import : imports)
    for (auto const& port : import.ports)
      if (!listed.contains(port.mac))
        found.push_back(
            {qw::to_text(port.mac), fmt::format("{} learnt it at port {}, but no list names it.",
                                                import.file, port.port)});
}

}  // namespace

std::vector<Conflict> conflicts(std::span<Imported const> imports, std::span<Device const> seen) {
  std::vector<Conflict> found;
  bool const lists = std::any_of(imports.begin(), imports.end(),
                                 [](Imported const& each) { return !each.devices.empty(); });
  for (auto const& [address, claims] : claims_of(imports, seen)) {
    auto const subject = qw::to_text(address);
    for (std::size_t i = 1; i < claims.size(); ++i) compare(subject, claims[0], claims[i], found);
    bool const in_traffic = claims.back().source == traffic;
    if (!in_traffic)
      found.push_back(
          {subject, fmt::format("{} lists it, but it was not heard.", claims[0].source)});
    else if (lists && claims.size() == 1)
      found.push_back({subject, "It was heard, but no list names it."});
  }
  unlisted_macs(imports, found);
  return found;
}

}  // namespace qw::site
