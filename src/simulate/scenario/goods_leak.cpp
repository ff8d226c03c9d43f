// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "simulate/habits/names.hpp"
#include "simulate/scenario/hands.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

constexpr Ip4 collector = ip4(198, 51, 100, 140);
constexpr std::string_view leak_domain = "cdn-sync.example";

/// Base 32 of RFC 4648 without padding, in lower case, as names are written.
std::string base32(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (char const letter : text) {
    held = held << 8 | static_cast<std::uint8_t>(letter);
    for (bits += 8; bits >= 5; bits -= 5) out += letters[held >> (bits - 5) & 31];
  }
  if (bits != 0) out += letters[held << (5 - bits) & 31];
  return out;
}

/// Container numbers as labels of names that are looked up. A dose below 1 tells only that
/// part of them. The twin looks up as many names of a like form, with nothing in them.
Status plant_dns(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto* const client = crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(shard, scenario_dns_leak, order);
  auto const resolver = std::make_shared<Resolver>(shard, *client, crane.server("name-server"));
  auto const dice = std::make_shared<Dice>(shard.dice("dns leak"));
  auto const from = shard.now() + order.at;
  for_each_box(crane, from, from + order.length, [=, &shard](std::string const& number) {
    if (!dice->chance(order.dose)) return;
    Marking const marking{shard, mark};
    auto const label = order.twin ? fmt::format("{:018x}", dice->draw()) : base32(number);
    Ip4 const address = collector;
    resolver->look_up(shard.now(), fmt::format("{}.{}", label, leak_domain), {&address, 1});
  });
  return Nothing{};
}

/// RFC 792.
Octets echo(std::uint8_t type, std::uint16_t id, std::uint16_t sequence, std::string_view text) {
  auto out = Octets{type, 0, 0, 0}.u16be(id).u16be(sequence).text(text);
  out.patch16be(2, internet_checksum(out));
  return out;
}

/// Container numbers in the payload of echo requests to a host outside. The twin asks the
/// same host whether it is there, with the payload that Windows sends.
Status plant_icmp(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  auto* const client = crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(shard, scenario_icmp_leak, order);
  Marking const of_flow{shard, mark};  // of the flow, so that no conduit allows a problem's
  auto& outside = add_outsider(world, crane, "echo-outside", collector);
  if (order.twin)
    allow(world, "is the outside there", collector, "icmp", "asked by the maintainer");
  auto const path = std::make_shared<Path>(*client, std::uint16_t{0}, outside, std::uint16_t{0});
  auto const flow = crane.flow("echo requests to a host outside", "ICMP", *client, outside, "icmp");
  auto const sequence = std::make_shared<std::uint16_t>();
  auto const dice = std::make_shared<Dice>(shard.dice("icmp leak"));
  auto const from = shard.now() + order.at;
  for_each_box(crane, from, from + order.length, [=, &shard](std::string const& number) {
    if (!dice->chance(order.dose)) return;
    Marking const marking{shard, mark};
    std::string const text = order.twin ? "abcdefghijklmnopqrstuvwabcdefghi" : number;
    ++*sequence;
    auto const there = send_ip(shard, *path, Side::client, flow, shard.now(), IpProtocol::icmp,
                               echo(8, 1, *sequence, text));
    send_ip(shard, *path, Side::server, flow, there, IpProtocol::icmp, echo(0, 1, *sequence, text));
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_dns_leak{
    "dns-leak", "container numbers leave as names that the management system looks up",
    "it looks up as many names of a like form, which say nothing", plant_dns};
Scenario const scenario_icmp_leak{
    "icmp-leak", "container numbers leave in the payload of echo requests",
    "the same host is asked whether it is there, with a constant payload", plant_icmp};

}  // namespace qw::simulate
