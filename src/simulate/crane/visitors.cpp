// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "core/check.hpp"
#include "simulate/crane/controller_visit.hpp"
#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/enip/enip.hpp"
#include "simulate/speech/modbus/modbus.hpp"
#include "simulate/speech/s7comm/program.hpp"
#include "simulate/speech/srtp/srtp.hpp"

namespace qw::simulate {
namespace {

using What = Step::What;

/// The numbers of a firmware's name: "V7.0.3", "33.011"; 0 for those that it lacks.
std::array<std::uint8_t, 3> version_of(std::string_view firmware) {
  std::array<std::uint8_t, 3> version{};
  std::size_t part = 0;
  for (char const letter : firmware) {
    if (letter == '.' && ++part == version.size()) break;
    if (letter >= '0' && letter <= '9')
      version[part] = static_cast<std::uint8_t>(version[part] * 10 + (letter - '0'));
  }
  return version;
}

Register const& place_of(CraneSite& crane, Step const& step) {
  auto const* const place = crane.layout().find(step.signal);
  QW_CHECK(place != nullptr);
  return *place;
}

/// The 16-bit registers that a value lies in, with another value than the machine shows: a
/// bit or an odd octet goes with its neighbours.
std::vector<std::byte> whole_registers(CraneSite& crane, Register const& place, double value) {
  auto const first = place.offset / 2 * 2;
  auto const size = (place.offset + place.size + 1) / 2 * 2 - first;
  auto const memory = crane.image().read(place.block, first, size);
  std::vector<std::byte> registers{memory.begin(), memory.end()};
  encode(place, value, {}, registers.data() + (place.offset - first));
  return registers;
}

class S7Visitor final : public Visitor {
 public:
  S7Visitor(CraneSite& crane, ControllerVisit const& visit, Host& controller)
      : Visitor{crane, visit, controller, "S7comm", s7comm::port} {}

 private:
  Stamp greet(Stamp at) override {
    constexpr s7comm::Tsap station{1, 0, 0};
    constexpr s7comm::Tsap processor{1, 0, 3};
    constexpr s7comm::Limits limits{.jobs = 1, .pdu = 480};
    auto const own = static_cast<std::uint16_t>(dice().between(1, 0x7fff));
    at = ask(at, s7comm::connect_request(own, station, processor),
             s7comm::connect_confirm(own, 0x4432, station, processor));
    ++reference_;
    return ask(at, s7comm::setup_request(reference_, {.jobs = 1, .pdu = 480}),
               s7comm::setup_reply(reference_, limits));
  }

  Stamp take_step(Step const& step, Stamp at) override {
    s7comm::Block const block{s7comm::BlockType::function,
                              static_cast<unsigned>(dice().between(1, 400)), step.octets};
    switch (step.what) {
      case What::identify: return identify(at);
      case What::read: return read(at);
      case What::write: return write(step, at);
      case What::stop: return take(s7comm::stop_controller(++reference_), at);
      case What::start: return take(s7comm::start_controller(++reference_), at);
      case What::load_program:
        return take_all(s7comm::load_block(block, program(step.octets), reference_), at);
      case What::take_program:
        return take_all(s7comm::take_block(block, program(step.octets), reference_), at);
      case What::set_clock: return set_clock(step, at);
    }
    return at;
  }

  Stamp set_clock(Step const& step, Stamp at) {
    auto const wrong = Nanoseconds{static_cast<std::int64_t>(step.value * 1e9)};
    return take(s7comm::set_clock(++reference_, at + wrong), at);
  }

  Stamp identify(Stamp at) {
    // "CPU 416-3 PN/DP 6ES7 416-3ES07-0AB0": the order number is the plate's end.
    auto const& model = controller().identity.model;
    auto const order = model.substr(model.find("6ES7"));
    auto const version = version_of(controller().identity.firmware);
    return take(s7comm::identify(++reference_, order, version[0], version[1], version[2]), at);
  }

