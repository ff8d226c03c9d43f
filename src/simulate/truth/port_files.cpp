// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/port_files.hpp"

#include <fmt/format.h>

#include <map>

#include "simulate/port/edifact.hpp"
#include "simulate/port/tic.hpp"
#include "simulate/truth/site.hpp"

namespace qw::simulate {
namespace {

constexpr std::string_view terminal = "SIMTERM";

/// A port of a switch.
struct Socket {
  std::string switch_name;
  int port = 0;
  friend auto operator<=>(Socket const&, Socket const&) = default;
};

/// Where devices are plugged in: of each switch the ports are numbered from 1, in the order in
/// which devices were installed. What nobody installed is found behind the ports that follow.
class Sockets {
 public:
  explicit Sockets(std::span<std::unique_ptr<Shard> const> shards) {
    for (auto const& shard : shards)
      for (auto const& host : shard->hosts()) {
        auto const socket = next(host.segment->name);
        by_address_.try_emplace(host.mac, socket);
        if (host.spare_mac != Mac{}) by_address_.try_emplace(host.spare_mac, socket);
      }
  }

  /// `switch_name` is where an address that is met for the first time is found.
  Socket const& of(Mac const& mac, std::string const& switch_name) {
    auto const found = by_address_.find(mac);
    if (found != by_address_.end()) return found->second;
    return by_address_.emplace(mac, next(switch_name)).first->second;
  }

 private:
  Socket next(std::string const& switch_name) { return {switch_name, ++used_[switch_name]}; }

  std::map<std::string, int> used_;
  std::map<Mac, Socket> by_address_;
};

std::string assets(std::span<std::unique_ptr<Shard> const> shards, Sockets& sockets) {
  std::vector<port::Asset> list;
  for (auto const& shard : shards)
    for (auto const& host : shard->hosts()) {
      if (!is_listed_device(host)) continue;
      auto const& plate = host.identity;
      list.push_back({.name = plate.name,
                      .role = role_words(plate.role),
                      .maker = plate.maker,
                      .model = plate.model,
                      .address = to_text(host.ip),
                      .mac = to_text(host.mac),
                      .switch_name = host.segment->name,
                      .switch_port = sockets.of(host.mac, host.segment->name).port});
    }
  return port::asset_list(list);
}

/// Each port into which anybody ever sent, at each reading.
std::string counters_of_switches(std::span<Tap const> taps, Sockets& sockets) {
  std::vector<port::SwitchCounter> rows;
  for (auto const& tap : taps) {
    auto const& snapshots = tap.counters().snapshots();
    for (auto const& snapshot : snapshots) {
      std::map<Socket, PortCounters::Count> counts;
      for (auto const& [mac, unused] : snapshots.back().ports) counts[sockets.of(mac, tap.name())];
      for (auto const& [mac, count] : snapshot.ports) {
        auto& sum = counts[sockets.of(mac, tap.name())];
        sum.frames += count.frames;
        sum.octets += count.octets;
      }
      for (auto const& [socket, count] : counts)
        rows.push_back(
            {socket.switch_name, socket.port, snapshot.at, count.frames, count.octets, tap.name()});
    }
  }
  return port::switch_counters(rows);
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

std::vector<PortFile> port_files(port::Port const& port, Network const& network,
                                 std::span<port::AnnouncedWork const> announced, Stamp end) {
  Sockets sockets{network.shards};
  std::vector<PortFile> files{{"assets.csv", assets(network.shards, sockets)},
                              {"switch_counters.csv", counters_of_switches(network.taps, sockets)},
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
