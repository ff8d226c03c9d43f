// SPDX-License-Identifier: Apache-2.0
#include "site/draft.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/words.hpp"
#include "site/atlas.hpp"
#include "site/conflicts.hpp"
#include "site/draft_signals.hpp"
#include "site/draft_text.hpp"
#include "site/rules.hpp"

namespace qw::site {
namespace {

std::string address_text(Address const& address) { return qw::to_text(address); }

/// Of what was commanded, that which changes a device.
VerbCounts changing(VerbCounts const& verbs) {
  VerbCounts found;
  for (auto const& each : verbs.all())
    if (changes_state(each.verb)) found.add(each.verb, each.count);
  return found;
}

/// Does a service, or what usually listens on its port, reach into machines or move files?
bool reaches(std::string_view service, KnownProtocols known) {
  auto const port = port_service(service);
  auto const protocol = protocol_named(known, service);
  auto const has = [&](Trait trait) {
    return protocol.has(trait) ||
           (port && usual_port_of(known, trait, port->transport, port->port));
  };
  return has(Trait::remote_access) || has(Trait::file_transfer);
}

struct Risk {
  int rank = 0;  // higher is worse
  std::string why;
};

Risk risk_of(ConduitRow const& row, Atlas const& atlas, KnownProtocols known) {
  auto const outside = [&](Host const& host) {
    return atlas.place_of(host).boundary == none && !is_local_only(host.address);
  };
  auto const change = changing(row.verbs);
  bool const changes = !change.empty();
  bool const inwards = outside(row.from) && !outside(row.to);
  bool const outwards = !outside(row.from) && outside(row.to);
  if (inwards && changes) return {5, "opened from outside, changes state: " + to_text(change)};
  if (inwards) return {4, "opened from outside"};
  if (changes) return {3, "changes state: " + to_text(change)};
  if (outwards) return {2, "opened to outside"};
  if (reaches(row.service, known)) return {1, "remote access or files"};
  return {0, "no particular risk"};
}

Risk risk_of(Device const& device, bool crosses) {
  if (crosses) return {3, "talks to the outside"};
  if (device.role == "router" || device.role == "DHCP server")
    return {2, "may lead to other networks"};
  if (device.role.empty()) return {1, "purpose unknown"};
  return {0, "no particular risk"};
}

class Draft {
 public:
  Draft(Site const& site, std::span<Device const> devices, KnownProtocols known)
      : site_{site}, atlas_{site}, known_{known} {
    for (auto const& zone : site.zones) taken_.insert(zone.name);
    for (auto const& crane : site.cranes) taken_.insert(crane.name);
    for (auto const& device : site.devices) {
      taken_.insert(device.name);
      if (!device.seen_only) list(device);
    }
    taken_.insert({"any", "outside"});
    heard_ = devices;
  }