  Stamp read(Stamp at) {
    for (auto const& run : runs_of(crane().layout(), 1, {.largest = 200}, dice().part("read"))) {
      s7comm::Item const item{s7comm::Area::data_block, run.block, run.offset,
                              static_cast<std::uint16_t>(run.size)};
      Bytes const value = crane().image().read(run.block, run.offset, run.size);
      ++reference_;
      at = ask(at, s7comm::read_request(reference_, {&item, 1}),
               s7comm::read_reply(reference_, {&value, 1}));
    }
    return at;
  }

  Stamp write(Step const& step, Stamp at) {
    auto const& place = place_of(crane(), step);
    s7comm::Item const item{s7comm::Area::data_block, place.block, place.offset, place.size};
    auto const octets = written(place, step.value);
    Bytes const value{octets};
    ++reference_;
    return ask(at, s7comm::write_request(reference_, {&item, 1}, {&value, 1}),
               s7comm::write_reply(reference_, 1));
  }

  Stamp take(s7comm::Turn const& turn, Stamp at) {
    return ask(at, turn.question, turn.answer, turn.server_asks ? Side::server : Side::client);
  }
  Stamp take_all(std::vector<s7comm::Turn> const& turns, Stamp at) {
    for (auto const& turn : turns) at = take(turn, at);
    return at;
  }

  std::uint16_t reference_ = 0;
};

class ModbusVisitor final : public Visitor {
 public:
  ModbusVisitor(CraneSite& crane, ControllerVisit const& visit, Host& controller)
      : Visitor{crane, visit, controller, "Modbus/TCP", modbus::port} {}

 private:
  Stamp greet(Stamp at) override { return at; }

  Stamp take_step(Step const& step, Stamp at) override {
    return step.what == What::write ? write(step, at) : read(at);
  }

  Stamp read(Stamp at) {
    constexpr RunLimits limits{.largest = 2 * modbus::most_registers, .gap = 16, .alignment = 2};
    for (auto const& run : runs_of(crane().layout(), 1, limits, dice().part("read"))) {
      modbus::Head const head{++transaction_, 1};
      at = ask(at,
               modbus::read_request(head, {static_cast<std::uint16_t>(run.block + run.offset / 2),
                                           static_cast<std::uint16_t>(run.size / 2)}),
               modbus::read_reply(head, crane().image().read(run.block, run.offset, run.size)));
    }
    return at;
  }

  Stamp write(Step const& step, Stamp at) {
    auto const& place = place_of(crane(), step);
    auto const registers = whole_registers(crane(), place, step.value);
    modbus::Head const head{++transaction_, 1};
    auto const address = static_cast<std::uint16_t>(place.block + place.offset / 2);
    auto const count = static_cast<std::uint16_t>(registers.size() / 2);
    return ask(at, modbus::write_request(head, address, registers),
               modbus::write_reply(head, {address, count}));
  }

  std::uint16_t transaction_ = 0;
};

class EnipVisitor final : public Visitor {
 public:
  EnipVisitor(CraneSite& crane, ControllerVisit const& visit, Host& controller)
      : Visitor{crane, visit, controller, "EtherNet/IP", enip::port} {}

