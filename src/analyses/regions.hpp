// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "analyses/recent.hpp"
#include "core/address.hpp"

namespace qw::analyses {

class Geo;

/// Who holds an address.
struct Region {
  std::string country;
  std::string network;
  friend auto operator<=>(Region const&, Region const&) = default;

  static constexpr auto state() { return std::tuple{&Region::country, &Region::network}; }
};

/// The regions of addresses, as numbers in the order of their first mention. Those beyond
/// `most` are `unknown`, as is what no registry knows.
class Regions {
 public:
  using Number = std::uint32_t;
  static constexpr Number unknown = 0;

  /// `geo` must outlive this.
  Regions(Geo const& geo, std::size_t most) : geo_{geo}, most_{most} {}

  Number of(Address const& address);
  [[nodiscard]] Region const& operator[](Number number) const { return all_[number]; }
  [[nodiscard]] bool has(Number number) const { return number < all_.size(); }

  static constexpr auto state() { return std::tuple{&Regions::all_}; }
  bool restored();

 private:
  Number number_of(Region region);

  Geo const& geo_;
  std::size_t most_;
  std::vector<Region> all_{Region{}};
  std::map<Region, Number> numbers_{{Region{}, unknown}};
  Recent<Address, Number> asked_{8'192};  // a look-up takes longer than a report
};

}  // namespace qw::analyses
