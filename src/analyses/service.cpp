// SPDX-License-Identifier: Apache-2.0
#include "analyses/service.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace qw::analyses {
namespace {

/// By their names in protocols.def, sorted.
constexpr auto industrial = std::to_array<std::string_view>(
    {"ads",   "bacnet",   "cip",    "dnp3",        "egd",  "enip",   "ethercat",
     "fins",  "goose",    "iec104", "melsec",      "mms",  "modbus", "opcda",
     "opcua", "profinet", "s7comm", "s7comm_plus", "slmp", "srtp",   "sv"});
static_assert(std::is_sorted(industrial.begin(), industrial.end()));

}  // namespace

std::string to_text(Service const& service) {
  if (!service.name.empty()) return std::string{service.name.text()};
  if (service.port == 0) return std::string{service.transport.text()};
  return fmt::format("{}/{}", service.transport.text(), service.port);
}

std::string port_of(Service const& service) {
  if (service.name.empty() || service.port == 0) return {};
  return fmt::format("{}/{}", service.transport.text(), service.port);
}

site::Called called(Service const& service) {
  return {to_text(service), std::string{service.transport.text()}, service.port};
}

bool is_industrial(std::string_view protocol) {
  return std::binary_search(industrial.begin(), industrial.end(), protocol);
}

}  // namespace qw::analyses
