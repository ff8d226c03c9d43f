// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

#include "chosen.hpp"
#include "protocols/registry.hpp"

qw::delivery::Registration const& qw::fuzz::chosen() {
  static auto const& found = []() -> delivery::Registration const& {
    char const* const name = std::getenv("QW_PROTOCOL");
    for (auto const* each : protocols())
      if (name != nullptr && each->protocol.text() == name) return *each;
    std::fprintf(stderr, "QW_PROTOCOL must name a protocol of protocols.def\n");
    std::exit(2);
  }();
  return found;
}
