// SPDX-License-Identifier: Apache-2.0
#include "simulate/machine/signals.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/check.hpp"

namespace qw::simulate::machine {
namespace {

using Reader = double (*)(State const&);
using TextReader = std::string_view (*)(State const&);

bool all_of(Corners const& corners) {
  return std::all_of(corners.begin(), corners.end(), [](bool one) { return one; });
}

constexpr std::array signal_rows{
#define QW_SIGNAL(name, path, unit, low, high, kind, expression) \
  SignalInfo{Signal::name, #name, path, unit, low, high, SignalKind::kind},
#define QW_TEXT(name, path, size, expression) \
  SignalInfo{Signal::name, #name, path, "", 0, size, SignalKind::text},
#include "simulate/machine/signals.def"
#undef QW_SIGNAL
#undef QW_TEXT
};

constexpr std::array<Reader, signal_count> readers{
#define QW_SIGNAL(name, path, unit, low, high, kind, expression) \
  [](State const& s) { return static_cast<double>(expression); },
#define QW_TEXT(name, path, size, expression) [](State const&) { return 0.0; },
#include "simulate/machine/signals.def"
#undef QW_SIGNAL
#undef QW_TEXT
};

constexpr std::array<TextReader, signal_count> text_readers{
#define QW_SIGNAL(name, path, unit, low, high, kind, expression) nullptr,
#define QW_TEXT(name, path, size, expression) \
  [](State const& s) { return std::string_view{expression}.substr(0, size); },
#include "simulate/machine/signals.def"
#undef QW_SIGNAL
#undef QW_TEXT
};

std::size_t index(Signal signal) {
  auto const index = static_cast<std::size_t>(signal);
  QW_CHECK(index < signal_count);
  return index;
}

}  // namespace

std::span<SignalInfo const> signal_table() { return signal_rows; }
SignalInfo const& info(Signal signal) { return signal_rows[index(signal)]; }
double value(State const& state, Signal signal) { return readers[index(signal)](state); }

std::string_view text(State const& state, Signal signal) {
  auto const reader = text_readers[index(signal)];
  return reader == nullptr ? std::string_view{} : reader(state);
}

}  // namespace qw::simulate::machine
