// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/profinet_io.hpp"

#include "simulate/speech/profinet/profinet.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

constexpr std::uint8_t real_time_priority = 6;
constexpr std::size_t device_output_octets = 8;

class Station {
 public:
  Station(CraneSite& crane, Host& controller, ProfinetIo io)
      : crane_{crane},
        controller_{controller},
        io_{std::move(io)},
        host_{crane.add_device({io_.name, "remote-io", "Siemens", io_.model, "V4.2.0", ""},
                               maker::siemens, stacks::embedded)},
        name_{crane.name() + "-" + io_.name},
        memory_(static_cast<std::size_t>((io_.inputs.size() + 7) / 8)) {
    auto& shard = crane.shard();
    cyclic_ = shard.add_flow({"cyclic inputs and outputs", "PROFINET RT", host_.identity.name,
                              controller.identity.name, "ethertype/0x8892", false});
    finding_ = shard.add_flow({"the controller looks for its stations", "PROFINET DCP",
                               controller.identity.name, "any", "ethertype/0x8892", false});
    tell_registers();
  }

  /// Hello, then the controller asks for the name, as after each power-up.
  void find() {
    auto const at = crane_.shard().now();
    auto const station = said();
    auto const transaction = static_cast<std::uint32_t>(crane_.shard().take_number() + 0x1000);
    send(at, host_.mac, profinet::hello_group, finding_, 0, profinet::hello(transaction, station));
    send(at + milliseconds(900), controller_.mac, profinet::identify_group, finding_, 0,
         profinet::identify_request(transaction + 1, name_));
    send(at + milliseconds(904), host_.mac, controller_.mac, finding_, 0,
         profinet::identify_response(transaction + 1, station));
  }

  void exchange() {
    auto const at = crane_.shard().now();
    for (std::size_t i = 0; i < io_.inputs.size(); ++i)
      encode(register_of(i), crane_.machine().shown(io_.inputs[i]), {}, memory_.data() + i / 8);
    auto const ticks = static_cast<std::uint16_t>(at.ns / 31'250);
    send(at, host_.mac, controller_.mac, cyclic_, real_time_priority,
         profinet::cyclic(io_.frame_id, memory_, ticks));
    if (exchanges_++ % witness_every == 0) witness(ticks);
    auto const outputs = static_cast<std::uint16_t>(io_.frame_id + 0x40);
    send(at + Nanoseconds{350'000}, controller_.mac, host_.mac, cyclic_, real_time_priority,
         profinet::cyclic(outputs, Octets{}.fill(device_output_octets), ticks));
  }

 private:
  profinet::Station said() const {
    return {.name = name_,
            .type = "ET200SP",
            .device = io_.device,
            .ip = host_.ip,
            .mask = ip4(255, 255, 255, 0),
            .gateway = host_.ip};
  }

  void send(Stamp at, Mac const& from, Mac const& to, FlowId flow, std::uint8_t priority,
            Bytes payload) {
    auto frame = Octets::with_room(payload.size() + 24);
    add_link(frame, {from, to, host_.segment->vlan, priority}, profinet::ethertype);
    frame.add(payload);
    pad_frame(frame);
    crane_.shard().emit(at, *host_.segment, flow, std::move(frame));
  }

  /// What one frame of inputs in a hundred carried, for the tests.
  void witness(std::uint16_t cycle) {
    Line values;
    for (auto const signal : io_.inputs) add_shown(values, crane_, signal);
    auto line = crane_.reading(cyclic_);
    line.number("cycle", cycle)
        .number("block", io_.frame_id)
        .number("offset", 0)
        .number("size", memory_.size());
    crane_.shard().tell(line.object("values", values));
  }

  Register register_of(std::size_t input) const {
    return {.signal = io_.inputs[input],
            .type = RegisterType::bit,
            .block = io_.frame_id,
            .offset = static_cast<std::uint32_t>(input / 8),
            .bit = static_cast<std::uint8_t>(input % 8),
            .size = 1};
  }

  void tell_registers() {
    for (std::size_t i = 0; i < io_.inputs.size(); ++i)
      crane_.shard().tell(register_line(register_of(i), host_.identity.name));
  }

  CraneSite& crane_;
  Host& controller_;
  ProfinetIo io_;
  Host& host_;
  std::string name_;
  std::vector<std::byte> memory_;
  FlowId cyclic_{};
  FlowId finding_{};
  std::uint64_t exchanges_ = 0;
};

}  // namespace

void profinet_io(CraneSite& crane, Host& controller, ProfinetIo const& io) {
  auto const station = std::make_shared<Station>(crane, controller, io);
  auto& shard = crane.shard();
  shard.at(shard.now() + milliseconds(200), [station] { station->find(); });
  shard.repeat(shard.now() + seconds(2), {.period = io.period, .jitter = Nanoseconds{40'000}},
               [station] {
                 station->exchange();
                 return true;
               });
}

}  // namespace qw::simulate
