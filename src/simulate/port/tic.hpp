// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/stamp.hpp"
#include "simulate/machine/crane.hpp"
#include "simulate/port/work.hpp"

namespace qw::simulate::port {

/// Head of a TIC4.0 message.
struct TicHead {
  std::string_view sender;       // "QC01"
  std::string_view destination;  // "TERMINAL"
  std::string_view topic;        // "che/status"
  std::uint64_t id = 0;
  Stamp at;
};

enum class TicForm : std::uint8_t {
  nested,  // subject, concept, observed property as objects
  flat,    // one member a value, its name the path: the equivalent FLAT form
};

/// Status of a crane: the signals named, each as it is shown at this moment.
std::string tic_status(machine::Crane const& crane, TicHead const& head,
                       std::span<machine::Signal const> signals, TicForm form);

/// The terminal asks a crane for a lift: `tos.workorder`, whose point of measurement is a
/// request. Names as far as published; those of the order's members are ours (README.md).
std::string tic_order(machine::Job const& job, TicHead const& head);

/// How far a lift is, as the crane reports it.
enum class TicStep : std::uint8_t { accepted, picked, delivered, abandoned };
char const* to_text(TicStep step);
std::string tic_step(machine::Job const& job, TicHead const& head, TicStep step);

/// A finished move: `cycle.move` with counters of the lift, cargo and times.
std::string tic_move(MoveRecord const& record, TicHead const& head);

}  // namespace qw::simulate::port
