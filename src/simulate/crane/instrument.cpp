// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/instrument.hpp"

#include <algorithm>

namespace qw::simulate {

Instrument::Instrument(CraneSite& crane, Host const& owner, std::vector<Register> registers)
    : crane_{crane}, registers_{std::move(registers)} {
  for (auto const& place : registers_)
    crane.shard().tell(register_line(place, owner.identity.name));
}

std::vector<std::byte> Instrument::measured(std::uint16_t block) const {
  std::vector<std::byte> memory;
  for (auto const& place : registers_) {
    if (place.block != block) continue;
    memory.resize(std::max<std::size_t>(memory.size(), place.offset + place.size));
    encode(place, crane_.machine().shown(place.signal), {}, memory.data() + place.offset);
  }
  return memory;
}

Line Instrument::values(std::uint16_t block) const {
  Line values;
  for (auto const& place : registers_)
    if (place.block == block) add_shown(values, crane_, place.signal);
  return values;
}

}  // namespace qw::simulate
