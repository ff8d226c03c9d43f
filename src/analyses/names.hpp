// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analyses/context.hpp"
#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::analyses {

/// What hosts are called, as far as the capture says: names that somebody looked up
/// (or announced) and got the address for, and names that were asked for in a
/// handshake with the address itself. Nothing is ever resolved.
class Names {
 public:
  explicit Names(Context const& context) : atlas_{context.atlas} {}

  void on(Name const& name);
  void on(Handshake const& handshake);

  /// At most `limit::names_per_host`, in order of first mention, joined with ", ".
  [[nodiscard]] std::string of(Host const& host) const;
  /// Hosts that were named after the table was full.
  [[nodiscard]] std::uint64_t beyond_limit() const { return beyond_limit_; }
  /// That names are missing; each stands in the row of its host.
  void write(Dossier& dossier) const;

  static constexpr auto state() { return std::tuple{&Names::names_, &Names::beyond_limit_}; }
  [[nodiscard]] bool restored() const;

 private:
  void learn(Host const& host, std::string_view name);

  site::Atlas const& atlas_;
  boost::unordered_flat_map<Host, std::vector<std::string>, Hasher> names_;
  std::uint64_t beyond_limit_ = 0;
};

}  // namespace qw::analyses
