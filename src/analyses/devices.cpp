// SPDX-License-Identifier: Apache-2.0
#include "analyses/devices.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "analyses/device_text.hpp"
#include "analyses/limits.hpp"

namespace qw::analyses {
namespace {

constexpr std::size_t most_owned = 8;    // addresses that one MAC may claim for itself
constexpr std::size_t most_unbound = 3;  // IPv4 addresses it may send for, unless a router
constexpr std::size_t most_reasons = 4;  // named in `joined_by`

/// Which hosts are one: a forest in which the lowest index is the root.
class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t host) {
    while (parent_[host] != host) host = parent_[host] = parent_[parent_[host]];
    return host;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

class Joiner {
 public:
  Joiner(std::vector<HostFacts> const& hosts, site::Site const& site, site::Atlas const& atlas,
         Makers const& makers)
      : hosts_{hosts}, site_{site}, atlas_{atlas}, makers_{makers}, groups_{hosts.size()} {
    for (auto const& host : hosts_) places_.push_back(atlas_.place_of(host.host));
    reasons_.resize(hosts_.size());
  }

  std::vector<Device> devices() {
    for (std::uint32_t i = 0; i < hosts_.size(); ++i) join(i);
    join_declared();
    std::vector<std::vector<std::uint32_t>> members(hosts_.size());
    for (std::uint32_t i = 0; i < hosts_.size(); ++i) members[groups_.root(i)].push_back(i);
    std::vector<Device> devices;
    for (auto& group : members)
      if (is_here(group)) devices.push_back(device_of(group));
    std::sort(devices.begin(), devices.end(), [](Device const& a, Device const& b) {
      return std::tuple{a.hosts.front().address.is_mac(), a.hosts.front()} <
             std::tuple{b.hosts.front().address.is_mac(), b.hosts.front()};
    });
    return devices;
  }

 private:
  [[nodiscard]] bool answers_for_others(HostFacts const& mac) const {
    return mac.owns.size() > most_owned;
  }

  /// Addresses that the MAC sends packets for without having claimed them.
  [[nodiscard]] std::size_t unbound(HostFacts const& mac, bool routed_too) const {
    std::size_t count = 0;
    for (auto const index : mac.carries) {
      auto const& host = hosts_[index];
      bool const ipv4 = host.host.address.family() == Address::Family::ipv4;
      bool const routed = routed_too && routers_passed(host.hops) != 0;
      if (host.bound_to == nobody && (ipv4 || routed)) ++count;
    }
    return count;
  }
  [[nodiscard]] bool is_router(HostFacts const& mac) const {
    if (mac.carries_more || unbound(mac, false) > most_unbound) return true;
    bool const routed = std::any_of(mac.carries.begin(), mac.carries.end(), [&](auto index) {
      return hosts_[index].bound_to == nobody && routers_passed(hosts_[index].hops) != 0;
    });
    return routed && unbound(mac, true) > 1;
  }

  /// The MAC that an IP address is of, and why; nobody if the capture does not tell.
  std::uint32_t owner_of(HostFacts const& host, std::string& reason) const {
    auto const name = [&](std::uint32_t mac) { return to_text(hosts_[mac].host.address); };
    if (host.bound_to != nobody && !answers_for_others(hosts_[host.bound_to])) {
      reason = fmt::format("{} binds {} to {}", host.bound_by.text(), to_text(host.host.address),
                           name(host.bound_to));
      return host.bound_to;
    }
    auto const carrier = host.carried_by;
    if (host.bound_to != nobody || carrier == nobody || is_router(hosts_[carrier])) return nobody;
    if (routers_passed(host.hops) != 0) return nobody;
    bool const foreign = !host.host.address.is_private() && hosts_[carrier].carries.size() > 1;
    if (foreign && host.host.address.family() == Address::Family::ipv4) return nobody;
    reason = fmt::format("{} sent for {} with full time to live", name(carrier),
                         to_text(host.host.address));
    return carrier;
  }

  void join(std::uint32_t index) {
    auto const& host = hosts_[index];
    if (host.host.address.is_ip()) {
      auto const owner = owner_of(host, reasons_[index]);
      if (owner != nobody) groups_.join(index, owner);
    } else if (host.chassis != nobody && host.chassis != index) {
      groups_.join(index, host.chassis);
      reasons_[index] = fmt::format("{} is a port of {}", to_text(host.host.address),
                                    to_text(hosts_[host.chassis].host.address));
    }
  }

  void join_declared() {
    std::vector<std::uint32_t> first(site_.devices.size(), nobody);
    for (std::uint32_t i = 0; i < hosts_.size(); ++i) {
      if (places_[i].device == site::none) continue;
      auto& known = first[places_[i].device];
      if (known == nobody) {
        known = i;
      } else if (groups_.root(known) != groups_.root(i)) {
        groups_.join(known, i);
        reasons_[i] = "the site file names them together";
      }
    }
  }

