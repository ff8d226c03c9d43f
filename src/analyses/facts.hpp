// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyses/service.hpp"
#include "vocabulary/records/device.hpp"

namespace qw::analyses {

/// What a host was seen to do. Where it does several things, the first role counts.
enum class Role : std::uint8_t {
  controller,
  router,
  bridge,
  dhcp_server,
  name_server,
  time_server,
  camera,
  client,
};
constexpr std::string_view name_of(Role role) {
  constexpr std::string_view names[] = {"controller",  "router",      "switch", "DHCP server",
                                        "name server", "time server", "camera", "HMI or client"};
  return names[static_cast<std::size_t>(role)];
}

/// Why a host is thought to have a role.
struct RoleFact {
  Role role = Role::client;
  std::string basis;

  static constexpr auto state() { return std::tuple{&RoleFact::role, &RoleFact::basis}; }
};

/// No place in the inventory's list.
inline constexpr std::uint32_t nobody = UINT32_MAX;

/// All that is known of one address, before addresses are joined to devices.
/// Others are meant by their place in the inventory's list.
struct HostFacts {
  Host host;
  Stamp first{INT64_MAX};
  Stamp last{INT64_MIN};
  std::uint64_t frames_sent = 0;
  std::uint64_t octets_sent = 0;
  std::uint64_t frames_received = 0;
  std::uint64_t octets_received = 0;
  Evidence shown;         // the frames that showed it first; a MAC by what it carried
  bool spoke = false;     // sent a frame, or was said to be there
  bool to_one = false;    // sent a frame to one other host
  std::uint8_t hops = 0;  // time to live of its first packet; 0 not seen

  std::uint32_t carried_by = nobody;  // an IP address: the MAC that first sent its packets
  std::uint32_t bound_to = nobody;    // an IP address: the MAC that was first said to have it
  Protocol bound_by;
  std::uint32_t chassis = nobody;      // a MAC of a port: the MAC of its device
  std::vector<std::uint32_t> carries;  // a MAC: IP addresses that it sent packets for
  std::vector<std::uint32_t> owns;     // a MAC: IP addresses that are bound to it
  bool carries_more = false;           // than the limit

  std::vector<RoleFact> roles;
  std::vector<Service> services;  // that it answered
  std::vector<KnownAttribute> attributes;

  static constexpr auto state() {
    using F = HostFacts;
    return std::tuple{&F::host,
                      &F::first,
                      &F::last,
                      &F::frames_sent,
                      &F::octets_sent,
                      &F::frames_received,
                      &F::octets_received,
                      &F::shown,
                      &F::spoke,
                      &F::to_one,
                      &F::hops,
                      &F::carried_by,
                      &F::bound_to,
                      &F::bound_by,
                      &F::chassis,
                      &F::carries,
                      &F::owns,
                      &F::carries_more,
                      &F::roles,
                      &F::services,
                      &F::attributes};
  }
};

}  // namespace qw::analyses
