// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "site/csv.hpp"
#include "site/imports.hpp"

/// Asset lists, switch tables and firewall rules.
namespace qw::site {
namespace {

void add_mistake(Imported& into, std::uint32_t line, std::string text) {
  into.mistakes.push_back({into.file, {line, 1}, std::move(text)});
}

void note_cut(Imported& into, Csv const& csv) {
  if (csv.cut())
    into.mistakes.push_back(
        {into.file, {}, fmt::format("rows after the first {} are not read", most_import_rows)});
}

/// Takes addresses out of one field that may hold several.
template <class Parse>
void addresses_in(std::string_view field, std::vector<Address>& found, Parse parse, Imported& into,
                  std::uint32_t line) {
  while (!field.empty()) {
    auto const end = std::min(field.find_first_of(" ,;|"), field.size());
    auto const word = field.substr(0, end);
    field.remove_prefix(std::min(end + 1, field.size()));
    if (word.empty()) continue;
    if (auto const address = parse(word))
      found.push_back(*address);
    else
      add_mistake(into, line, fmt::format("expected an address, got \"{}\"", word));
  }
}

/// A length behind the address says how large its network is, and is passed over.
std::optional<Address> parse_ip(std::string_view text) {
  auto const address = Address::parse(text.substr(0, text.find('/')));
  return address && address->is_ip() ? address : std::nullopt;
}

bool is_any(std::string_view text) {
  return text.empty() || text == "any" || text == "Any" || text == "ANY" || text == "all" ||
         text == "*" || text == "0.0.0.0/0";
}

std::optional<End> end_of(std::string_view text) {
  End end;
  end.text = text;
  if (is_any(text)) {
    end.text = "any";
    return end;
  }
  auto const network = Prefix::parse(text);
  if (!network) return std::nullopt;
  end.kind = End::Kind::network;
  end.network = *network;
  return end;
}

/// "tcp/443", "TCP 443", or "tcp" and "443" apart; empty if it is neither that nor any.
std::string service_of(std::string_view protocol, std::string_view port) {
  if (is_any(protocol) && is_any(port)) return "any";
  auto const split = protocol.find_first_of("/ :_-");
  if (is_any(port) && split != std::string_view::npos) {
    port = protocol.substr(split + 1);
    protocol = protocol.substr(0, split);
  }
  std::string transport{protocol};
  for (auto& c : transport) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  unsigned number = 0;
  auto const* const end = port.data() + port.size();
  auto const read = std::from_chars(port.data(), end, number);
  bool const sound = read.ec == std::errc{} && read.ptr == end && number > 0 && number <= 0xffff;
  if (!sound || (transport != "tcp" && transport != "udp" && transport != "sctp")) return {};
  return fmt::format("{}/{}", transport, number);
}

bool permits(std::string_view action) {
  return action.empty() || action == "permit" || action == "allow" || action == "accept" ||
         action == "pass" || action == "Permit" || action == "Allow" || action == "Accept";
}

}  // namespace

Imported import_assets(std::string_view text, std::string_view file) {
  Imported into;
  into.file = file;
  Csv const csv{text, most_import_rows};
  auto const name = csv.column({"name", "hostname", "device", "asset", "assetname", "devicename"});
  auto const ip = csv.column({"ip", "ipaddress", "address", "ipv", "addresses"});
  auto const mac = csv.column({"mac", "macaddress", "hardwareaddress", "ethernet"});
  auto const maker = csv.column({"maker", "vendor", "manufacturer", "make"});
  auto const model = csv.column({"model", "product", "ordernumber"});
  auto const role = csv.column({"role", "type", "function", "devicetype"});
  if (!ip && !mac) {
    add_mistake(into, 1, "expected a column IP, address or MAC");
    return into;
  }
  for (auto const& row : csv.rows()) {
    KnownDevice device;
    addresses_in(Csv::field(row, ip), device.addresses, parse_ip, into, row.line);
    addresses_in(Csv::field(row, mac), device.macs, parse_any_mac, into, row.line);
    device.name = Csv::field(row, name);
    device.maker = Csv::field(row, maker);
    device.model = Csv::field(row, model);
    device.role = Csv::field(row, role);
    device.document = fmt::format("{}, line {}", file, row.line);
    if (device.addresses.empty() && device.macs.empty())
      add_mistake(into, row.line, "has neither an IP address nor a MAC");
    else
      into.devices.push_back(std::move(device));
  }
  note_cut(into, csv);
  return into;
}

Imported import_switch_table(std::string_view text, std::string_view file) {
  Imported into;
  into.file = file;
  while (!text.empty()) {
    auto line = take_line(text);
    SwitchPort found;
    std::string_view last;
    while (!(line = trimmed(line)).empty()) {
      auto const end = std::min(line.find_first_of(" \t"), line.size());
      auto const word = line.substr(0, end);
      line.remove_prefix(end);
      if (auto const mac = parse_any_mac(word); mac && found.mac.empty())
        found.mac = *mac;
      else if (found.vlan.empty() && word.find_first_not_of("0123456789") == std::string_view::npos)
        found.vlan = word;
      else
        last = word;
    }
    if (found.mac.empty() || last.empty()) continue;
    if (into.ports.size() == most_import_rows) {
      into.mistakes.push_back(
          {into.file, {}, fmt::format("rows after the first {} are not read", most_import_rows)});
      break;
    }
    found.port = last;
    into.ports.push_back(std::move(found));
  }
  return into;
}

Imported import_firewall(std::string_view text, std::string_view file) {
  Imported into;
  into.file = file;
  Csv const csv{text, most_import_rows};
  auto const source = csv.column({"source", "src", "sourceaddress", "from"});
  auto const target = csv.column({"destination", "dst", "dest", "destinationaddress", "to"});
  auto const service = csv.column({"service", "protocol", "proto"});
  auto const port = csv.column({"port", "destinationport", "dstport", "dport"});
  auto const action = csv.column({"action", "policy", "verdict"});
  auto const name = csv.column({"name", "rule", "rulename", "id", "description"});
  if (!source || !target) {
    add_mistake(into, 1, "expected the columns source and destination");
    return into;
  }
  for (auto const& row : csv.rows()) {
    if (!permits(Csv::field(row, action))) continue;
    auto const from = end_of(Csv::field(row, source));
    auto const to = end_of(Csv::field(row, target));
    auto const what = service_of(Csv::field(row, service), Csv::field(row, port));
    if (!from || !to || what.empty()) {
      add_mistake(into, row.line,
                  !from ? fmt::format("source \"{}\" is not a network", Csv::field(row, source))
                  : !to
                      ? fmt::format("destination \"{}\" is not a network", Csv::field(row, target))
                      : "service is not a transport with one port, such as tcp/443");
      continue;
    }
    Conduit conduit;
    conduit.name = Csv::field(row, name);
    conduit.from = *from;
    conduit.to = *to;
    conduit.service = what;
    conduit.document = fmt::format("{}, line {}", file, row.line);
    conduit.seen_only = true;
    into.conduits.push_back(std::move(conduit));
  }
  note_cut(into, csv);
  return into;
}

}  // namespace qw::site
