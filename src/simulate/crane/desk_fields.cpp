// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/desk_fields.hpp"

#include <fmt/format.h>

#include <array>

#include "simulate/speech/desk/desk.hpp"

namespace qw::simulate {
namespace {

using machine::Controls;
using machine::Signal;

Register real_at(std::uint32_t offset, Signal signal = {}) {
  return {.signal = signal,
          .type = RegisterType::real32,
          .order = Order::little,
          .offset = offset,
          .size = 4};
}
Register word_at(std::uint32_t offset, Signal signal = {}) {
  return {.signal = signal,
          .type = RegisterType::uint16,
          .order = Order::little,
          .offset = offset,
          .size = 2};
}
Register bit_at(std::uint32_t offset, std::uint8_t bit, Signal signal = {}) {
  return {.signal = signal, .type = RegisterType::bit, .offset = offset, .bit = bit, .size = 1};
}

template <bool Controls::*Button>
double button(Controls const& hands) {
  return hands.*Button ? 1 : 0;
}
template <double Controls::*Stick>
double stick(Controls const& hands) {
  return hands.*Stick;
}

std::string_view type_name(RegisterType type) {
  if (type == RegisterType::bit) return "bit";
  return type == RegisterType::real32 ? "real32" : "uint16";
}

Line field_line(CraneSite& crane, std::string_view telegram, std::string_view field,
                std::string_view meaning) {
  Line line{"telegram"};
  line.text("crane", crane.name()).text("telegram", telegram).text("field", field);
  return line.text("meaning", meaning);
}

}  // namespace

/// Blocks 2 to 5: a stick each; 6: spreader; 7: crane.
DeskFields DeskFields::commands() {
  using C = Controls;
  DeskFields all;
  all.name_ = "command";
  all.fields_ = {{"hoist", "m/s", "stick", real_at(16), stick<&C::hoist>},
                 {"trolley", "m/s", "stick", real_at(32), stick<&C::trolley>},
                 {"gantry", "m/s", "stick", real_at(48), stick<&C::gantry>},
                 {"boom", "rad/s", "stick", real_at(64), stick<&C::boom>},
                 {"lock", "", "twistlocks, held", bit_at(80, 0), button<&C::lock>},
                 {"unlock", "", "twistlocks, held", bit_at(80, 1), button<&C::unlock>},
                 {"twin", "", "twin spreader", bit_at(80, 2), button<&C::twin>},
                 {"tandem", "", "tandem headblock", bit_at(80, 3), button<&C::tandem>},
                 {"flippers", "", "flippers down", bit_at(80, 4), button<&C::flippers>},
                 {"size", "ft", "length of the spreader", word_at(82),
                  [](Controls const& hands) { return static_cast<double>(hands.size); }},
                 {"control_on", "", "control on", bit_at(96, 0), button<&C::control_on>},
                 {"storm_pins", "", "storm pins in", bit_at(96, 1), button<&C::storm_pins>},
                 {"rail_clamps", "", "rail clamps closed", bit_at(96, 2), button<&C::rail_clamps>},
                 {"latch", "", "boom latch closed", bit_at(96, 3), button<&C::latch>}};
  return all;
}

/// Blocks 2 to 5: a motion each; 6: load and spreader; 7: flags, and the alarm word in which
/// the loss of a desk is.
DeskFields DeskFields::status() {
  constexpr std::array<Signal, 20> numbers{
      Signal::hoist_height,      Signal::hoist_speed,      Signal::hoist_reference,
      Signal::hoist_setpoint,    Signal::trolley_position, Signal::trolley_speed,
      Signal::trolley_reference, Signal::trolley_setpoint, Signal::gantry_position,
      Signal::gantry_speed,      Signal::gantry_reference, Signal::gantry_setpoint,
      Signal::boom_angle,        Signal::boom_speed,       Signal::boom_reference,
      Signal::boom_setpoint,     Signal::net_load,         Signal::sway,
      Signal::spreader_length,   Signal::wind_speed};
  constexpr std::array<Signal, 8> flags{
      Signal::landed,         Signal::locked,     Signal::unlocked, Signal::control_on,
      Signal::emergency_stop, Signal::slack_rope, Signal::overload, Signal::boom_down};
  DeskFields all;
  all.name_ = "status";
  auto const add = [&](Register const& place) {
    auto const& signal = machine::info(place.signal);
    all.fields_.push_back({signal.id, signal.unit, signal.name, place, nullptr});
  };
  auto offset = static_cast<std::uint32_t>(desk::block_octets);
  for (auto const signal : numbers) {
    add(real_at(offset, signal));
    offset += 4;
  }
  for (std::uint8_t bit = 0; bit < flags.size(); ++bit) add(bit_at(offset, bit, flags[bit]));
  add(word_at(offset + 2, Signal::alarm_word_5));
  return all;
}

void DeskFields::tell(CraneSite& crane) const {
  for (auto const& field : desk::frame_fields()) {
    auto line = field_line(crane, name_, field.name, field.meaning);
    line.number("offset", field.offset).number("size", field.size).text("type", field.type);
    crane.shard().tell(line.text("order", "little").number("scale", 1));
  }
  for (auto const& field : fields_) {
    auto const& place = field.place;
    auto line = field_line(crane, name_, field.name, field.meaning);
    line.text("unit", field.unit).number("offset", place.offset).number("size", place.size);
    if (place.type == RegisterType::bit) line.number("bit", static_cast<unsigned>(place.bit));
    line.text("type", type_name(place.type)).text("order", "little");
    crane.shard().tell(line.number("scale", 1));
  }
}

std::vector<std::byte> DeskFields::body(machine::Crane const& crane,
                                        Controls const& commands) const {
  std::vector<std::byte> memory(desk::body_octets);
  for (auto const& field : fields_)
    encode(field.place, field.value(crane, commands), {},
           memory.data() + field.place.offset - desk::block_octets);
  return memory;
}

Line DeskFields::values(machine::Crane const& crane, Controls const& commands) const {
  Line values;
  for (auto const& field : fields_)
    values.raw(field.name, fmt::format("{:.6g}", field.value(crane, commands)));
  return values;
}

Controls as_sent(Controls hands) {
  for (auto* const stick : {&hands.hoist, &hands.trolley, &hands.gantry, &hands.boom})
    *stick = static_cast<float>(*stick);
  return hands;
}

}  // namespace qw::simulate
