// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/crane/site.hpp"
#include "simulate/speech/mqtt/mqtt.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

/// A TIC4.0 message: what the crane is, and what it does. Its shape follows the published
/// examples (domain.md, section 4); the choice of properties is ours.
std::string message(CraneSite& crane, std::uint64_t number) {
  auto const& machine = crane.machine();
  auto const flag = [&](Signal signal) { return machine.shown(signal) != 0; };
  return fmt::format(
      R"({{"msg":{{"id":"{}-{}","version":"2025.015","timestamp":"{}","topic":"che/sts","sender":)"
      R"("{}"}},"che":[{{"id":"{}","hoist":{{"position":{{"z":{:.2f}}},"speed":{:.2f}}},)"
      R"("trolley":{{"position":{{"x":{:.2f}}},"speed":{:.2f}}},"drive":{{"position":{{"y":{:.1f}}}}},)"
      R"("spreader":{{"locked":{},"landed":{},"weightload":{:.0f}}},"boom":{{"down":{}}},)"
      R"("control":{{"on":{}}},"cycle":{{"move":{{"counter":{{"box":{:.0f}}}}}}}}}]}})",
      crane.name(), number, qw::to_text(crane.shard().now()), crane.name(), crane.name(),
      machine.shown(Signal::hoist_height), machine.shown(Signal::hoist_speed),
      machine.shown(Signal::trolley_position), machine.shown(Signal::trolley_speed),
      machine.shown(Signal::gantry_position), flag(Signal::locked), flag(Signal::landed),
      machine.shown(Signal::net_load), flag(Signal::boom_down), flag(Signal::control_on),
      machine.shown(Signal::count_moves));
}

/// The way off the crane: a fibre on a reel, worn at its joints.
constexpr Quality reel_fibre{.loss = 3e-4, .lost_unseen = 0.5, .reorder = 1e-4};

struct Publisher {
  CraneSite& crane;
  Host& client;
  Host& broker;
  FlowId flow;
  TalkPointer talk;
  std::uint64_t sent = 0;

  void connect() {
    auto& shard = crane.shard();
    talk = Talk::make(shard, flow, client, broker, mqtt::port, reel_fibre);
    auto const id = crane.name() + "-telemetry";
    auto const ready = talk->open(shard.now());
    auto const asked = talk->send(Side::client, ready, mqtt::connect({.client = id}));
    talk->send(Side::server, asked + milliseconds(1), mqtt::connect_accepted());
  }
  void publish() {
    if (talk == nullptr || !talk->is_open()) return connect();
    auto const topic = fmt::format("tic/che/{}/status", crane.name());
    talk->send(Side::client, crane.shard().now(), mqtt::publish(topic, message(crane, ++sent)));
  }
};

}  // namespace

/// The management system tells the terminal once a second what the crane does.
void telemetry(CraneSite& crane) {
  auto* const client = crane.device("management");
  if (client == nullptr) return;
  auto& broker = crane.server("telemetry-broker");
  auto const flow =
      crane.flow("crane state in TIC4.0 for the terminal", "MQTT", *client, broker, "tcp/1883");
  auto const publisher = std::make_shared<Publisher>(crane, *client, broker, flow);
  crane.shard().every({.period = seconds(1), .jitter = milliseconds(15)},
                      [publisher] { publisher->publish(); });
}

}  // namespace qw::simulate
