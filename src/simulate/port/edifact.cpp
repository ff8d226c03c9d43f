// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/edifact.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <vector>

namespace qw::simulate::port {
namespace {

/// "2026-11-23T07:15:..." of a stamp, cut into pieces.
struct Clock {
  explicit Clock(Stamp at) : text{to_text(at)} {}
  [[nodiscard]] std::string_view year() const { return part(0, 4); }
  [[nodiscard]] std::string_view month() const { return part(5, 2); }
  [[nodiscard]] std::string_view day() const { return part(8, 2); }
  [[nodiscard]] std::string_view hour() const { return part(11, 2); }
  [[nodiscard]] std::string_view minute() const { return part(14, 2); }
  [[nodiscard]] std::string_view part(std::size_t from, std::size_t size) const {
    return std::string_view{text}.substr(from, size);
  }
  std::string text;
};

std::string located(std::string_view port) { return fmt::format("{}:139:6", port); }
std::string carried(std::string_view line) { return fmt::format("{}:172:20", line); }
std::string kilograms(double mass) { return fmt::format("KGM:{:.0f}", mass); }

void dangerous(Interchange& out, Container const& box) {
  if (box.danger.empty()) return;
  out.segment({"DGS", "IMD", box.danger, fmt::format("{:04}", box.un_number)});
}

std::string ship(Vessel const& vessel) {
  return fmt::format("{}:103::{}", vessel.call_sign, Interchange::released(vessel.name));
}

}  // namespace

std::string minute_text(Stamp at) {
  Clock const clock{at};
  return fmt::format("{}{}{}{}{}", clock.year(), clock.month(), clock.day(), clock.hour(),
                     clock.minute());
}

std::string Interchange::released(std::string_view text) {
  std::string out;
  for (char const letter : text) {
    if (letter == '\'' || letter == '+' || letter == ':' || letter == '?') out += '?';
    out += static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return out;
}

Interchange::Interchange(std::string_view sender, std::string_view recipient, Stamp at,
                         std::string_view reference)
    : reference_{reference} {
  Clock const clock{at};
  out_ = fmt::format("UNA:+.? '\nUNB+UNOA:2+{}+{}+{}{}{}:{}{}+{}'\n", released(sender),
                     released(recipient), clock.part(2, 2), clock.month(), clock.day(),
                     clock.hour(), clock.minute(), reference_);
}

void Interchange::begin(std::string_view type) {
  message_ = fmt::format("{}{:03}", reference_, ++messages_);
  segments_ = 0;
  segment({"UNH", message_, type});
}

void Interchange::segment(std::initializer_list<std::string_view> elements) {
  bool first = true;
  for (auto const element : elements) {
    if (!first) out_ += '+';
    out_ += element;
    first = false;
  }
  out_ += "'\n";
  ++segments_;
}

void Interchange::end() {
  auto const count = std::to_string(segments_ + 1);
  segment({"UNT", count, message_});
}

std::string Interchange::finish() {
  out_ += fmt::format("UNZ+{}+{}'\n", messages_, reference_);
  return std::move(out_);
}

std::string baplie(VesselCall const& call, bool arriving, std::string_view terminal, Stamp at) {
  auto const& vessel = call.vessel;
  Interchange out{vessel.line, terminal, at, arriving ? "1001" : "1002"};
  out.begin("BAPLIE:D:95B:UN:SMDG20");
  out.segment({"BGM", "", fmt::format("{}{}", call.reference, arriving ? "A" : "D"), "9"});
  out.segment({"DTM", fmt::format("137:{}:203", minute_text(at))});
  out.segment({"TDT", "20", arriving ? vessel.voyage_in : vessel.voyage_out, "", "",
               carried(vessel.line), "", "", ship(vessel)});
  auto const home = terminal.substr(0, 5);
  out.segment({"LOC", "5", located(arriving ? vessel.last_port : home)});
  out.segment({"LOC", "61", located(arriving ? home : vessel.next_port)});
  out.segment({"DTM", fmt::format("{}:{}:203", arriving ? "178" : "133",
                                  minute_text(arriving ? call.berthed : call.sails))});
  out.segment({"RFF", fmt::format("VON:{}", arriving ? vessel.voyage_in : vessel.voyage_out)});
  for (auto const& stowed : call.boxes) {
    auto const& cell = arriving ? stowed.arriving : stowed.leaving;
    if (!cell) continue;
    auto const& box = stowed.box;
    out.segment({"LOC", "147", fmt::format("{}::5", vessel.cell_name(*cell))});
    out.segment({"MEA", "VGM", "", kilograms(box.declared)});
    if (box.reefer) out.segment({"TMP", "2", fmt::format("{:03}:CEL", *box.reefer)});
    out.segment({"LOC", "9", located(box.load_port)});
    out.segment({"LOC", "11", located(box.discharge_port)});
    out.segment({"RFF", fmt::format("BM:{}", box.booking)});
    out.segment({"EQD", "CN", box.id, box.type, "", "", box.full ? "5" : "4"});
    out.segment({"NAD", "CA", carried(box.carrier)});
    dangerous(out, box);
  }
  out.end();
  return out.finish();
}

std::string coarri(VesselCall const& call, std::size_t call_index,
                   std::span<MoveRecord const> records, bool discharged, std::string_view terminal,
                   Stamp at) {
  auto const& vessel = call.vessel;
  Interchange out{terminal, vessel.line, at, discharged ? "2001" : "2002"};
  out.begin("COARRI:D:95B:UN:ITG13");
  out.segment({"BGM", discharged ? "44" : "46", call.reference, "9"});
  out.segment({"TDT", "20", discharged ? vessel.voyage_in : vessel.voyage_out, "1", "13",
               carried(vessel.line), "", "", ship(vessel)});
  out.segment({"LOC", discharged ? "11" : "9", located(terminal.substr(0, 5))});
  out.segment({"DTM", fmt::format("132:{}:203", minute_text(call.berthed))});
  out.segment({"DTM", fmt::format("133:{}:203", minute_text(call.sails))});
  out.segment({"NAD", "CF", carried(vessel.line)});
  int count = 0;
  auto const task = discharged ? machine::Task::discharge : machine::Task::load;
  for (auto const& record : records) {
    if (record.call != call_index || record.job.task != task || !record.report.done) continue;
    for (auto const index : record.boxes) {
      auto const& stowed = call.boxes[index];
      auto const& box = stowed.box;
      auto const& cell = discharged ? stowed.arriving : stowed.leaving;
      out.segment({"EQD", "CN", box.id, fmt::format("{}:102:5", box.type), "",
                   discharged ? "3" : "2", box.full ? "5" : "4"});
      out.segment({"RFF", fmt::format("BN:{}", box.booking)});
      out.segment({"TMD", "3"});
      out.segment({"DTM", fmt::format("203:{}:203", minute_text(record.report.ended))});
      out.segment({"LOC", "147", fmt::format("{}::5", vessel.cell_name(*cell))});
      out.segment({"LOC", discharged ? "9" : "11",
                   located(discharged ? box.load_port : box.discharge_port)});
      out.segment({"MEA", "AAE", "G", kilograms(box.declared)});
      if (!box.seal.empty()) out.segment({"SEL", box.seal, "CA"});
      dangerous(out, box);
      ++count;
    }
  }
  out.segment({"CNT", fmt::format("16:{}", count)});
  out.end();
  return out.finish();
}

}  // namespace qw::simulate::port
