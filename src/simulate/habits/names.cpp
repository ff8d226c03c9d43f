// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/names.hpp"

#include "simulate/speech/dns/dns.hpp"

namespace qw::simulate {

Resolver::Resolver(Shard& shard, Host& client, Host& server)
    : shard_{shard},
      client_{client},
      server_{server},
      flow_{shard.add_flow(
          {"asks for names", "DNS", client.identity.name, server.identity.name, "udp/53", false})},
      dice_{shard.dice("resolver", shard.take_number())} {}

Stamp Resolver::look_up(Stamp at, std::string_view name, std::span<Ip4 const> addresses) {
  Path path{client_, client_.take_port(), server_, dns::port};
  auto const id = static_cast<std::uint16_t>(dice_.draw());
  auto const arrived = send_udp(shard_, path, Side::client, flow_, at, dns::query(id, name));
  // From the server's memory, or from the internet.
  auto const think = dice_.chance(0.7) ? dice_.uniform(0.2e6, 0.6e6) : dice_.uniform(8e6, 60e6);
  auto const seconds = static_cast<std::uint32_t>(dice_.between(20, 3600));
  return send_udp(shard_, path, Side::server, flow_,
                  arrived + Nanoseconds{static_cast<std::int64_t>(think)},
                  dns::answer(id, name, addresses, seconds));
}

}  // namespace qw::simulate
