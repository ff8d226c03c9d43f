// SPDX-License-Identifier: Apache-2.0
#include "simulate/quay/quay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {

Quay::Quay(Shard& shard) : shard_{shard} {
  auto dice = shard.dice("quay-network");
  auto const site = static_cast<unsigned>(dice.between(16, 120));
  core_ = &shard.add_segment({"core", ip4(10, 255, site, 0), 24, 0, Point::none, nullptr});
  quay_ = &add_segment("quay", ip4(10, site, 0, 0), 22, 20, Point::quay);
  servers_ = &add_segment("servers", ip4(10, site, 8, 0), 24, 30, Point::quay);
  offices_ = &add_segment("offices", ip4(10, site, 16, 0), 24, 40, Point::quay);
  outside_ = &add_segment("outside", ip4(0, 0, 0, 0), 0, 0, Point::none);
  outside_->up->delay = milliseconds(dice.between(4, 14));
  struct Server {
    std::string_view name;
    std::string_view role;
    bool windows;
  };
  constexpr Server known[] = {
      {"tos", "terminal-system", true},    {"broker", "telemetry-broker", false},
      {"dns1", "name-server", true},       {"ntp1", "time-server", false},
      {"syslog", "log-server", false},     {"filesrv", "file-server", true},
      {"ocr-server", "ocr-server", false}, {"pbx", "voice-exchange", false},
      {"vpn", "vpn-gateway", false}};
  for (auto const& server : known)
    add(*servers_,
        {std::string{server.name}, std::string{server.role}, "Dell", "PowerEdge R650",
         server.windows ? "Windows Server 2019" : "Debian 12", ""},
        maker::dell, server.windows ? stacks::windows : stacks::unix);
  // The cranes' maker, for whom their collectors read. An address for documentation, RFC 5737.
  add_outside({"maker-hub", "maker-hub", "", "", "", ""}, ip4(203, 0, 113, 60));
  add(*offices_, {"dispatcher-phone", "dispatcher-phone", "Snom", "D785", "10.1.159", ""},
      maker::snom, stacks::embedded);
  // Those who help from afar: of blocks for documentation (RFC 5737).
  add_outside({"maintainer-remote", "maintainer-remote", "", "", "", ""}, ip4(198, 51, 100, 201));
  add_outside({"administrator-home", "administrator-home", "", "", "", ""}, ip4(203, 0, 113, 150));
}

Segment& Quay::add_segment(std::string name, Ip4 network, unsigned prefix, std::uint16_t vlan,
                           Point point) {
  auto& segment = shard_.add_segment({std::move(name), network, prefix, vlan, point, nullptr});
  auto dice = shard_.dice("router", vlan);
  auto& inner = shard_.add_host(
      {.identity = {"router." + segment.name, "router", "Cisco", "C9500", "17.9.4", ""},
       .mac = mac_of(maker::cisco, dice),
       .ip = segment.host(1),
       .segment = &segment,
       .stack = {.ttl = 255}});
  auto& outer =
      shard_.add_host({.identity = {"core." + segment.name, "core", "Cisco", "C9500", "17.9.4", ""},
                       .mac = mac_of(maker::cisco, dice),
                       .ip = core_->host(static_cast<std::uint32_t>(10 + vlan)),
                       .segment = core_});
  segment.up = &shard_.add_router({.inner = &inner, .outer = &outer});
  next_[&segment] = 11;
  return segment;
}

Host& Quay::add(Segment& segment, Identity identity, std::uint32_t oui, Stack const& stack) {
  auto const number = next_[&segment]++;
  auto dice = shard_.dice(identity.name);
  return shard_.add_host({.identity = std::move(identity),
                          .mac = mac_of(oui, dice),
                          .ip = segment.host(number),
                          .segment = &segment,
                          .stack = stack,
                          .clock_error = milliseconds(dice.between(-40, 40))});
}

Host& Quay::add_outside(Identity identity, Ip4 address, Stack const& stack) {
  return shard_.add_host({.identity = std::move(identity),
                          .ip = address,
                          .segment = outside_,
                          .stack = stack,
                          .listed = false});
}

void Quay::add_control_room(unsigned cranes, Stamp end) {
  auto const site = quay_->network.value >> 16 & 0xff;
  control_room_ = &add_segment("control-room", ip4(10, static_cast<unsigned>(site), 24, 0), 24, 50,
                               Point::quay);
  for (unsigned number = 1; number <= cranes + 1; ++number)
    add(*control_room_,
        {fmt::format("desk-{}", number), "remote-desk", "Advantech", "APAX-5580", "2.3", ""},
        maker::advantech, stacks::embedded);
  add(*control_room_, {"video-wall", "video-wall", "Dell", "PowerEdge R650", "Debian 12", ""},
      maker::dell, stacks::unix);
  add(*control_room_, {"room-phone", "room-phone", "Snom", "D785", "10.1.159", ""}, maker::snom,
      stacks::embedded);
  desk_plan_ = DeskPlan::make(cranes, shard_.now(), end, shard_.dice("desk plan"));
}

std::vector<Host const*> Quay::servers(std::string_view role) const {
  auto const found = shard_.hosts_of(role);
  return {found.begin(), found.end()};
}

Host const& Quay::server(std::string_view role) const { return shard_.host(role); }

#define QW_QUAY_SERVICE(name) void name(Quay& quay);
#include "simulate/quay/services.def"
#undef QW_QUAY_SERVICE

void start_services(Quay& quay) {
#define QW_QUAY_SERVICE(name) name(quay);
#include "simulate/quay/services.def"
#undef QW_QUAY_SERVICE
  static_cast<void>(quay);
}

}  // namespace qw::simulate
