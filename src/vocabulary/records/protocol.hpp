// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"

namespace qw {

/// Messages of one protocol, and the octets that it understood.
struct ProtocolTally {
  std::string name;
  std::uint64_t events = 0;
  std::uint64_t conversations = 0;
  std::uint64_t octets = 0;  // payload that it understood

  static constexpr auto fields() {
    using P = ProtocolTally;
    return std::tuple{field("name", &P::name), field("events", &P::events),
                      field("conversations", &P::conversations),
                      field("octets", &P::octets, "octets")};
  }
  static constexpr auto key() { return std::tuple{&ProtocolTally::name}; }
};

}  // namespace qw
