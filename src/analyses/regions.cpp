// SPDX-License-Identifier: Apache-2.0
#include "analyses/regions.hpp"

#include "analyses/geo.hpp"

namespace qw::analyses {

Regions::Number Regions::of(Address const& address) {
  if (auto const* known = asked_.find(address)) return *known;
  return asked_.insert(address, number_of({geo_.country(address), geo_.network(address)}));
}

bool Regions::restored() {
  numbers_.clear();
  if (all_.empty() || all_.front() != Region{} || all_.size() > most_ + 1) return false;
  for (Number number = 0; number < all_.size(); ++number)
    if (!numbers_.emplace(all_[number], number).second) return false;
  return true;
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
