// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/modbus/modbus.hpp"

namespace qw::simulate {
namespace {

constexpr RunLimits modbus_limits{.largest = 2 * modbus::most_registers, .gap = 16, .alignment = 2};

class ModbusRounds final : public Rounds {
 public:
  ModbusRounds(CraneSite& crane, Polls const& polls, FlowId flow)
      : Rounds{crane, polls, flow, modbus::port},
        runs_{runs_of(crane.layout(), polls.part, modbus_limits, dice().part("wishes"))} {}

 private:
  void read_all(Stamp at) override {
    for (auto const& run : runs_) {
      modbus::Head const head{++transaction_, 1};
      modbus::Run const registers{static_cast<std::uint16_t>(run.block + run.offset / 2),
                                  static_cast<std::uint16_t>(run.size / 2)};
      crane().witness(flow(), "transaction", head.transaction, run.block, run.offset, run.size);
      at = ask(at, modbus::read_request(head, registers),
               modbus::read_reply(head, crane().image().read(run.block, run.offset, run.size)));
    }
  }

  std::vector<Run> runs_;
  std::uint16_t transaction_ = 0;
};

}  // namespace

void modbus_polls(CraneSite& crane, Polls const& polls) {
  start_rounds<ModbusRounds>(crane, polls, "Modbus/TCP", modbus::port);
}

}  // namespace qw::simulate
