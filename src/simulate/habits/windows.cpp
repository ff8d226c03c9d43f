// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/windows.hpp"

#include <string>

#include "simulate/speech/dns/dns.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

constexpr Ip4 ssdp_group = ip4(239, 255, 255, 250);
constexpr std::uint16_t ssdp_port = 1900;
constexpr std::string_view ssdp_search =
    "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 3\r\n"
    "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\r\n";

struct Chatter {
  Shard& shard;
  Host& host;
  FlowId netbios;
  FlowId llmnr;
  FlowId ssdp;
  std::string name;  // as Windows would call it
  Dice dice;

  std::uint16_t id() { return static_cast<std::uint16_t>(dice.draw()); }

  void announce() {
    for (int i = 0; i < 3; ++i)  // RFC 1002, 5.1.1.1: three times, 250 ms apart
      cast_udp(shard, host, dns::netbios_port, host.segment->broadcast(), dns::netbios_port,
               netbios, shard.now() + milliseconds(250 * i),
               dns::netbios_registration(0x8001, name, 0x00, host.ip));
  }
  void ask() {
    constexpr std::string_view wanted[] = {"PRINTSRV", "WPAD", "FILESRV", "PORTDC01"};
    auto const whom = dice.one_of(wanted);
    auto const port = static_cast<std::uint16_t>(dice.between(49152, 65000));
    for (auto const type : {dns::Type::a, dns::Type::aaaa})
      for (int i = 0; i < 2; ++i)
        cast_udp(shard, host, type == dns::Type::a ? port : static_cast<std::uint16_t>(port + 1),
                 dns::llmnr_group, dns::llmnr_port, llmnr, shard.now() + milliseconds(410 * i),
                 dns::llmnr_query(id(), whom, type));
    for (int i = 0; i < 3; ++i)
      cast_udp(shard, host, dns::netbios_port, host.segment->broadcast(), dns::netbios_port,
               netbios, shard.now() + milliseconds(20 + 750 * i),
               dns::netbios_query(id(), whom, 0x00));
  }
  void search() {
    auto const port = static_cast<std::uint16_t>(dice.between(49152, 65000));
    for (int i = 0; i < 4; ++i)
      cast_udp(shard, host, port, ssdp_group, ssdp_port, ssdp, shard.now() + seconds(3 * i),
               bytes_of(ssdp_search));
  }
};

}  // namespace

void windows_chatter(Shard& shard, Host& host) {
  auto const& name = host.identity.name;
  auto const add = [&](std::string purpose, std::string protocol, std::string transport) {
    return shard.add_flow(
        {std::move(purpose), std::move(protocol), name, "any", std::move(transport), false});
  };
  std::string upper;
  for (char const c : name) upper += c == '.' ? '-' : static_cast<char>(c & ~(c >= 'a' ? 32 : 0));
  auto const chatter = std::make_shared<Chatter>(
      shard, host, add("Windows tells and asks for names", "NBNS", "udp/137"),
      add("Windows asks its neighbours for names", "LLMNR", "udp/5355"),
      add("Windows searches for devices", "SSDP", "udp/1900"), upper,
      shard.dice("chatter", shard.take_number()));
  shard.at(shard.now() + seconds(chatter->dice.between(1, 30)), [chatter] { chatter->announce(); });
  shard.every({.period = seconds(chatter->dice.between(400, 900)), .jitter = seconds(120)},
              [chatter] { chatter->ask(); });
  shard.every({.period = seconds(120), .jitter = milliseconds(900)},
              [chatter] { chatter->search(); });
}

}  // namespace qw::simulate
