// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/opcua_nodes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qw::simulate {
namespace {

using machine::Signal;
using machine::SignalKind;

constexpr Nanoseconds usual_sampling = seconds(1);
constexpr Nanoseconds fast_sampling = milliseconds(600);
/// What a collector samples faster than the rest.
constexpr Signal fast[] = {Signal::hoist_height, Signal::trolley_position, Signal::net_load};
/// And what none does without.
constexpr Signal always[] = {Signal::gantry_position, Signal::locked, Signal::boom_down,
                             Signal::control_on, Signal::wind_speed};
constexpr double wished = 0.45;  // of the others; some eighty nodes in all

/// How an integrator names variables.
enum class Style : std::uint8_t {
  words,   // as TIC4.0 does
  blocks,  // where they lie in the controller
  tags,    // numbered
};

opcua::Type type_of(machine::SignalInfo const& signal, opcua::Type analogue) {
  switch (signal.kind) {
    case SignalKind::flag: return opcua::Type::boolean;
    case SignalKind::word: return opcua::Type::uint16;
    case SignalKind::counter: return opcua::Type::uint32;
    case SignalKind::enumeration:
      return signal.high > 65535 ? opcua::Type::uint32 : opcua::Type::uint16;
    case SignalKind::text: return opcua::Type::string;
    case SignalKind::analogue: break;
  }
  return analogue;
}

/// Cargo is the terminal's business: no text is among what the maker's collector wants.
Nanoseconds sampling_of(machine::SignalInfo const& signal, Dice& dice) {
  bool const chosen = dice.chance(wished);
  if (signal.kind == SignalKind::text) return {};
  if (std::ranges::find(fast, signal.signal) != std::end(fast)) return fast_sampling;
  bool const needed = std::ranges::find(always, signal.signal) != std::end(always);
  return needed || chosen ? usual_sampling : Nanoseconds{};
}

std::string node_name(Style style, CraneSite const& crane, Register const& place,
                      std::size_t number) {
  auto const& signal = machine::info(place.signal);
  if (style == Style::words) return fmt::format("{}.{}", crane.name(), signal.name);
  if (style == Style::tags) return fmt::format("Crane.T{:04}", number);
  return fmt::format("\"DB{}\".\"v{:04}_{}\"", place.block, place.offset,
                     static_cast<unsigned>(place.bit));
}

}  // namespace

std::vector<OpcuaNode> opcua_nodes(CraneSite& crane) {
  auto dice = crane.dice("opc ua");
  constexpr Style styles[] = {Style::words, Style::blocks, Style::tags};
  constexpr opcua::Type analogues[] = {opcua::Type::float32, opcua::Type::float64};
  auto const style = dice.one_of(styles);
  auto const analogue = dice.one_of(analogues);
  auto const space = static_cast<std::uint16_t>(dice.between(2, 4));
  auto const first = static_cast<std::size_t>(dice.between(1, 400));
  std::vector<OpcuaNode> nodes;
  for (auto const& place : crane.layout().registers()) {
    auto const& signal = machine::info(place.signal);
    opcua::NodeId id{.space = space, .text = node_name(style, crane, place, first + nodes.size())};
    nodes.push_back(
        {place.signal, std::move(id), type_of(signal, analogue), sampling_of(signal, dice)});
  }
  return nodes;
}

opcua::NodeId opcua_folder(std::vector<OpcuaNode> const& nodes) {
  return {.space = nodes.front().id.space, .text = "Crane"};
}

OpcuaServer opcua_server(CraneSite const& crane, std::string_view address, std::uint16_t port) {
  return {.uri = fmt::format("urn:{}:crane:server", crane.name()),
          .name = "Crane values",
          .endpoint = fmt::format("opc.tcp://{}:{}", address, port)};
}

std::string opcua_namespace(OpcuaServer const& server, unsigned number) {
  return number == 1 ? server.uri : fmt::format("{}:{}", server.uri, number);
}

Octets opcua_value(CraneSite& crane, OpcuaNode const& node) {
  auto const& machine = crane.machine();
  if (node.type == opcua::Type::string) return opcua::variant(machine.shown_text(node.signal));
  return opcua::variant(node.type, machine.shown(node.signal));
}

}  // namespace qw::simulate
