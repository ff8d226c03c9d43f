// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "simulate/machine/state.hpp"

namespace qw::simulate::machine {

/// What a crane's network may know of the crane. The seam between machine and network: a
/// register layout maps signals to registers, and asks nothing else of the machine.
enum class Signal : std::uint16_t {
#define QW_SIGNAL(name, path, unit, low, high, kind, expression) name,
#define QW_TEXT(name, path, size, expression) name,
#include "simulate/machine/signals.def"
#undef QW_SIGNAL
#undef QW_TEXT
  count,
};
inline constexpr std::size_t signal_count = static_cast<std::size_t>(Signal::count);

enum class SignalKind : std::uint8_t {
  analogue,
  counter,      // counts up, may wrap in a narrow register
  flag,         // 0 or 1
  enumeration,  // small whole numbers with names
  word,         // 16 alarm bits
  text,
};
char const* to_text(SignalKind kind);

struct SignalInfo {
  Signal signal;
  std::string_view id;    // "hoist_height"
  std::string_view name;  // in the words of TIC4.0: "hoist.position.z"
  std::string_view unit;  // SI; empty for flags, counts and text
  double low;             // the value lies in low..high; for a text, high is its longest size
  double high;
  SignalKind kind;
};

/// All signals, in the order of the enumeration.
std::span<SignalInfo const> signal_table();
SignalInfo const& info(Signal signal);
/// In the unit of the table; 0 for a text.
double value(State const& state, Signal signal);
/// Borrowed from the state; empty for what is not a text.
std::string_view text(State const& state, Signal signal);

}  // namespace qw::simulate::machine
