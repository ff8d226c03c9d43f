// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/moment.hpp"

namespace qw {

/// What the numbers in events and records are called, by index. An index without
/// a name is written as its number; realm 0, shared by default, needs none.
struct Names {
  std::vector<std::string> sources;
  std::vector<std::string> points;
  std::vector<std::string> realms;
  std::map<Host, std::string> hosts{};  // what the site file calls its devices

  [[nodiscard]] std::string_view source(SourceId id) const { return name(sources, id); }
  [[nodiscard]] std::string_view point(PointId id) const { return name(points, id); }
  [[nodiscard]] std::string_view realm(RealmId id) const { return name(realms, id); }
  /// Empty for a host that the site file does not name.
  [[nodiscard]] std::string_view host(Host const& host) const {
    auto const found = hosts.find(host);
    return found == hosts.end() ? std::string_view{} : std::string_view{found->second};
  }

 private:
  template <class Id>
  static std::string_view name(std::vector<std::string> const& names, Id id) {
    auto const index = static_cast<std::size_t>(id);
    return index < names.size() ? std::string_view{names[index]} : std::string_view{};
  }
};

}  // namespace qw
