// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "simulate/crane/instrument.hpp"
#include "simulate/crane/services/cyclic_io.hpp"
#include "simulate/speech/enip/enip.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr std::uint8_t input_assembly = 101;
constexpr std::uint64_t cycles_a_witness = 1000;
constexpr std::uint16_t lamp_output_octets = 4;  // lamps that nobody switches

/// What hangs on the rack: thermometers and the anemometer, each a 16-bit number.
std::vector<Register> inputs() {
  struct Input {
    Signal signal;
    double scale;
  };
  constexpr Input all[] = {{Signal::wind_speed, 0.01},
                           {Signal::hoist_motor_temperature, 0.1},
                           {Signal::hoist_drive_temperature, 0.1},
                           {Signal::trolley_motor_temperature, 0.1},
                           {Signal::trolley_drive_temperature, 0.1},
                           {Signal::gantry_motor_temperature, 0.1},
                           {Signal::boom_motor_temperature, 0.1},
                           {Signal::spreader_oil, 0.1}};
  std::vector<Register> registers;
  for (auto const& each : all)
    registers.push_back({.signal = each.signal,
                         .type = RegisterType::int16,
                         .order = Order::little,
                         .scale = each.scale,
                         .block = input_assembly,
                         .offset = static_cast<std::uint32_t>(2 * registers.size()),
                         .bit = 0,
                         .size = 2});
  return registers;
}

class CyclicExchange {
 public:
  CyclicExchange(CraneSite& crane, CyclicIo const& io)
      : crane_{crane},
        io_{io},
        opening_{crane.flow("controller opens the cyclic exchange with its rack", "EtherNet/IP",
                            *io.controller, *io.rack, "tcp/44818")},
        cyclic_{crane.flow("controller and rack exchange inputs and outputs", "CIP I/O",
                           *io.controller, *io.rack, "udp/2222")},
        path_{*io.controller, enip::io_port, *io.rack, enip::io_port},
        dice_{crane.dice("cyclic io")},
        inputs_{crane, *io.rack, inputs()} {}

  void open() {
    connection_ = {.to_target = static_cast<std::uint32_t>(dice_.between(1, 0x7fff'ffff)),
                   .to_originator = static_cast<std::uint32_t>(dice_.between(1, 0x7fff'ffff)),
                   .serial = static_cast<std::uint16_t>(dice_.between(1, 0xffff)),
                   .originator = 0x00c0'ffee,
                   .interval_us = static_cast<std::uint32_t>(io_.period.count / 1000)};
    enip::Assemblies const assemblies{
        .configuration = 103,
        .output = 100,
        .input = input_assembly,
        .output_size = lamp_output_octets,
        .input_size = static_cast<std::uint16_t>(2 * inputs_.registers().size())};
    auto const session = static_cast<std::uint32_t>(dice_.between(1, 0x7fff'ffff));
    talk_ = Talk::make(crane_.shard(), opening_, *io_.controller, *io_.rack, enip::port);
    auto at = talk_->open(crane_.shard().now());
    at = ask(at, enip::register_session_request(), enip::register_session_reply(session));
    ask(at, enip::unconnected(session, 1, enip::open_io_request(connection_, assemblies)),
        enip::unconnected(session, 1, enip::open_reply(connection_)));
    talk_->keep_alive(Side::client, seconds(60));
  }

  void exchange() {
    if (talk_ == nullptr) return open();
    auto& shard = crane_.shard();
    ++sequence_;
    auto const lamps = enip::run_header().fill(lamp_output_octets);
    send_udp(shard, path_, Side::client, cyclic_, shard.now(),
             enip::io_data(connection_.to_target, sequence_, lamps));
    // The rack has a clock of its own, a few milliseconds off the controller's.
    send_udp(shard, path_, Side::server, cyclic_, shard.now() + milliseconds(3),
             enip::io_data(connection_.to_originator, sequence_, inputs_.measured(input_assembly)));
    if (sequence_ % cycles_a_witness == 1) witness();
  }

 private:
  Stamp ask(Stamp at, Octets const& question, Octets const& answer) {
    auto const asked = talk_->send(Side::client, at, question);
    return talk_->send(Side::server, asked + milliseconds(2), answer) + milliseconds(1);
  }

  void witness() const {
    auto line = crane_.reading(cyclic_);
    line.number("connection", connection_.to_originator).number("sequence", sequence_);
    crane_.shard().tell(line.object("values", inputs_.values(input_assembly)));
  }

  CraneSite& crane_;
  CyclicIo io_;
  FlowId opening_;
  FlowId cyclic_;
  Path path_;
  Dice dice_;
  Instrument inputs_;
  enip::Connection connection_;
  TalkPointer talk_;
  std::uint32_t sequence_ = 0;
};

}  // namespace

void enip_io(CraneSite& crane, CyclicIo const& io) {
  auto const exchange = std::make_shared<CyclicExchange>(crane, io);
  crane.shard().every({.period = io.period, .jitter = milliseconds(1), .drift = 1e-5},
                      [exchange] { exchange->exchange(); });
}

}  // namespace qw::simulate
