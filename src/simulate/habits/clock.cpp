// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/clock.hpp"

#include "simulate/speech/ntp/ntp.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {

void keep_clock(Shard& shard, Host& client, Host& server, Rhythm const& rhythm, unsigned version) {
  auto const flow = shard.add_flow({"asks what time it is", "NTP", client.identity.name,
                                    server.identity.name, "udp/123", false});
  // Small devices ask from the service's own port, as the specification's symmetric modes do.
  auto const port = version == 3 ? ntp::port : client.take_port();
  auto const path = std::make_shared<Path>(client, port, server, ntp::port);
  shard.every(rhythm, [&shard, &client, &server, path, flow, version] {
    auto const now = shard.now();
    auto const sent = now + client.clock_error;
    auto const arrived =
        send_udp(shard, *path, Side::client, flow, now, ntp::request(sent, version));
    constexpr Nanoseconds think{70'000};
    Marking const marking{shard,
                          server.clock_mark == MarkId::none ? shard.mark() : server.clock_mark};
    send_udp(shard, *path, Side::server, flow, arrived + think,
             ntp::reply({.asked = sent,
                         .received = arrived + server.clock_error,
                         .sent = arrived + think + server.clock_error,
                         .version = version,
                         .stratum = 2,
                         .reference = ip4(192, 0, 2, 123)}));
    client.clock_error.count += (server.clock_error.count - client.clock_error.count) / 2;
  });
}

}  // namespace qw::simulate
