// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "core/moment.hpp"
#include "vocabulary/field.hpp"

namespace qw {

/// An invented record: how often a host greeted, and under which name at last.
struct GreetingCount {
  Host from;
  std::string name;
  std::uint64_t count = 0;

  static constexpr auto fields() {
    using G = GreetingCount;
    return std::tuple{field("from", &G::from), field("name", &G::name), field("count", &G::count)};
  }
  static constexpr auto key() { return std::tuple{&GreetingCount::from}; }
};

}  // namespace qw
