// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "simulate/scenario/hands.hpp"
#include "simulate/speech/dhcp/dhcp.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

constexpr Ip4 sadp_group = ip4(239, 255, 255, 250);
constexpr std::uint16_t sadp_port = 37020;
constexpr std::uint16_t discovery_port = 3702;

/// A cellular modem on the crane's switch. It looks for the address of the controller, which
/// no camera would; from dose 0.5 on it answers the network's DHCP as a second server; with
/// dose 1 it answers for a gateway of its own, too. The twin's modem is listed, and does no
/// more than be asked for by the management system.
class Modem {
 public:
  Modem(CraneSite& crane, Host& modem, ScenarioOrder const& order)
      : crane_{crane},
        modem_{modem},
        order_{order},
        addresses_{crane.shard().add_flow({"a modem looks for neighbours", "ARP",
                                           modem.identity.name, "any", "ethertype/0x0806", false})},
        leases_{crane.shard().add_flow(
            {"a modem offers leases", "DHCP", "any", modem.identity.name, "udp/67", false})} {}

  void act() {
    auto& shard = crane_.shard();
    auto* const management = crane_.device("management");
    if (order_.twin) {
      if (management != nullptr) shard.resolve(shard.now(), *management, modem_);
      return;
    }
    shard.resolve(shard.now(), modem_, *crane_.device("controller"));
    if (order_.dose >= 0.5) offer();
    if (order_.dose >= 1) claim_gateway();
  }

 private:
  void offer() {
    dhcp::Message const message{.kind = dhcp::Kind::offer,
                                .transaction = ++transaction_,
                                .client = crane_.device("management")->mac,
                                .yours = crane_.control().host(200),
                                .server = modem_.ip,
                                .mask = ip4(255, 255, 255, 0),
                                .router = modem_.ip,
                                .names = modem_.ip,
                                .lease_s = 3600};
    cast_udp(crane_.shard(), modem_, dhcp::server_port, broadcast_ip, dhcp::client_port, leases_,
             crane_.shard().now(), dhcp::message(message));
  }

  /// An announcement (RFC 5227, section 3) of the gateway's address, as its own.
  void claim_gateway() {
    auto const& segment = crane_.control();
    Arp const claim{ArpOperation::request, modem_.mac, segment.host(1), {}, segment.host(1)};
    crane_.shard().emit(crane_.shard().now(), segment, addresses_,
                        arp_frame({modem_.mac, broadcast_mac, segment.vlan, 0}, claim));
  }

  CraneSite& crane_;
  Host& modem_;
  ScenarioOrder order_;
  FlowId addresses_;
  FlowId leases_;
  std::uint32_t transaction_ = 0x3a5c'0000;
};

Status plant_modem(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  if (crane.device("management") == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(shard, scenario_modem, order);
  auto& host = crane.add_device({"modem", "modem", "Teltonika", "RUT241", "RUT2M_07.06", ""},
                                maker::teltonika, stacks::unix);
  host.listed = order.twin;
  auto const modem = std::make_shared<Modem>(crane, host, order);
  auto const from = shard.now() + order.at;
  shard.repeat(from, {.period = seconds(45), .jitter = seconds(5)},
               [=, &shard, until = from + order.length] {
                 Marking const marking{shard, mark};
                 modem->act();
                 return shard.now() < until;
               });
  return Nothing{};
}

std::string sadp_hello(Host const& camera) {
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?><ProbeMatch><Types>inquiry</Types>)"
      R"(<DeviceDescription>{}</DeviceDescription><DeviceSN>{}</DeviceSN><MAC>{}</MAC>)"
      R"(<IPv4Address>{}</IPv4Address><SoftwareVersion>{}</SoftwareVersion></ProbeMatch>)",
      camera.identity.model, camera.identity.serial, to_text(camera.mac), to_text(camera.ip),
      camera.identity.firmware);
}

std::string discovery_hello(Host const& camera) {
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/)"
      R"(soap-envelope"><s:Body><Hello xmlns="http://schemas.xmlsoap.org/ws/2005/04/discovery">)"
      R"(<XAddrs>http://{}/onvif/device_service</XAddrs></Hello></s:Body></s:Envelope>)",
      to_text(camera.ip));
}

/// A camera of a maker on the lists of banned ones tells its neighbours that it is there. The
/// twin's camera is of another maker, and listed. Less dose: it tells it less often.
Status plant_camera(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_listed_camera, order);
  auto& camera =
      order.twin ? crane.add_device({"spare-camera", "camera", "Axis", "P3265-LVE", "11.11", ""},
                                    maker::axis, stacks::unix)
                 : crane.add_device({"new-camera", "camera", "Hikvision", "DS-2CD2T47G2-L",
                                     "V5.7.15 build 230313", "DS-2CD2T47G2-L20230313AAWRK"},
                                    maker::hikvision, stacks::unix);
  camera.listed = order.twin;
  auto const flow =
      shard.add_flow({"a camera tells that it is there", order.twin ? "WS-Discovery" : "SADP",
                      camera.identity.name, "any", order.twin ? "udp/3702" : "udp/37020", false});
  auto const from = shard.now() + order.at;
  auto const period = Nanoseconds{static_cast<std::int64_t>(60e9 / std::max(order.dose, 0.01))};
  shard.repeat(from, {.period = period, .jitter = seconds(2)},
               [=, &shard, &camera, until = from + order.length] {
                 Marking const marking{shard, mark};
                 auto const port = order.twin ? discovery_port : sadp_port;
                 auto const text = order.twin ? discovery_hello(camera) : sadp_hello(camera);
                 cast_udp(shard, camera, port, sadp_group, port, flow, shard.now(),
                          Octets{}.text(text));
                 return shard.now() < until;
               });
  return Nothing{};
}

}  // namespace

Scenario const scenario_modem{"modem", "a cellular modem on the crane's switch",
                              "the port's own listed modem, which stays silent", plant_modem};
Scenario const scenario_listed_camera{
    "listed-camera", "a camera of a maker on the lists of banned ones",
    "a camera of another maker, on the port's list", plant_camera};

}  // namespace qw::simulate