 private:
  Stamp greet(Stamp at) override {
    session_ = static_cast<std::uint32_t>(dice().between(1, 0x7fff'ffff));
    return ask(at, enip::register_session_request(), enip::register_session_reply(session_));
  }

  Stamp take_step(Step const& step, Stamp at) override {
    switch (step.what) {
      case What::identify: return identify(at);
      case What::write: return write(step, at);
      default: return read(at);
    }
  }

  Stamp identify(Stamp at) {
    auto const version = version_of(controller().identity.firmware);
    return say(at, enip::identity_request(),
               enip::identity_reply({.device_type = 0x0e,
                                     .product_code = 166,
                                     .major = version[0],
                                     .minor = version[1],
                                     .serial = 0x00a1'0c55,
                                     .name = controller().identity.model}));
  }

  Stamp read(Stamp at) {
    constexpr RunLimits limits{.largest = 480, .gap = 32, .alignment = 4};
    for (auto const& run : runs_of(crane().layout(), 1, limits, dice().part("read")))
      at = say(
          at,
          enip::read_tag_request(fmt::format("D{}", run.block),
                                 static_cast<std::uint16_t>(run.offset / 4),
                                 static_cast<std::uint16_t>(run.size / 4)),
          enip::read_tag_reply(enip::dint, crane().image().read(run.block, run.offset, run.size)));
    return at;
  }

  Stamp write(Step const& step, Stamp at) {
    auto const& place = place_of(crane(), step);
    auto const first = place.offset / 4 * 4;
    auto const memory = crane().image().read(place.block, first, 4);
    std::vector<std::byte> element{memory.begin(), memory.end()};
    encode(place, step.value, {}, element.data() + (place.offset - first));
    return say(at,
               enip::write_tag_request(fmt::format("D{}", place.block),
                                       static_cast<std::uint16_t>(first / 4), enip::dint, element),
               enip::write_tag_reply());
  }

  Stamp say(Stamp at, Octets const& question, Octets const& answer) {
    ++context_;
    return ask(at, enip::unconnected(session_, context_, question),
               enip::unconnected(session_, context_, answer));
  }

  std::uint32_t session_ = 0;
  std::uint64_t context_ = 0;
};

class SrtpVisitor final : public Visitor {
 public:
  SrtpVisitor(CraneSite& crane, ControllerVisit const& visit, Host& controller)
      : Visitor{crane, visit, controller, "SRTP", srtp::port} {}

 private:
  Stamp greet(Stamp at) override {
    session_ = {.slot = rack_slot(crane()),
                .mailbox = static_cast<std::uint16_t>(dice().between(0x1000, 0x7fff)),
                .sweep_100us = sweep_of(crane())};
    at = ask(at, srtp::connect_request(), srtp::connect_reply());
    return take(at, srtp::session_request(session_, ++sequence_));
  }

  Stamp take_step(Step const& step, Stamp at) override {
    return step.what == What::write ? write(step, at) : read(at);
  }

  Stamp read(Stamp at) {
    constexpr RunLimits limits{.largest = 512, .gap = 16, .alignment = 2};
    for (auto const& run : runs_of(crane().layout(), 1, limits, dice().part("read"))) {
      ++sequence_;
      at = ask(at,
               srtp::read_request(session_, sequence_,
                                  {static_cast<std::uint16_t>(run.block + run.offset / 2),
                                   static_cast<std::uint16_t>(run.size / 2)}),
               srtp::read_reply(session_, sequence_,
                                crane().image().read(run.block, run.offset, run.size)),
               Side::client, srtp::message_octets);
    }
    return at;
  }

  Stamp write(Step const& step, Stamp at) {
    auto const& place = place_of(crane(), step);
    return take(at, srtp::write_request(session_, ++sequence_,
                                        static_cast<std::uint16_t>(place.block + place.offset / 2),
                                        whole_registers(crane(), place, step.value)));
  }

  Stamp take(Stamp at, Octets const& question) {
    return ask(at, question, srtp::done_reply(session_, sequence_));
  }

  srtp::Session session_;
  std::uint16_t sequence_ = 0;
};

}  // namespace

std::shared_ptr<Visitor> s7_visitor(CraneSite& crane, ControllerVisit const& visit,
                                    Host& controller) {
  return std::make_shared<S7Visitor>(crane, visit, controller);
}
std::shared_ptr<Visitor> modbus_visitor(CraneSite& crane, ControllerVisit const& visit,
                                        Host& controller) {
  return std::make_shared<ModbusVisitor>(crane, visit, controller);
}
std::shared_ptr<Visitor> enip_visitor(CraneSite& crane, ControllerVisit const& visit,
                                      Host& controller) {
  return std::make_shared<EnipVisitor>(crane, visit, controller);
}
std::shared_ptr<Visitor> srtp_visitor(CraneSite& crane, ControllerVisit const& visit,
                                      Host& controller) {
  return std::make_shared<SrtpVisitor>(crane, visit, controller);
}

}  // namespace qw::simulate
