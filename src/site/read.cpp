// SPDX-License-Identifier: Apache-2.0
#include "site/read.hpp"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "site/reader.hpp"

namespace qw::site {
namespace {

constexpr std::uint64_t most_offset_minutes = 14 * 60;  // UTC+14:00 is the farthest in use
constexpr std::size_t most_entries = none - 1;          // of one kind of table

}  // namespace

void Reader::read(Node const& document) {
  Form form{std::get<Table>(document.value), document.spot, "site", mistakes_};
  port(form);
  tables(form, "berth", &Reader::berth);
  tables(form, "realm", &Reader::realm);
  tables(form, "crane", &Reader::crane);
  tables(form, "zone", &Reader::zone);
  tables(form, "device", &Reader::device);
  tables(form, "claim", &Reader::claim);
  tables(form, "point", &Reader::point);
  tables(form, "telegram", &Reader::telegram);
  tables(form, "conduit", &Reader::conduit);
  tables(form, "remote_access", &Reader::remote_access);
  tables(form, "maintenance", &Reader::maintenance);
  tables(form, "signal", &Reader::signal);
  lists(form);
  services(form);
  form.finish();
}

/// Reads each of `[[key]]`.
void Reader::tables(Form& document, std::string_view key, void (Reader::*one)(Form&)) {
  auto const* node = document.node(key);
  if (node == nullptr) return;
  auto const* list = std::get_if<List>(&node->value);
  if (list == nullptr || list->size() > most_entries) {
    document.wrong(node->spot, key,
                   list == nullptr ? fmt::format("expected tables, each headed [[{}]]", key)
                                   : fmt::format("expected at most {} tables", most_entries));
    return;
  }
  for (auto const& each : *list) {
    auto const* table = std::get_if<Table>(&each.value);
    if (table == nullptr) {
      document.wrong(each.spot, key, fmt::format("expected a table headed [[{}]]", key));
      continue;
    }
    Form form{*table, each.spot, std::string{key}, mistakes_};
    (this->*one)(form);
    form.finish();
  }
}

namespace {

/// The one table of this name, or an empty one.
Table const& single(Form& document, std::string_view key, Spot& spot) {
  static Table const empty;
  auto const* node = document.node(key);
  if (node == nullptr) return empty;
  spot = node->spot;
  if (auto const* table = std::get_if<Table>(&node->value)) return *table;
  document.wrong(node->spot, key, fmt::format("expected one table headed [{}]", key));
  return empty;
}

}  // namespace

void Reader::port(Form& document) {
  Spot spot;
  Form form{single(document, "port", spot), spot, "port", mistakes_};
  site_.port.name = form.text("name");
  site_.port.code = form.text("code");
  constexpr double most = most_offset_minutes;
  auto const offset = form.number("utc_offset_minutes", -most, most);
  site_.port.utc_offset_minutes = static_cast<std::int32_t>(offset.value_or(0));
  form.finish();
}

void Reader::lists(Form& document) {
  Spot spot;
  Form form{single(document, "lists", spot), spot, "lists", mistakes_};
  for (auto& word : form.words("makers")) site_.lists.makers.push_back(std::move(word.text));
  for (auto& word : form.words("protected_cargo"))
    site_.lists.protected_cargo.push_back(std::move(word.text));
  for (auto& word : form.words("counters")) site_.lists.counters.push_back(std::move(word.text));
  form.finish();
}

void Reader::services(Form& document) {
  Spot spot;
  Form form{single(document, "services", spot), spot, "services", mistakes_};
  site_.services.gateways = form.addresses("gateways");
  site_.services.dhcp_servers = form.addresses("dhcp_servers");
  site_.services.dns_servers = form.addresses("dns_servers");
  site_.services.time_servers = form.addresses("time_servers");
  form.finish();
}

void Reader::berth(Form& form) {
  Berth berth;
  berth.name = own_name(form, "berth");
  berth.military = form.flag("military");
  site_.berths.push_back(std::move(berth));
}

void Reader::realm(Form& form) { site_.realms.push_back({own_name(form, "realm")}); }

void Reader::crane(Form& form) {
  Crane crane;
  crane.name = own_name(form, "place");
  crane.maker = form.text("maker");
  crane.model = form.text("model");
  crane.safe_load_t = form.number("safe_load_t", 0.1, 10'000);
  crane.berth = reference(form, "berth", "berth", berth_names());
  crane.realm = realm_in(form);
  crane.networks = form.networks("networks");
  no_overlap(form, crane.networks, "crane", crane.name,
             site_.realms[static_cast<Index>(crane.realm)].name);
  site_.cranes.push_back(std::move(crane));
}

void Reader::zone(Form& form) {
  Zone zone;
  zone.name = own_name(form, "place");
  zone.level = form.text("level");
  bool const has_realm = form.has("realm");
  auto const realm = realm_in(form);
  if (has_realm) zone.realm = realm;
  zone.networks = form.networks("networks");
  zone.boundary = form.flag("boundary");
  no_overlap(form, zone.networks, "zone", zone.name,
             has_realm ? site_.realms[static_cast<Index>(realm)].name : std::string{});
  site_.zones.push_back(std::move(zone));
}

void Reader::device(Form& form) {
  KnownDevice device;
  device.name = own_name(form, "place");
  device.maker = form.text("maker");
  device.model = form.text("model");
  device.role = form.text("role");
  device.realm = realm_in(form);
  device.addresses = form.addresses("addresses");
  device.macs = form.macs("macs");
  device.seen_only = form.flag("seen_only");
  device.document = form.text("document");
  if (!form.has("addresses") && !form.has("macs"))
    form.wrong(form.spot(), {}, "\"addresses\" or \"macs\" is missing");
  site_.devices.push_back(std::move(device));
}

void Reader::claim(Form& form) {
  Claim claim;
  claim.document = form.required("document");
  form.called(claim.document);
  claim.name = form.text("name");
  claim.maker = form.text("maker");
  claim.switch_port = form.text("switch_port");
  claim.realm = realm_in(form);
  claim.addresses = form.addresses("addresses");
  claim.macs = form.macs("macs");
  if (!form.has("addresses") && !form.has("macs"))
    form.wrong(form.spot(), {}, "\"addresses\" or \"macs\" is missing");
  site_.claims.push_back(std::move(claim));
}

void Reader::point(Form& form) {
  Point point;
  point.name = own_name(form, "point");
  point.realm = realm_in(form);
  Names edges = crane_names();
  for (auto const& zone : site_.zones)
    if (zone.boundary) edges.push_back(zone.name);
  auto const edge = reference(form, "boundary", "crane or zone with boundary = true", edges);
  if (edge != none) point.boundary = edges[edge];
  site_.points.push_back(std::move(point));
}

std::string Reader::own_name(Form& form, std::string_view kind) {
  auto name = form.required("name");
  if (name.empty()) return name;
  form.called(name);
  auto const [found, fresh] = named_.try_emplace(fmt::format("{} {}", kind, name), form.spot());
  if (!fresh)
    form.wrong(form.spot(), "name", fmt::format("already given in line {}", found->second.line));
  if (kind == "place" && (name == "any" || name == "outside"))
    form.wrong(form.spot(), "name", fmt::format("\"{}\" is reserved", name));
  return name;
}

RealmId Reader::realm_in(Form& form) {
  auto const index = reference(form, "realm", "realm", realm_names());
  return index == none ? RealmId{} : RealmId{index};
}

Index Reader::reference(Form& form, std::string_view key, std::string_view kind,
                        Names const& names) {
  auto const word = form.word(key);
  if (!word) return none;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == word->text) return static_cast<Index>(i);
  form.wrong(word->spot, key,
             fmt::format("expected the name of a {}, {}", kind, got(word->text, names)));
  return none;
}

/// The same network of two owners of one kind would make lookups a matter of luck.
/// Networks within networks are fine: the longest prefix decides.
void Reader::no_overlap(Form& form, std::vector<Prefix> const& networks, std::string_view kind,
                        std::string const& owner, std::string const& scope) {
  for (auto const& network : networks) {
    auto const key = fmt::format("{} {} {}", kind, scope, to_text(network));
    auto const [found, fresh] = network_of_.try_emplace(key, owner);
    if (!fresh)
      form.wrong(
          form.spot(), "networks",
          fmt::format(
              "{} already belongs to {} \"{}\"{}", to_text(network), kind, found->second,
              kind == "crane" ? "; sister cranes with equal addresses need a realm each" : ""));
  }
}

namespace {

template <class Thing>
std::vector<std::string_view> names_of(std::vector<Thing> const& things) {
  std::vector<std::string_view> names;
  for (auto const& each : things) names.push_back(each.name);
  return names;
}

}  // namespace

Reader::Names Reader::berth_names() const { return names_of(site_.berths); }
Reader::Names Reader::realm_names() const { return names_of(site_.realms); }
Reader::Names Reader::crane_names() const { return names_of(site_.cranes); }

Reader::Names Reader::place_names() const {
  Names names{"any", "outside"};
  for (auto const& zone : site_.zones) names.push_back(zone.name);
  for (auto const& crane : site_.cranes) names.push_back(crane.name);
  for (auto const& device : site_.devices) names.push_back(device.name);
  return names;
}

Reading read(std::string_view text, std::string_view file) {
  auto const parsed = parse_toml(text, file);
  if (auto const* mistake = std::get_if<Mistake>(&parsed)) return std::vector{*mistake};
  Reader reader{file};
  reader.read(std::get<Node>(parsed));
  if (!reader.mistakes().empty()) return reader.mistakes().take();
  return reader.take();
}

Reading read_file(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.bad())
    return std::vector{Mistake{path, {}, "cannot be read; check that it exists and is readable"}};
  return read(text.str(), path);
}

}  // namespace qw::site
