// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/site.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "simulate/habits/help.hpp"
#include "simulate/truth/line.hpp"

namespace qw::simulate {
namespace {

constexpr std::string_view engineer = "P. Engineer, port of the simulator";

std::string key(std::string_view name, std::string_view value) {
  return value.empty() ? std::string{} : fmt::format("{} = {}\n", name, quoted(value));
}

std::string list(std::string_view name, std::string_view value) {
  return fmt::format("{} = [{}]\n", name, quoted(value));
}

std::string network_of(Segment const& segment) {
  return fmt::format("{}/{}", to_text(segment.network), segment.prefix);
}

std::string device_table(Host const& host, std::string_view realm) {
  auto const& plate = host.identity;
  std::string out = "\n[[device]]\n" + key("name", plate.name) + key("maker", plate.maker);
  out += key("model", plate.model) + key("role", role_words(plate.role)) + key("realm", realm);
  out += list("addresses", to_text(host.ip));
  if (host.spare_mac == Mac{}) return out + list("macs", to_text(host.mac));
  return out + fmt::format("macs = [{}, {}]\n", quoted(to_text(host.mac)),
                           quoted(to_text(host.spare_mac)));
}

/// The sensor's name for a protocol; what it has none for is named by its port.
std::string service_of(Flow const& flow) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"S7comm", "s7comm"},   {"NTP", "ntp"},       {"DNS", "dns"},   {"SNMP", "snmp"},
      {"TLS", "tls"},         {"Modbus", "modbus"}, {"DHCP", "dhcp"}, {"EtherNet/IP", "enip"},
      {"NBNS", "netbios_ns"}, {"SMB2", "smb"},      {"HTTP", "http"}};
  for (auto const& [protocol, service] : known)
    if (flow.protocol == protocol) return std::string{service};
  return flow.transport;
}

class Writer {
 public:
  explicit Writer(SiteFacts const& facts) : facts_{facts} {}

  std::string write() {
    out_ = "# What an honest port would have written about the simulated quay.\n\n[port]\n";
    out_ += "name = \"Simulated quay\"\ncode = \"USNYC\"\nutc_offset_minutes = 0\n";
    for (auto const& crane : cranes()) crane_tables(*crane);
    zone(facts_.quay->quay(), "3");
    zone(facts_.quay->servers(), "4");
    zone(facts_.quay->offices(), "4");
    if (auto const* room = facts_.quay->control_room()) zone(*room, "3");
    out_ += "\n[[point]]\nname = \"quay\"\n";
    for (auto const& shard : facts_.shards)
      for (auto const& host : shard->hosts())
        if (is_listed_device(host))
          out_ += device_table(host, shard->index() == 0 || outer(host)
                                         ? std::string_view{}
                                         : std::string_view{shard->name()});
    for (auto const& shard : facts_.shards)
      for (auto const& flow : shard->flows()) conduit(*shard, flow);
    for (auto const& shard : facts_.shards)
      for (auto const& flow : shard->flows()) remote_access(*shard, flow);
    for (auto const& table : facts_.announcements) out_ += "\n" + table;
    services();
    return std::move(out_);
  }

 private:
  std::span<std::unique_ptr<Shard> const> cranes() const { return facts_.shards.subspan(1); }

  static bool outer(Host const& host) { return host.identity.role == "gateway-outside"; }

  void crane_tables(Shard& crane) {
    out_ += "\n[[realm]]\n" + key("name", crane.name());
    out_ += "\n[[crane]]\n" + key("name", crane.name()) + key("model", facts_.crane_model);
    out_ += fmt::format("safe_load_t = {:.0f}\n", facts_.safe_load_t) + key("realm", crane.name());
    out_ += list("networks", network_of(*crane.host("gateway").segment));
    out_ += "\n[[point]]\n" + key("name", crane.name() + "-ehouse") + key("realm", crane.name());
    out_ += key("boundary", crane.name());
  }

  void zone(Segment const& segment, std::string_view level) {
    out_ += "\n[[zone]]\n" + key("name", segment.name) + key("level", level);
    out_ += key("realm", "shared");  // all cranes know these hosts by the same addresses
    out_ += list("networks", network_of(segment));
  }

  Host const* find(std::string_view name) const {
    for (auto const& shard : facts_.shards)
      for (auto const& host : shard->hosts())
        if (host.identity.name == name) return &host;
    return nullptr;
  }

  static bool behind_gateway(Host const& host) {
    return host.segment->up != nullptr && host.segment->up->translates;
  }

