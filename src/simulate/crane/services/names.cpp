// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/names.hpp"
#include "simulate/crane/site.hpp"

namespace qw::simulate {

/// The management system asks for the names of the servers that it talks with, whenever
/// what it remembers has run out.
void names(CraneSite& crane) {
  auto* const client = crane.device("management");
  if (client == nullptr) return;
  auto const resolver =
      std::make_shared<Resolver>(crane.shard(), *client, crane.server("name-server"));
  struct Name {
    std::string_view name;
    std::string_view role;
  };
  constexpr Name known[] = {{"tos.terminal.example", "terminal-system"},
                            {"telemetry.terminal.example", "telemetry-broker"},
                            {"time.terminal.example", "time-server"}};
  for (auto const& one : known) {
    auto const address = crane.server(one.role).ip;
    crane.shard().every({.period = seconds(600), .jitter = seconds(40)},
                        [&crane, resolver, name = one.name, address] {
                          resolver->look_up(crane.shard().now(), name, {&address, 1});
                        });
  }
  // Windows asks whether there is an internet; the crane's name server says no.
  crane.shard().every({.period = seconds(1800), .jitter = seconds(60)}, [&crane, resolver] {
    resolver->look_up(crane.shard().now(), "www.msftconnecttest.com", {});
  });
}

}  // namespace qw::simulate
