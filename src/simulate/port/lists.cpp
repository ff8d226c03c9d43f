// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/lists.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string_view>

namespace qw::simulate::port {
namespace {

constexpr std::array listed_tasks{"discharge", "load", "restow", "hatch open", "hatch close"};
constexpr std::array listed_lifts{"single", "twin", "tandem", "hatch cover"};

std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string out = "\"";
  for (char const letter : text) {
    if (letter == '"') out += '"';
    out += letter;
  }
  return out + '"';
}

std::string second_text(Stamp at) { return to_text(at).substr(0, 19) + "Z"; }

std::string job_line(std::string_view crane, VesselCall const& call, machine::Job const& job,
                     MoveRecord const* record) {
  std::string ids;
  double declared = 0;
  for (auto const& box : job.lifted()) {
    ids += (ids.empty() ? "" : " ") + box.id;
    declared += box.declared;
  }
  auto line = fmt::format("{},{},{},{},{},{},{:.0f},{},{},{}", crane, job.name, call.reference,
                          listed_tasks[static_cast<std::size_t>(job.task)],
                          listed_lifts[static_cast<std::size_t>(job.lift)], field(ids), declared,
                          field(job.from.name), field(job.to.name), job.number);
  if (record == nullptr) return line + ",,,,,\r\n";
  auto const& report = record->report;
  return line + fmt::format(",{},{},{},{},{}\r\n", second_text(report.begun),
                            second_text(report.ended), report.done ? "done" : "given up",
                            report.relands, report.operator_id);
}

}  // namespace

std::string job_list(Port const& port) {
  std::string out =
      "crane,job,vessel,task,lift,containers,declared_kg,from,to,planned,begun,ended,outcome,"
      "relands,operator\r\n";
  for (std::size_t i = 0; i < port.cranes(); ++i) {
    auto const name = port.crane_name(i);
    auto const& records = port.crane(i).records();
    std::map<std::uint32_t, bool> worked;
    for (auto const& record : records) {
      out += job_line(name, port.calls()[record.call], record.job, &record);
      worked[record.job.number] = true;
    }
    for (auto const& call : port.calls())
      for (auto const& move : call.cranes[i].moves)
        if (!worked.contains(move.job.number)) out += job_line(name, call, move.job, nullptr);
  }
  return out;
}

std::string allocation(Port const& port) {
  std::string out = "crane,operator,from,until\r\n";
  auto const from = port.order().start;
  auto const until = from + Nanoseconds{static_cast<std::int64_t>(port.order().hours * 3.6e12)};
  for (std::size_t i = 0; i < port.cranes(); ++i)
    for (auto const& span : port.crane(i).roster().between(from, until))
      if (span.watch.operator_id != 0)
        out += fmt::format("{},{},{},{}\r\n", port.crane_name(i), span.watch.operator_id,
                           second_text(std::max(span.from, from)),
                           second_text(std::min(span.until, until)));
  return out;
}

std::string delay_list(Port const& port, Stamp until) {
  std::string out = "crane,code,words,from,until\r\n";
  for (std::size_t i = 0; i < port.cranes(); ++i)
    for (auto const& delay : port.crane(i).delays(port.order().start, until))
      out += fmt::format("{},{},{},{},{}\r\n", port.crane_name(i), code(delay.code),
                         words(delay.code), second_text(delay.from), second_text(delay.until));
  return out;
}

std::string call_list(Port const& port) {
  std::string out =
      "reference,vessel,imo,line,voyage_in,voyage_out,discharge,load,berthed,begin,"
      "sails\r\n";
  for (auto const& call : port.calls()) {
    std::size_t inward = 0;
    std::size_t outward = 0;
    for (auto const& stowed : call.boxes) {
      if (stowed.arriving && !stowed.leaving) ++inward;
      if (!stowed.arriving && stowed.leaving) ++outward;
    }
    auto const& vessel = call.vessel;
    out +=
        fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", call.reference, vessel.name, vessel.imo,
                    vessel.line, vessel.voyage_in, vessel.voyage_out, inward, outward,
                    second_text(call.berthed), second_text(call.begin), second_text(call.sails));
  }
  return out;
}

std::string asset_list(std::span<Asset const> assets) {
  std::string out = "name,role,maker,model,address,mac,switch,port\r\n";
  for (auto const& asset : assets)
    out += fmt::format("{},{},{},{},{},{},{},{}\r\n", field(asset.name), field(asset.role),
                       field(asset.maker), field(asset.model), asset.address, asset.mac,
                       field(asset.switch_name), asset.switch_port);
  return out;
}

std::string announced_work(std::span<AnnouncedWork const> works) {
  std::string out = "kind,name,who,where,start,end,why,vouched_by\r\n";
  for (auto const& work : works)
    out +=
        fmt::format("{},{},{},{},{},{},{},{}\r\n",
                    work.kind == AnnouncedWork::Kind::maintenance ? "maintenance" : "remote access",
                    field(work.name), field(work.who), field(work.where), second_text(work.start),
                    second_text(work.end), field(work.why), field(work.vouched_by));
  return out;
}

std::string switch_counters(std::span<SwitchCounter const> counters) {
  std::string out = "switch,port,time,in_frames,in_octets,point\r\n";
  for (auto const& row : counters)
    out += fmt::format("{},{},{},{},{},{}\r\n", field(row.switch_name), row.port,
                       second_text(row.at), row.frames_in, row.octets_in, row.point);
  return out;
}

}  // namespace qw::simulate::port
