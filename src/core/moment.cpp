// SPDX-License-Identifier: Apache-2.0
#include "core/moment.hpp"

#include <fmt/format.h>

namespace qw {

std::string to_text(Endpoint const& endpoint) {
  auto address = to_text(endpoint.host.address);
  if (endpoint.port == 0) return address;
  if (endpoint.host.address.family() == Address::Family::ipv6)
    return fmt::format("[{}]:{}", address, endpoint.port);
  return fmt::format("{}:{}", address, endpoint.port);
}

}  // namespace qw