  void conduit_table(std::string_view from, std::string_view to, Flow const& flow) {
    out_ += "\n[[conduit]]\n" + key("from", from) + key("to", to);
    out_ += key("service", service_of(flow)) + key("why", flow.purpose);
    out_ += key("vouched_by", engineer);
  }

  /// Only what has ports: the rest stays on its LAN. Inside a crane's realm a server has no
  /// name of the port's list, so its address stands there.
  void conduit(Shard& shard, Flow const& flow) {
    bool const planted =
        flow.mark != MarkId::none && !shard.marks()[static_cast<std::size_t>(flow.mark)].legitimate;
    if (planted || flow.transport.starts_with("ethertype")) return;
    auto const* client = find(flow.client);
    if (client == nullptr) return;
    if (client->segment->prefix == 0) return conduit_table("outside", flow.server, flow);
    if (!is_listed_device(*client)) return;
    if (flow.server == "any") return conduit_table(flow.client, network_of(*client->segment), flow);
    auto const* server = find(flow.server);
    bool const translated = client->segment->up != nullptr && client->segment->up->translates;
    if (server == nullptr || !server->listed) {
      if (server == nullptr || !translated) return conduit_table(flow.client, "outside", flow);
      // By contract with one, and seen from the gateway as well.
      conduit_table(flow.client, to_text(server->ip), flow);
      return conduit_table(client->segment->up->outer->identity.name, to_text(server->ip), flow);
    }
    if (server->segment != client->segment && behind_gateway(*server)) {
      // From above, and seen twice: at the gateway, and behind it.
      conduit_table(flow.client, server->segment->up->outer->identity.name, flow);
      return conduit_table(to_text(client->ip), flow.server, flow);
    }
    bool const hidden = client->segment != server->segment && translated;
    if (!hidden) return conduit_table(flow.client, flow.server, flow);
    conduit_table(flow.client, to_text(server->ip), flow);
    conduit_table(client->segment->up->outer->identity.name, flow.server, flow);
  }

  /// Who may work on screens from afar, and when: as the simulated port has it, by day.
  void remote_access(Shard& shard, Flow const& flow) {
    if (flow.protocol != "RDP" || flow.mark != MarkId::none) return;
    auto const* const server = find(flow.server);
    bool const hidden = server != nullptr && behind_gateway(*server);
    out_ += "\n[[remote_access]]\n" + key("name", shard.name() + ": " + flow.purpose);
    out_ += key("from", flow.client);
    out_ += key("to", hidden ? server->segment->up->outer->identity.name : flow.server);
    out_ += fmt::format("hours = \"mon-sun {:02}:00-{:02}:00\"\n", help_from, help_until);
    out_ += key("why", flow.purpose) + key("vouched_by", engineer);
  }

  void services() {
    out_ += "\n[services]\n";
    out_ += list("dns_servers", to_text(facts_.quay->server("name-server").ip));
    out_ += list("time_servers", to_text(facts_.quay->server("time-server").ip));
    out_ += list("dhcp_servers", to_text(facts_.quay->offices().host(1)));
    std::string gateways;
    for (auto const& shard : facts_.shards)
      for (auto const& host : shard->hosts())
        if (is_listed_device(host) &&
            (host.identity.role == "gateway" || host.identity.role == "router")) {
          auto const text = quoted(to_text(host.ip));
          if (gateways.find(text) == gateways.npos)
            gateways += (gateways.empty() ? "" : ", ") + text;
        }
    out_ += fmt::format("gateways = [{}]\n", gateways);
  }

  SiteFacts const& facts_;
  std::string out_;
};

}  // namespace

std::string role_words(std::string_view role) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"gateway", "NAT gateway"},    {"gateway-outside", "NAT gateway"},
      {"gnss", "GNSS receiver"},     {"hmi", "HMI"},
      {"io", "remote I/O station"},  {"remote-io", "remote I/O station"},
      {"lidar", "laser scanner"},    {"management", "management system"},
      {"ocr-server", "OCR server"},  {"ocr-station", "OCR station"},
      {"office", "office computer"}, {"vpn-gateway", "VPN gateway"}};
  for (auto const& [key, words] : known)
    if (role == key) return std::string{words};
  std::string words{role};
  std::ranges::replace(words, '-', ' ');
  return words;
}

std::string site_toml(SiteFacts const& facts) { return Writer{facts}.write(); }

}  // namespace qw::simulate
