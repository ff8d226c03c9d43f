// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulate/habits/clock.hpp"
#include "simulate/habits/names.hpp"
#include "simulate/habits/visit.hpp"
#include "simulate/habits/windows.hpp"
#include "simulate/quay/quay.hpp"
#include "simulate/speech/dhcp/dhcp.hpp"
#include "simulate/wire/makers.hpp"

namespace qw::simulate {
namespace {

/// A site of the internet that offices visit. Addresses are of blocks for documentation
/// (RFC 5737), so that none is somebody's.
struct Site {
  std::string_view name;
  Ip4 address;
  tls::Version version;
  std::string_view issuer;
};
constexpr Site sites[] = {
    {"update.microsoft.com", ip4(203, 0, 113, 10), tls::Version::tls12, "Microsoft Update CA 2.1"},
    {"outlook.office365.com", ip4(203, 0, 113, 24), tls::Version::tls13, "DigiCert Global G2"},
    {"www.weather.example", ip4(198, 51, 100, 33), tls::Version::tls13, "R11"},
    {"shipping.example", ip4(198, 51, 100, 80), tls::Version::tls12, "Sectigo RSA DV"}};

class Clerk {
 public:
  Clerk(Quay& quay, Host& host, std::vector<Host*> servers)
      : quay_{quay},
        host_{host},
        servers_{std::move(servers)},
        resolver_{quay.shard(), host, quay.shard().host("name-server")},
        dice_{quay.shard().dice(host.identity.name)} {
    for (std::size_t i = 0; i < servers_.size(); ++i)
      flows_.push_back(quay.shard().add_flow(
          {"office work", "TLS", host.identity.name, servers_[i]->identity.name, "tcp/443", true}));
    leases_ = quay.shard().add_flow(
        {"asks for an address", "DHCP", host.identity.name, "router.offices", "udp/67", false});
  }

  void browse() {
    auto const which = static_cast<std::size_t>(dice_.below(servers_.size()));
    auto const& site = sites[which];
    auto at = resolver_.look_up(quay_.shard().now(), site.name, {&site.address, 1});
    Visit const one{.client = &host_,
                    .server = servers_[which],
                    .hello = {site.name, {"h2", "http/1.1"}, tls::windows_ciphers()},
                    .answer = {site.name, site.issuer, site.version,
                               site.version == tls::Version::tls13 ? std::uint16_t{0x1302}
                                                                   : std::uint16_t{0xc02b}},
                    .asked = static_cast<std::size_t>(dice_.between(300, 2500)),
                    .answered = static_cast<std::size_t>(dice_.exponential(30e3)) + 300};
    visit(quay_.shard(), flows_[which], one, at, dice_.part("visit", dice_.draw()));
  }

  void ask_for_address() {
    auto& router = *host_.segment->up->inner;
    auto at = quay_.shard().now();
    dhcp::Message message{.kind = dhcp::Kind::discover,
                          .transaction = static_cast<std::uint32_t>(dice_.draw()),
                          .client = host_.mac,
                          .server = router.ip,
                          .name = host_.identity.name,
                          .vendor = "MSFT 5.0"};
    for (auto const kind :
         {dhcp::Kind::discover, dhcp::Kind::offer, dhcp::Kind::request, dhcp::Kind::acknowledge}) {
      message.kind = kind;
      bool const from_server = kind == dhcp::Kind::offer || kind == dhcp::Kind::acknowledge;
      if (kind != dhcp::Kind::discover) message.yours = host_.ip;
      if (from_server) {
        message.mask = ip4(255, 255, 255, 0);
        message.router = router.ip;
        message.names = quay_.server("name-server").ip;
      }
      say(from_server ? router : host_, from_server, at, dhcp::message(message));
      at = at + milliseconds(2);
    }
  }

 private:
  void say(Host& from, bool from_server, Stamp at, Bytes payload) {
    Link const link{from.mac, broadcast_mac, from.segment->vlan, 0};
    IpHeader const ip{.from = from_server ? from.ip : Ip4{},
                      .to = broadcast_ip,
                      .ttl = from.stack.ttl,
                      .id = static_cast<std::uint16_t>(at.ns / 1000),
                      .service = 0,
                      .dont_fragment = false};
    UdpHeader const udp{from_server ? dhcp::server_port : dhcp::client_port,
                        from_server ? dhcp::client_port : dhcp::server_port};
    quay_.shard().emit(at, *from.segment, leases_, udp_frame(link, ip, udp, payload));
  }

  Quay& quay_;
  Host& host_;
  std::vector<Host*> servers_;
  Resolver resolver_;
  Dice dice_;
  std::vector<FlowId> flows_;
  FlowId leases_{};
};

}  // namespace

/// Windows hosts of the terminal's offices, which the quay's aggregation carries too.
void offices(Quay& quay) {
  std::vector<Host*> servers;
  for (auto const& site : sites)
    servers.push_back(
        &quay.add_outside({std::string{site.name}, "internet", "", "", "", ""}, site.address));
  auto dice = quay.shard().dice("offices");
  auto const count = dice.between(4, 8);
  for (std::int64_t i = 0; i < count; ++i) {
    auto& host = quay.add(
        quay.offices(),
        {fmt::format("office-{}", i + 1), "office", "Dell", "OptiPlex 7090", "Windows 10 22H2", ""},
        maker::dell, stacks::windows);
    auto const clerk = std::make_shared<Clerk>(quay, host, servers);
    windows_chatter(quay.shard(), host);
    keep_clock(quay.shard(), host, quay.shard().host("time-server"),
               {.period = seconds(3600), .jitter = seconds(100)}, 3);
    quay.shard().at(quay.shard().now() + seconds(dice.between(1, 900)),
                    [clerk] { clerk->ask_for_address(); });
    quay.shard().every({.period = seconds(dice.between(60, 240)), .jitter = seconds(50)},
                       [clerk] { clerk->browse(); });
  }
}

}  // namespace qw::simulate