  /// Is the group something on the network here, rather than far away or only looked for?
  [[nodiscard]] bool is_here(std::vector<std::uint32_t> const& group) const {
    bool spoke = false;
    bool here = false;
    for (auto const index : group) {
      auto const& host = hosts_[index];
      auto const& place = places_[index];
      spoke = spoke || host.spoke;
      bool const commanded =
          std::any_of(host.roles.begin(), host.roles.end(),
                      [](auto const& fact) { return fact.role == Role::controller; });
      bool const alone = group.size() == 1 && host.host.address.is_ip();
      bool const beside = host.carried_by == nobody && routers_passed(host.hops) == 0;
      here = here || commanded || !alone || beside || host.host.address.is_private() ||
             place.boundary != site::none || place.zone != site::none || place.device != site::none;
    }
    return spoke && here;
  }

  Device device_of(std::vector<std::uint32_t>& group) const {
    std::sort(group.begin(), group.end(), [&](auto a, auto b) {
      auto const& one = hosts_[a].host;
      auto const& other = hosts_[b].host;
      return std::tuple{one.address.is_mac(), one} < std::tuple{other.address.is_mac(), other};
    });
    Device device;
    std::vector<std::string_view> reasons;
    std::vector<KnownAttribute> attributes;
    site::Index declared = site::none;
    device.first = Stamp{INT64_MAX};
    device.last = Stamp{INT64_MIN};
    bool to_one = false;
    for (auto const index : group) {
      auto const& host = hosts_[index];
      auto const& place = places_[index];
      device.hosts.push_back(host.host);
      if (!reasons_[index].empty()) reasons.push_back(reasons_[index]);
      if (declared == site::none) declared = place.device;
      if (device.zone.empty() && place.zone != site::none)
        device.zone = site_.zones[place.zone].name;
      device.first = std::min(device.first, host.first);
      device.last = std::max(device.last, host.last);
      device.frames_sent += host.frames_sent;
      device.octets_sent += host.octets_sent;
      device.frames_received += host.frames_received;
      device.octets_received += host.octets_received;
      to_one = to_one || host.to_one || !host.carries.empty();  // sent for others, to one
      for (auto const& service : host.services) device.services.push_back(to_text(service));
      attributes.insert(attributes.end(), host.attributes.begin(), host.attributes.end());
      add_maker(host, attributes);
    }
    if (device.first > device.last) device.first = device.last = Stamp{};
    device.only_broadcast = !to_one;
    device.joined_by = listed(reasons);
    sort_services(device.services);
    device.attributes = settled(std::move(attributes));
    name_and_role(device, group, declared);
    return device;
  }

  [[nodiscard]] std::string listed(std::vector<std::string_view> const& reasons) const {
    auto const shown = std::min(reasons.size(), most_reasons);
    auto text = fmt::format(
        "{}",
        fmt::join(reasons.begin(), reasons.begin() + static_cast<std::ptrdiff_t>(shown), "; "));
    if (reasons.size() > shown) text += fmt::format("; and {} more", reasons.size() - shown);
    return text;
  }

  void add_maker(HostFacts const& host, std::vector<KnownAttribute>& attributes) const {
    auto const maker = makers_.of(host.host.address);
    if (maker.empty()) return;
    KnownAttribute known;
    known.attribute = Attribute::maker;
    known.value = maker;
    known.basis = Basis::mac;
    known.source = makers_.state();
    known.count = 1;
    known.first = host.first > host.last ? Stamp{} : host.first;
    known.evidence = host.shown;
    attributes.push_back(std::move(known));
  }

  void name_and_role(Device& device, std::vector<std::uint32_t> const& group,
                     site::Index declared) const {
    device.declared = declared != site::none;
    device.name = name_of_device(device);
    std::vector<RoleFact> facts;
    for (auto const index : group) {
      auto const& host = hosts_[index];
      facts.insert(facts.end(), host.roles.begin(), host.roles.end());
      if (host.host.address.is_mac() && (is_router(host) || answers_for_others(host)))
        facts.push_back({Role::router, sends_for(host)});
    }
    std::tie(device.role, device.role_basis) = role_of_device(device, std::move(facts));
    if (!device.declared) return;
    auto const& known = site_.devices[declared];
    device.name = known.name;
    if (!known.role.empty()) {
      device.role = known.role;
      device.role_basis = "site file";
    }
  }

  [[nodiscard]] std::string sends_for(HostFacts const& mac) const {
    if (!is_router(mac)) return fmt::format("claims {} addresses", mac.owns.size());
    return fmt::format("its MAC sends for {}{} other addresses",
                       mac.carries_more ? "more than " : "", mac.carries.size());
  }

  std::vector<HostFacts> const& hosts_;
  site::Site const& site_;
  site::Atlas const& atlas_;
  Makers const& makers_;
  Groups groups_;
  std::vector<site::Place> places_;
  std::vector<std::string> reasons_;
};

}  // namespace

std::uint8_t routers_passed(std::uint8_t hops) {
  if (hops == 0) return 0;
  constexpr std::uint8_t usual[] = {1, 30, 32, 60, 64, 100, 128, 255};
  return static_cast<std::uint8_t>(*std::lower_bound(std::begin(usual), std::end(usual), hops) -
                                   hops);
}

std::vector<Device> joined(std::vector<HostFacts> const& hosts, site::Site const& site,
                           site::Atlas const& atlas, Makers const& makers) {
  return Joiner{hosts, site, atlas, makers}.devices();
}

}  // namespace qw::analyses
