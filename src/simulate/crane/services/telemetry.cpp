// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/crane/services/reel.hpp"
#include "simulate/crane/site.hpp"
#include "simulate/port/tic.hpp"
#include "simulate/speech/mqtt/mqtt.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

/// What the terminal wants to know each second.
constexpr Signal told[] = {Signal::hoist_height,
                           Signal::hoist_speed,
                           Signal::trolley_position,
                           Signal::trolley_speed,
                           Signal::gantry_position,
                           Signal::locked,
                           Signal::landed,
                           Signal::net_load,
                           Signal::boom_down,
                           Signal::control_on,
                           Signal::mode,
                           Signal::wind_speed,
                           Signal::count_moves};

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
    auto const now = crane.shard().now();
    auto const text = port::tic_status(crane.machine(),
                                       {.sender = crane.name(),
                                        .destination = "TERMINAL",
                                        .topic = "che/status",
                                        .id = ++sent,
                                        .at = now + client.clock_error},
                                       told, port::TicForm::nested);
    talk->send(Side::client, now, mqtt::publish(topic, text));
    if (sent % witness_every == 1) witness();
  }

  /// What one message in a hundred carried, for the tests.
  void witness() {
    Line values;
    for (auto const signal : told) add_shown(values, crane, signal);
    auto line = crane.reading(flow);
    crane.shard().tell(line.number("message", sent).object("values", values));
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
