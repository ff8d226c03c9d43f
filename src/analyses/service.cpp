// SPDX-License-Identifier: Apache-2.0
#include "analyses/service.hpp"

#include <fmt/format.h>

namespace qw::analyses {

std::string to_text(Service const& service) {
  if (!service.protocol.empty()) return std::string{service.protocol.text()};
  if (service.port == 0) return std::string{service.transport.text()};
  return fmt::format("{}/{}", service.transport.text(), service.port);
}

std::string port_of(Service const& service) {
  if (service.protocol.empty() || service.port == 0) return {};
  return fmt::format("{}/{}", service.transport.text(), service.port);
}

site::Called called(Service const& service) {
  return {to_text(service), std::string{service.transport.text()}, service.port};
}

}  // namespace qw::analyses
