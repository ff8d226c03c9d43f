// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "core/stamp.hpp"
#include "simulate/port/call.hpp"
#include "simulate/port/work.hpp"

namespace qw::simulate::port {

/// One interchange of UN/EDIFACT (ISO 9735, syntax version 2, character set UNOA): counts
/// segments and messages, and escapes what people write.
class Interchange {
 public:
  Interchange(std::string_view sender, std::string_view recipient, Stamp at,
              std::string_view reference);

  /// `type`: "BAPLIE:D:95B:UN:SMDG20".
  void begin(std::string_view type);
  /// A segment: its data elements, each already with its components joined by ':'.
  void segment(std::initializer_list<std::string_view> elements);
  void end();
  /// The whole interchange, after the last message; one segment a line.
  std::string finish();

  /// Free text as a component: service characters released with '?', letters made capitals.
  static std::string released(std::string_view text);

 private:
  std::string out_;
  std::string reference_;
  std::string message_;
  int segments_ = 0;
  int messages_ = 0;
};

/// The bay plan as the ship comes (`arriving`) or leaves: SMDG 2.0 of BAPLIE D.95B.
std::string baplie(VesselCall const& call, bool arriving, std::string_view terminal, Stamp at);

/// Discharge or load report of the lifts done, COARRI D.95B.
/// @param records  of any crane and call; those of `call_index` are reported
std::string coarri(VesselCall const& call, std::size_t call_index,
                   std::span<MoveRecord const> records, bool discharged, std::string_view terminal,
                   Stamp at);

/// "202611230715": DTM format 203.
std::string minute_text(Stamp at);

}  // namespace qw::simulate::port
