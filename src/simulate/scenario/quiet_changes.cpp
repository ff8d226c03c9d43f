// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "simulate/scenario/hands.hpp"
#include "simulate/speech/lldp/lldp.hpp"
#include "simulate/speech/modbus/modbus.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// The radio needs a moment to come up (assumption); the fibre is back before it is used again.
constexpr Nanoseconds radio_begins = milliseconds(1'500);

/// The fibre on the crane's reel has failed, and its gateway speaks through a radio bridge for a
/// while: from another port with another MAC, which is listed, with more delay and with losses.
/// With dose 1 that is 14 ms each way and two segments in a hundred.
Status plant_radio(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_quiet_radio, order);
  auto& gateway = crane.gateway();
  auto& port = *gateway.outer;
  auto dice = shard.dice("radio bridge");
  port.spare_mac = mac_of(maker::moxa, dice);
  announce_work(world, order, port.identity.name, "any",
                "fibre on the reel has failed; the crane's radio bridge is in use");
  auto const flow = shard.add_flow({"the gateway says that it has moved to another port", "ARP",
                                    port.identity.name, "any", "ethertype/0x0806", false});
  auto const move = [&shard, &gateway, &port, flow, mark](Nanoseconds detour, double loss) {
    Marking const marking{shard, mark};
    std::swap(port.mac, port.spare_mac);
    gateway.detour = detour;
    gateway.loss = loss;
    Arp const said{ArpOperation::request, port.mac, port.ip, {}, port.ip};
    shard.emit(shard.now(), *port.segment, flow,
               arp_frame({port.mac, broadcast_mac, port.segment->vlan, 0}, said));
  };
  auto const from = shard.now() + order.at;
  auto const detour = Nanoseconds{static_cast<std::int64_t>(14e6 * order.dose)};
  double const loss = std::min(0.02 * order.dose, 0.2);
  shard.at(from, [move, detour, loss, &shard, &gateway] {
    move(detour, loss);
    gateway.dark_until = shard.now() + radio_begins;
  });
  shard.at(from + order.length, [move] { move({}, 0); });
  return Nothing{};
}

/// A sensor for the wind that is new on the crane: names itself by LLDP, and is read by the
/// management system over Modbus.
class WindSensor {
 public:
  WindSensor(CraneSite& crane, Host& sensor, Host& client)
      : crane_{crane},
        sensor_{sensor},
        client_{client},
        named_{crane.shard().add_flow({"the new sensor names itself", "LLDP", sensor.identity.name,
                                       "any", "ethertype/0x88cc", false})},
        read_{crane.flow("management system reads the new sensor", "Modbus/TCP", client, sensor,
                         "tcp/502")} {}

  /// RFC 5227, section 2.3: this address is mine now.
  void arrive() {
    auto& shard = crane_.shard();
    Arp const said{ArpOperation::request, sensor_.mac, sensor_.ip, {}, sensor_.ip};
    shard.emit(shard.now(), *sensor_.segment, named_,
               arp_frame({sensor_.mac, broadcast_mac, sensor_.segment->vlan, 0}, said));
    talk_ = Talk::make(shard, read_, client_, sensor_, modbus::port);
    talk_->open(shard.now() + milliseconds(20));
  }
  void name_itself() {
    lldp::Advertisement const said{.chassis = sensor_.mac,
                                   .port = "eth0",
                                   .seconds = 120,
                                   .name = sensor_.identity.name,
                                   .description = sensor_.identity.model,
                                   .management = sensor_.ip};
    crane_.shard().emit(crane_.shard().now(), *sensor_.segment, named_,
                        lldp::frame(sensor_.mac, said));
  }
  void be_read() {
    auto const now = crane_.shard().now();
    modbus::Head const head{++transaction_, 1};
    auto const& state = crane_.machine().state();
    auto const values = Octets{}
                            .u16be(static_cast<std::uint64_t>(std::llround(state.wind * 100)))
                            .u16be(static_cast<std::uint64_t>(std::llround(state.wind_direction)));
    auto const asked = talk_->send(Side::client, now, modbus::read_request(head, {0, 2}));
    talk_->send(Side::server, asked + milliseconds(4), modbus::read_reply(head, values));
  }

 private:
  CraneSite& crane_;
  Host& sensor_;
  Host& client_;
  FlowId named_;
  FlowId read_;
  TalkPointer talk_;
  std::uint16_t transaction_ = 0;
};

/// A device that is new, announced and on the port's list. A dose below 1 reads it that much less
/// often than each second.
Status plant_device(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto* const client = crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_quiet_new_device, order);
  auto& host = crane.add_device({"wind-sensor", "sensor", "Advantech", "ADAM-6217", "5.04", ""},
                                maker::advantech, stacks::embedded);
  announce_work(world, order, host.identity.name, crane.name(),
                "a second sensor for the wind is put in, and stays");
  auto const sensor = std::make_shared<WindSensor>(crane, host, *client);
  auto const from = shard.now() + order.at;
  shard.at(from, [&shard, sensor, mark] {
    Marking const marking{shard, mark};
    sensor->arrive();
  });
  auto const repeat = [&](Stamp first, Nanoseconds period, void (WindSensor::*what)()) {
    shard.repeat(first, {.period = period, .jitter = milliseconds(20)},
                 [&shard, sensor, mark, what] {
                   Marking const marking{shard, mark};
                   ((*sensor).*what)();
                   return true;
                 });
  };
  repeat(from + seconds(1), seconds(30), &WindSensor::name_itself);
  auto const period = static_cast<std::int64_t>(1e9 / std::clamp(order.dose, 0.01, 10.0));
  repeat(from + seconds(2), Nanoseconds{period}, &WindSensor::be_read);
  return Nothing{};
}

}  // namespace

Scenario const scenario_quiet_radio{"quiet-radio", "",
                                    "the fibre reel has failed, the gateway's listed radio is used",
                                    plant_radio};
Scenario const scenario_quiet_new_device{
    "quiet-new-device", "", "a new sensor, announced and on the port's list", plant_device};

}  // namespace qw::simulate
