// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/crane/site.hpp"
#include "simulate/habits/windows.hpp"
#include "simulate/speech/snmp/snmp.hpp"
#include "simulate/speech/syslog/syslog.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

/// The management system asks the switch how its ports do.
void poll_switch(CraneSite& crane, Host& client, Host& box) {
  auto const flow =
      crane.flow("management system reads the switch's counters", "SNMP", client, box, "udp/161");
  auto const path = std::make_shared<Path>(client, client.take_port(), box, snmp::port);
  auto const counters = std::make_shared<std::vector<std::uint64_t>>(4, 0);
  auto const dice = std::make_shared<Dice>(crane.dice("switch counters"));
  auto const start = crane.shard().now();
  crane.shard().every({.period = seconds(60), .jitter = milliseconds(300)}, [=, &crane] {
    auto& shard = crane.shard();
    auto const up = static_cast<std::uint64_t>((shard.now() - start).count / 10'000'000);
    std::vector<snmp::Variable> variables{{"1.3.6.1.2.1.1.3.0", 0x43, 8'640'000 + up, {}}};
    constexpr std::string_view ports[] = {"1.3.6.1.2.1.2.2.1.10.1", "1.3.6.1.2.1.2.2.1.10.2",
                                          "1.3.6.1.2.1.2.2.1.10.3", "1.3.6.1.2.1.2.2.1.10.24"};
    for (std::size_t i = 0; i < 4; ++i) {
      (*counters)[i] += dice->below(2'000'000);
      variables.push_back({ports[i], 0x41, (*counters)[i] & 0xffff'ffff, {}});
    }
    auto const request = static_cast<std::uint32_t>(dice->below(1U << 30));
    auto const arrived = send_udp(shard, *path, Side::client, flow, shard.now(),
                                  snmp::get_request("crane-read", request, variables));
    send_udp(shard, *path, Side::server, flow, arrived + milliseconds(6),
             snmp::response("crane-read", request, variables));
  });
}

/// Switch and gateway report to the port's log server.
void logs(CraneSite& crane, Host& box) {
  auto& server = crane.server("log-server");
  auto const flow = crane.flow("reports what it notices", "Syslog", box, server, "udp/514");
  auto const path = std::make_shared<Path>(box, std::uint16_t{514}, server, std::uint16_t{514});
  auto const dice = std::make_shared<Dice>(crane.dice("logs " + box.identity.name));
  crane.shard().every({.period = seconds(900), .jitter = seconds(600)}, [=, &crane, &box] {
    struct Report {
      unsigned severity;
      std::string_view text;
    };
    constexpr Report reports[] = {{6, "NTP: system clock synchronised"},
                                  {5, "SNMP: authentication succeeded"},
                                  {6, "PORT: port 7 link up, 100 Mbit/s full duplex"},
                                  {4, "PORT: port 7 link down"},
                                  {6, "DIAG: temperature within limits"}};
    auto const& report = dice->one_of(reports);
    auto const now = crane.shard().now();
    auto const line =
        syslog::line(now + box.clock_error, box.identity.name, report.severity, report.text);
    send_udp(crane.shard(), *path, Side::client, flow, now, bytes_of(line));
  });
}

}  // namespace

/// How devices show that they are well: SNMP, syslog, and what Windows says by itself.
void health(CraneSite& crane) {
  auto* const client = crane.device("management");
  auto* const box = crane.device("switch");
  if (client != nullptr) windows_chatter(crane.shard(), *client);
  if (client != nullptr && box != nullptr) poll_switch(crane, *client, *box);
  for (auto const role : {"switch", "gateway"})
    if (auto* const reporter = crane.device(role)) logs(crane, *reporter);
}

}  // namespace qw::simulate
