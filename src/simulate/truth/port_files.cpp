// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/port_files.hpp"

#include <fmt/format.h>

#include "simulate/port/edifact.hpp"
#include "simulate/port/tic.hpp"

namespace qw::simulate {
namespace {

constexpr std::string_view terminal = "SIMTERM";

std::string assets(std::span<std::unique_ptr<Shard> const> shards) {
  std::vector<port::Asset> list;
  for (auto const& shard : shards)
    for (auto const& host : shard->hosts()) {
      if (!is_listed_device(host)) continue;
      auto const& plate = host.identity;
      list.push_back({.name = plate.name,
                      .role = plate.role,
                      .maker = plate.maker,
                      .model = plate.model,
                      .address = to_text(host.ip),
                      .mac = to_text(host.mac),
                      .switch_name = host.segment->name});
    }
  return port::asset_list(list);
}

std::vector<port::MoveRecord> all_records(port::Port const& port) {
  std::vector<port::MoveRecord> all;
  for (std::size_t i = 0; i < port.cranes(); ++i) {
    auto const& records = port.crane(i).records();
    all.insert(all.end(), records.begin(), records.end());
  }
  return all;
}

std::string moves(port::Port const& port) {
  std::string out;
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < port.cranes(); ++i) {
    auto const sender = port.crane_name(i);
    for (auto const& record : port.crane(i).records())
      out += port::tic_move(record, {.sender = sender,
                                     .destination = "TERMINAL",
                                     .topic = "che/move",
                                     .id = ++id,
                                     .at = record.report.ended}) +
             '\n';
  }
  return out;
}

}  // namespace

std::vector<PortFile> port_files(port::Port const& port,
                                 std::span<std::unique_ptr<Shard> const> shards,
                                 std::span<port::AnnouncedWork const> announced, Stamp end) {
  std::vector<PortFile> files{{"assets.csv", assets(shards)},
                              {"jobs.csv", port::job_list(port)},
                              {"allocation.csv", port::allocation(port)},
                              {"delays.csv", port::delay_list(port, end)},
                              {"calls.csv", port::call_list(port)},
                              {"announced_work.csv", port::announced_work(announced)},
                              {"moves.tic.jsonl", moves(port)}};
  auto const records = all_records(port);
  for (std::size_t i = 0; i < port.calls().size(); ++i) {
    auto const& call = port.calls()[i];
    auto const add = [&](std::string_view what, std::string text) {
      files.push_back({fmt::format("{}-{}.edi", call.reference, what), std::move(text)});
    };
    add("baplie-arrival", port::baplie(call, true, terminal, call.berthed));
    add("baplie-departure", port::baplie(call, false, terminal, call.sails));
    add("coarri-discharged", port::coarri(call, i, records, true, terminal, end));
    add("coarri-loaded", port::coarri(call, i, records, false, terminal, end));
  }
  return files;
}

}  // namespace qw::simulate