  std::string write(std::span<ConduitRow const> conduits, std::span<Imported const> imports) {
    head(imports);
    counters(imports);
    for (auto const& import : imports)
      for (auto const& device : import.devices) imported(device);
    for (auto const& import : imports)
      for (auto const& port : import.ports) learnt(port, import.file);
    seen_devices(conduits);
    services();
    for (auto const& import : imports)
      for (auto const& conduit : import.conduits) permitted(conduit);
    rows(conduits);
    out_ += draft_signals(site_, heard_, imports, known_);
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { (out_ += text) += '\n'; }
  void set(std::string_view key, std::string_view value) { out_ += key_line(key, value); }

  void head(std::span<Imported const> imports) {
    line(
        "# Drafted from traffic and imports. Entries with seen_only = true explain nothing until "
        "a");
    line("# person vouches for them:");
    line("# 1. Name your cranes and zones with their networks.");
    line("# 2. For a device that belongs here, remove seen_only; otherwise remove the device.");
    line(
        "# 3. For a conduit that is needed, replace seen_only = true by vouched_by = \"name\", "
        "with");
    line("#    why and document; otherwise remove the conduit.");
    auto claims = claims_of(site_);
    for (auto& claim : claims_of(imports)) claims.push_back(std::move(claim));
    for (auto const& conflict : conflicts(claims, heard_))
      line(fmt::format("# conflict: {}: {}", address_text(conflict.subject.address),
                       plain(to_text(conflict))));
  }

  void counters(std::span<Imported const> imports) {
    std::vector<std::string> files;
    for (auto const& import : imports)
      if (!import.counters.empty()) files.push_back(import.file);
    if (files.empty()) return;
    line("\n[lists]");
    line("counters = " + list_of(files, [](std::string const& file) { return file; }));
  }

  /// A name that nothing else has.
  std::string unique(std::string_view name, std::string const& address) {
    std::string made{name.empty() ? address : std::string{name}};
    if (taken_.contains(made)) made += " " + address;
    while (!taken_.insert(made).second) made += "'";
    return made;
  }

  void device(KnownDevice const& known) {
    auto const& first = known.addresses.empty() ? known.macs.front() : known.addresses.front();
    line("[[device]]");
    set("name", unique(known.name, address_text(first)));
    set("maker", known.maker);
    set("model", known.model);
    set("role", known.role);
    if (known.realm != RealmId{}) set("realm", site_.realms[static_cast<Index>(known.realm)].name);
    this->addresses(known);
    set("document", known.document);
    if (known.seen_only) line("seen_only = true");
  }

  void list(KnownDevice const& known) {
    listed_.insert(known.addresses.begin(), known.addresses.end());
    listed_.insert(known.macs.begin(), known.macs.end());
    macs_are_listed_ = macs_are_listed_ || !known.macs.empty();
  }

  /// The first document that names a device declares it. What others say of it is a claim:
  /// where they disagree, a study finds that, until somebody has settled it here.
  void imported(KnownDevice const& known) {
    auto const is_listed = [&](Address const& each) { return listed_.contains(each); };
    bool const again = std::ranges::any_of(known.addresses, is_listed) ||
                       std::ranges::any_of(known.macs, is_listed);
    list(known);
    line("");
    if (!again) return device(known);
    line("[[claim]]");
    set("document", known.document);
    set("name", known.name);
    set("maker", known.maker);
    addresses(known);
  }

  void addresses(KnownDevice const& known) {
    if (!known.addresses.empty()) line("addresses = " + list_of(known.addresses, address_text));
    if (!known.macs.empty()) line("macs = " + list_of(known.macs, address_text));
  }

  /// Of no interest while no list has MACs: then all of them would be missing from it.
  void learnt(SwitchPort const& port, std::string const& file) {
    if (!macs_are_listed_ || listed_.contains(port.mac)) return;
    line("\n[[claim]]");
    set("document", file);
    set("switch_port", port.port);
    line("macs = " + list_of(std::array{port.mac}, address_text));
  }

  /// Devices that neither the site nor an import names, the riskiest first.
  void seen_devices(std::span<ConduitRow const> conduits) {
    std::set<Host> crossing;
    for (auto const& row : conduits)
      if (atlas_.crosses(row.from, row.to)) crossing.insert({row.from, row.to});
    std::vector<std::pair<Risk, Device const*>> open;
    for (auto const& known : heard_) {
      bool const listed = std::ranges::any_of(
          known.hosts, [&](Host const& host) { return listed_.contains(host.address); });
      bool const out = std::ranges::any_of(
          known.hosts, [&](Host const& host) { return crossing.contains(host); });
      if (!known.declared && !listed) open.emplace_back(risk_of(known, out), &known);
    }
    std::ranges::stable_sort(open, std::ranges::greater{},
                             [](auto const& each) { return each.first.rank; });
    for (auto const& [risk, known] : open) seen(risk, *known);
  }

  void seen(Risk const& risk, Device const& known) {
    auto const best = [&](Attribute attribute) -> std::string {
      for (auto const& each : known.attributes)
        if (each.attribute == attribute) return each.value;
      return {};
    };
    KnownDevice drafted;
    drafted.name = known.name;
    drafted.maker = best(Attribute::maker);
    drafted.model = best(Attribute::model);
    drafted.role = known.role;
    drafted.realm = known.hosts.front().realm;
    drafted.seen_only = true;
    for (auto const& host : known.hosts)
      (host.address.is_mac() ? drafted.macs : drafted.addresses).push_back(host.address);
    line(fmt::format("\n# risk {} of 3: {}; {}", risk.rank, risk.why,
                     known.role.empty() ? "role unknown" : plain(known.role_basis)));
    device(drafted);
  }

  /// What stands in [services] is right by standing there, so what was seen does not.
  void services() {
    line("\n# [services]  # seen in traffic: remove the \"#\" before what should be");
    for (auto const& [key, role] : {std::pair{"gateways", "router"},
                                    {"dhcp_servers", "DHCP server"},
                                    {"dns_servers", "name server"},
                                    {"time_servers", "time server"}}) {
      std::set<Address> found;
      for (auto const& device : heard_)
        for (auto const& host : device.hosts)
          if (device.role == role && host.address.is_ip()) found.insert(host.address);
      line(fmt::format("# {} = {}", key, list_of(found, address_text)));
    }
  }

  void permitted(Conduit const& conduit) {
    line(fmt::format("\n# permitted by {}", plain(conduit.document)));
    line("[[conduit]]");
    set("name", conduit.name);
    set("from", conduit.from.text);
    set("to", conduit.to.text);
    set("service", conduit.service);
    set("document", conduit.document);
    line("seen_only = true");
  }

  void rows(std::span<ConduitRow const> conduits) {
    std::vector<std::pair<Risk, ConduitRow const*>> open;
    for (auto const& row : conduits)
      if (!row.vouched && row.from.address.is_ip() && row.to.address.is_ip() &&
          row.service.find(' ') == std::string::npos)
        open.emplace_back(risk_of(row, atlas_, known_), &row);
    std::stable_sort(open.begin(), open.end(),
                     [](auto const& a, auto const& b) { return a.first.rank > b.first.rank; });
    // An address speaks of that address in each realm: sister cranes need one row.
    std::set<std::tuple<Address, Address, std::string>> drafted;
    std::erase_if(open, [&](auto const& each) {
      auto const& row = *each.second;
      return !drafted.emplace(row.from.address, row.to.address, row.service).second;
    });
    for (std::size_t i = 0; i < std::min(open.size(), most_drafted); ++i)
      row(open[i].first, *open[i].second);
    if (open.size() > most_drafted)
      line(fmt::format("\n# {} of equal or lower risk left out.",
                       counted(open.size() - most_drafted, "more conduit")));
  }

  void row(Risk const& risk, ConduitRow const& row) {
    line(fmt::format("\n# risk {} of 5: {}; {}, {}", risk.rank, risk.why,
                     counted(row.conversations, "conversation"), counted(row.octets, "octet")));
    line("[[conduit]]");
    set("from", address_text(row.from.address));
    set("to", address_text(row.to.address));
    set("service", row.service);
    if (!row.verbs.empty())
      line("commands = " +
           list_of(row.verbs.all(), [](auto const& each) { return name_of(each.verb); }));
    line("seen_only = true");
  }

  Site const& site_;
  Atlas atlas_;
  KnownProtocols known_;
  std::span<Device const> heard_;
  std::set<std::string> taken_;
  std::set<Address> listed_;  // addresses that an import or the site names
  bool macs_are_listed_ = false;
  std::string out_;
};

}  // namespace

std::string draft(Site const& site, std::span<Device const> devices,
                  std::span<ConduitRow const> conduits, std::span<Imported const> imports,
                  KnownProtocols known) {
  return Draft{site, devices, known}.write(conduits, imports);
}

}  // namespace qw::site
