// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "simulate/crane/instrument.hpp"
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/modbus/modbus.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr std::uint16_t first_block = 1000;
constexpr std::uint16_t block_step = 100;

/// What one drive shows of itself, in the order of its registers.
struct Drive {
  std::array<Signal, 7> measured;
  double speed_scale;
  std::array<Signal, 2> flags;
};
constexpr std::array<double, 7> scales{0, 0, 0.1, 1, 0.1, 0.1, 1};  // 0: that of speeds

#define QW_DRIVE(name, speed_scale)                                                              \
  {                                                                                              \
    {Signal::name##_speed,   Signal::name##_setpoint,          Signal::name##_torque,            \
     Signal::name##_current, Signal::name##_motor_temperature, Signal::name##_drive_temperature, \
     Signal::name##_fault},                                                                      \
        speed_scale, {                                                                           \
      Signal::name##_ready, Signal::name##_brake_closed                                          \
    }                                                                                            \
  }
constexpr std::array<Drive, 4> drives{Drive QW_DRIVE(hoist, 0.001), Drive QW_DRIVE(trolley, 0.001),
                                      Drive QW_DRIVE(gantry, 0.001), Drive QW_DRIVE(boom, 1e-6)};
#undef QW_DRIVE

std::uint16_t block_of(std::size_t drive) {
  return static_cast<std::uint16_t>(first_block + block_step * drive);
}

/// A run of holding registers for each drive: measured values, then a word of flags.
std::vector<Register> registers() {
  std::vector<Register> all;
  for (std::size_t i = 0; i < drives.size(); ++i) {
    auto const& drive = drives[i];
    Register place{.type = RegisterType::int16, .block = block_of(i), .size = 2};
    for (std::size_t j = 0; j < drive.measured.size(); ++j, place.offset += 2) {
      place.signal = drive.measured[j];
      place.scale = scales[j] == 0 ? drive.speed_scale : scales[j];
      if (j + 1 == drive.measured.size()) place.type = RegisterType::uint16;
      all.push_back(place);
    }
    for (std::uint8_t j = 0; j < drive.flags.size(); ++j)
      all.push_back({.signal = drive.flags[j],
                     .type = RegisterType::bit,
                     .block = block_of(i),
                     .offset = place.offset + 1,  // the low octet of the word
                     .bit = j,
                     .size = 1});
  }
  return all;
}

class DriveRounds final : public Rounds {
 public:
  DriveRounds(CraneSite& crane, Polls const& polls, FlowId flow)
      : Rounds{crane, polls, flow, modbus::port}, gateway_{crane, *polls.server, registers()} {}

 private:
  void read_all(Stamp at) override {
    for (std::size_t i = 0; i < drives.size(); ++i) {
      modbus::Head const head{++transaction_, 1};
      auto const memory = gateway_.measured(block_of(i));
      if (answers_++ % witness_every == 0) witness(block_of(i), memory.size());
      at = ask(
          at,
          modbus::read_request(head, {block_of(i), static_cast<std::uint16_t>(memory.size() / 2)}),
          modbus::read_reply(head, memory));
    }
  }

  void witness(std::uint16_t block, std::size_t size) {
    auto line = crane().reading(flow());
    line.number("transaction", transaction_).number("block", block).number("offset", 0);
    line.number("size", size);
    crane().shard().tell(line.object("values", gateway_.values(block)));
  }

  Instrument gateway_;
  std::uint16_t transaction_ = 0;
  std::uint64_t answers_ = 0;
};

}  // namespace

void drive_polls(CraneSite& crane, Polls const& polls) {
  start_rounds<DriveRounds>(crane, polls, "Modbus/TCP", modbus::port);
}

}  // namespace qw::simulate
