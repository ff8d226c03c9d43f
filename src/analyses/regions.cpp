// SPDX-License-Identifier: Apache-2.0
#include "analyses/regions.hpp"

#include "analyses/geo.hpp"

namespace qw::analyses {

Regions::Number Regions::of(Address const& address) {
  if (auto const* known = asked_.find(address)) return *known;
  return asked_.insert(address, number_of({geo_.country(address), geo_.network(address)}));
}

Regions::Number Regions::number_of(Region region) {
  if (auto const found = numbers_.find(region); found != numbers_.end()) return found->second;
  if (all_.size() > most_) return unknown;
  auto const number = static_cast<Number>(all_.size());
  all_.push_back(region);
  numbers_.emplace(std::move(region), number);
  return number;
}

}  // namespace qw::analyses
