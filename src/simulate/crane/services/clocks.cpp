// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/site.hpp"
#include "simulate/habits/clock.hpp"

namespace qw::simulate {

/// Every device that keeps time asks the port's time server.
void clocks(CraneSite& crane) {
  auto& server = crane.server("time-server");
  struct Habit {
    std::string_view role;
    Nanoseconds period;
    unsigned version;
  };
  constexpr Habit habits[] = {{"controller", seconds(10), 3},
                              {"hmi", seconds(300), 3},
                              {"management", seconds(1024), 3},
                              {"switch", seconds(60), 3},
                              {"gateway", seconds(64), 4}};
  for (auto const& habit : habits)
    if (auto* const client = crane.device(habit.role))
      keep_clock(crane.shard(), *client, server, {.period = habit.period, .jitter = seconds(1)},
                 habit.version);
}

}  // namespace qw::simulate
