// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/egd_exchanges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "simulate/crane/instrument.hpp"
#include "simulate/speech/egd/egd.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr std::uint32_t shown_exchange = 1;   // of the controller
constexpr std::uint32_t lamps_exchange = 2;   // of the controller, for the station
constexpr std::uint32_t inputs_exchange = 1;  // of the station
constexpr std::uint16_t inputs_block = 1;     // the exchange's number stands for its memory
constexpr std::uint32_t most_shown = 480;     // octets
constexpr std::size_t lamp_octets = 4;        // which nobody switches
constexpr std::uint64_t repeats_a_witness = 1000;
constexpr Rhythm rhythm(Nanoseconds period) {
  return {.period = period, .jitter = milliseconds(1), .drift = 1e-5};
}

/// Limit switches as bits, then thermometers and the anemometer as 16-bit numbers.
std::vector<Register> station_inputs() {
  constexpr Signal flags[] = {Signal::trolley_landlimit, Signal::trolley_waterlimit,
                              Signal::hoist_uplimit,     Signal::hoist_downlimit,
                              Signal::slack_rope,        Signal::landed_ll,
                              Signal::landed_lr,         Signal::landed_wl,
                              Signal::landed_wr,         Signal::locked,
                              Signal::unlocked,          Signal::gantry_leftlimit,
                              Signal::gantry_rightlimit, Signal::rail_clamps,
                              Signal::boom_down,         Signal::emergency_stop};
  constexpr std::pair<Signal, double> numbers[] = {{Signal::wind_speed, 0.01},
                                                   {Signal::hoist_motor_temperature, 0.1},
                                                   {Signal::trolley_motor_temperature, 0.1},
                                                   {Signal::house_temperature, 0.1}};
  std::vector<Register> all;
  std::uint8_t bit = 0;
  for (auto const signal : flags) {
    all.push_back({.signal = signal,
                   .type = RegisterType::bit,
                   .block = inputs_block,
                   .offset = bit / 8U,
                   .bit = static_cast<std::uint8_t>(bit % 8),
                   .size = 1});
    ++bit;
  }
  std::uint32_t offset = (bit + 7U) / 8;
  for (auto const& [signal, scale] : numbers) {
    all.push_back({.signal = signal,
                   .type = RegisterType::int16,
                   .order = Order::little,
                   .scale = scale,
                   .block = inputs_block,
                   .offset = offset,
                   .size = 2});
    offset += 2;
  }
  return all;
}

/// Counts one exchange's productions.
struct RepeatedExchange {
  FlowId flow{};
  egd::Head head;

  Octets next(Host const& producer, Stamp now, Bytes data) {
    ++head.request;
    head.produced = now + producer.clock_error;
    return egd::sample(head, data);
  }
};

class Exchanges {
 public:
  Exchanges(CraneSite& crane, EgdExchanges const& order)
      : crane_{crane},
        order_{order},
        path_{*order.controller, egd::port, *order.station, egd::port},
        group_{egd::group(order.group)},
        station_{crane, *order.station, station_inputs()} {
    auto dice = crane.dice("egd");
    auto const signature = static_cast<std::uint16_t>(dice.between(1, 9) << 8);
    auto const& plc = *order.controller;
    auto const& station = *order.station;
    // The largest block is what the screens need most.
    block_ = *std::ranges::max_element(crane.layout().blocks(), {}, &Layout::Block::size);
    block_.size = std::min(block_.size, most_shown);
    shown_ = {crane.shard().add_flow({"controller shows its registers to a group of consumers",
                                      "EGD", plc.identity.name, "any", "udp/18246", false}),
              {.producer = plc.ip, .exchange = shown_exchange, .signature = signature}};
    inputs_ = {
        crane.flow("station of inputs tells the controller", "EGD", station, plc, "udp/18246"),
        {.producer = station.ip, .exchange = inputs_exchange, .signature = signature}};
    lamps_ = {
        crane.flow("controller switches lamps of the station", "EGD", plc, station, "udp/18246"),
        {.producer = plc.ip, .exchange = lamps_exchange, .signature = signature}};
  }

  void show() {
    auto& shard = crane_.shard();
    auto const& plc = *order_.controller;
    auto const sample =
        shown_.next(plc, shard.now(), crane_.image().read(block_.number, 0, block_.size));
    crane_.witness(shown_.flow, "request", shown_.head.request, block_.number, 0, block_.size);
    cast_udp(shard, *order_.controller, egd::port, group_, egd::port, shown_.flow, shard.now(),
             sample);
  }

  void exchange() {
    auto& shard = crane_.shard();
    auto const now = shard.now();
    send_udp(shard, path_, Side::client, lamps_.flow, now,
             lamps_.next(*order_.controller, now, Octets{}.fill(lamp_octets)));
    // The station has a clock of its own, a few milliseconds off the controller's.
    send_udp(shard, path_, Side::server, inputs_.flow, now + milliseconds(4),
             inputs_.next(*order_.station, now + milliseconds(4), station_.measured(inputs_block)));
    if (samples_++ % repeats_a_witness == 0) witness();
  }

 private:
  void witness() const {
    auto line = crane_.reading(inputs_.flow);
    line.number("request", inputs_.head.request).number("block", inputs_block);
    line.number("offset", 0).number("size", station_.measured(inputs_block).size());
    crane_.shard().tell(line.object("values", station_.values(inputs_block)));
  }

  CraneSite& crane_;
  EgdExchanges order_;
  Path path_;
  Ip4 group_;
  Instrument station_;
  Layout::Block block_;
  RepeatedExchange shown_;
  RepeatedExchange inputs_;
  RepeatedExchange lamps_;
  std::uint64_t samples_ = 0;
};

}  // namespace

void egd_exchanges(CraneSite& crane, EgdExchanges const& order) {
  auto const exchanges = std::make_shared<Exchanges>(crane, order);
  crane.shard().every(rhythm(order.shown_every), [exchanges] { exchanges->show(); });
  crane.shard().every(rhythm(order.inputs_every), [exchanges] { exchanges->exchange(); });
}

}  // namespace qw::simulate
