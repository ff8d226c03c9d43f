// SPDX-License-Identifier: Apache-2.0
#include "analyses/inventory.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/devices.hpp"
#include "analyses/limits.hpp"
#include "analyses/registries.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {
namespace {

/// Can the address belong to one host? A loopback address is the recording machine's.
bool is_single(Address const& address) {
  return !address.empty() && !address.is_multicast() && !address.is_broadcast() &&
         !address.is_unspecified();
}

void remember(std::vector<std::uint32_t>& list, std::uint32_t index, bool& more) {
  if (std::find(list.begin(), list.end(), index) != list.end()) return;
  if (list.size() == limit::addresses_per_mac)
    more = true;
  else
    list.push_back(index);
}

}  // namespace

std::uint32_t Inventory::index_of(Host const& host) {
  if (!is_single(host.address)) return nobody;
  if (auto const found = index_.find(host); found != index_.end()) return found->second;
  if (hosts_.size() == limit::hosts) {
    ++beyond_limit_;
    return nobody;
  }
  auto const index = static_cast<std::uint32_t>(hosts_.size());
  index_.emplace(host, index);
  hosts_.emplace_back().host = host;
  return index;
}

HostFacts* Inventory::facts_of(Host const& host) {
  auto const index = index_of(host);
  return index == nobody ? nullptr : &hosts_[index];
}

/// Keeps what showed the host first.
void Inventory::show(HostFacts& facts, Moment const& moment) {
  if (facts.shown.frames.first == 0) facts.shown = {moment.source, moment.frames, 0};
}

void Inventory::heard(HostFacts& facts, Moment const& moment, Stamp first, Stamp last) {
  show(facts, moment);
  facts.spoke = true;
  facts.first = std::min(facts.first, first);
  facts.last = std::max(facts.last, last);
}

/// `mac` sent packets of `host`. A host without an address yet still shows its MAC.
void Inventory::carried(Host const& host, Host const& mac, std::uint8_t hops,
                        Conversation const& by) {
  if (mac.address.empty() || host.address.is_mac()) return;
  auto const carrier = index_of(mac);
  auto const index = index_of(host);
  if (carrier == nobody) return;
  heard(hosts_[carrier], by.said.moment, by.first, by.last);
  if (index == nobody) return;
  if (hosts_[index].carried_by == nobody) hosts_[index].carried_by = carrier;
  if (hosts_[index].hops == 0) hosts_[index].hops = hops;
  remember(hosts_[carrier].carries, index, hosts_[carrier].carries_more);
}

Inventory::Inventory(Context const& context)
    : site_{context.site}, atlas_{context.atlas}, makers_{context.registries.makers} {}

void Inventory::on(Conversation const& conversation) {
  auto const& c = conversation;
  auto const& moment = c.said.moment;
  // A link address is of the realm where it was heard, which a shared end does not tell.
  auto const of_speaker = moment.speaker.host.realm;
  auto const realm = of_speaker != RealmId{} ? of_speaker : moment.listener.host.realm;
  auto const count = [&](Endpoint const& from, Endpoint const& to, std::uint64_t frames,
                         std::uint64_t octets, Address const& mac, std::uint8_t hops) {
    if (frames == 0) return;
    if (auto* sender = facts_of(from.host)) {
      sender->frames_sent += frames;
      sender->octets_sent += octets;
      sender->to_one = sender->to_one || is_single(to.host.address);
      sender->hops = sender->hops == 0 ? hops : sender->hops;
      heard(*sender, moment, c.first, c.last);
    }
    if (auto* receiver = facts_of(to.host)) {
      receiver->frames_received += frames;
      receiver->octets_received += octets;
    }
    carried(from.host, {realm, mac}, hops, c);
  };
  count(moment.speaker, moment.listener, c.frames_out, c.octets_out, c.mac_out, c.hops_out);
  count(moment.listener, moment.speaker, c.frames_in, c.octets_in, c.mac_in, c.hops_in);
  if (auto* answerer = facts_of(moment.listener.host)) add_service(*answerer, c);
}

/// A service counts once it has answered. One that is not known counts by its port, but
/// only when the conversation ends: until then it may still become known.
void Inventory::add_service(HostFacts& facts, Conversation const& conversation) {
  if (conversation.payload_in == 0) return;
  if (conversation.service.empty() && conversation.phase != Phase::closed) return;
  auto const service = service_of(conversation);
  auto& known = facts.services;
  if (known.size() == limit::services_per_host) return;
  if (std::find(known.begin(), known.end(), service) != known.end()) return;
  known.push_back(service);
  if (service.protocol.has(Trait::camera))
    add_role(facts.host, Role::camera, "answers", service.protocol);
}

void Inventory::on(Command const& command) {
  auto const& said = command.said;
  auto const conversation = said.moment.conversation;
  auto& known = roles_known_[mixed(conversation.value, 0) % roles_known_.size()];
  if (known == conversation) return;
  using State = Outcome::State;
  bool const answered =
      command.outcome.state == State::accepted || command.outcome.state == State::refused;
  if (!answered || !said.protocol.has(Trait::steers_machines)) return;
  known = conversation;
  add_role(said.moment.listener.host, Role::controller, "answers commands over", said.protocol);
  add_role(said.moment.speaker.host, Role::client, "commands controllers over", said.protocol);
}

void Inventory::add_role(Host const& host, Role role, std::string_view basis, Protocol protocol) {
  auto* facts = facts_of(host);
  if (facts == nullptr) return;
  auto const has = [&](RoleFact const& fact) { return fact.role == role; };
  if (std::any_of(facts->roles.begin(), facts->roles.end(), has)) return;
  facts->roles.push_back({role, fmt::format("{} {}", basis, protocol.text())});
}

void Inventory::on(Identity const& identity) {
  auto* facts = facts_of(identity.subject);
  if (facts == nullptr || identity.value.empty()) return;
  auto const& moment = identity.said.moment;
  heard(*facts, moment, moment.at, moment.at);
  auto const value = identity.value.substr(0, limit::text_octets);
  auto& known = facts->attributes;
  auto const same = std::find_if(known.begin(), known.end(), [&](KnownAttribute const& each) {
    return each.attribute == identity.attribute && each.value == value &&
           each.source == identity.source.text();
  });
  if (same != known.end()) {
    ++same->count;
    return;
  }
  if (known.size() == limit::attributes_per_host) return;
  KnownAttribute fresh;
  fresh.attribute = identity.attribute;
  fresh.value = value;
  fresh.basis = identity.basis;
  fresh.source = identity.source.text();
  fresh.count = 1;
  fresh.first = moment.at;
  fresh.evidence = {moment.source, moment.frames, identity.said.reply};
  known.push_back(std::move(fresh));
}

/// The first MAC stays: a second claim to an address is for a detector to judge.
void Inventory::bind(Host const& host, Host const& mac, Said const& said) {
  auto const index = index_of(host);
  auto const owner = index_of(mac);
  if (index != nobody) show(hosts_[index], said.moment);
  if (owner != nobody) show(hosts_[owner], said.moment);
  if (index == nobody || owner == nobody || hosts_[index].bound_to != nobody) return;
  hosts_[index].bound_to = owner;
  hosts_[index].bound_by = said.protocol;
  bool more = false;
  remember(hosts_[owner].owns, index, more);
}

void Inventory::on(Binding const& binding) {
  auto const& moment = binding.said.moment;
  auto const realm = moment.speaker.host.realm;
  auto const subject = atlas_.host_at(realm, binding.subject);
  switch (binding.relation) {
    case Relation::address:
    case Relation::lease:
      if (!binding.subject.is_ip() || !binding.object.is_mac()) return;
      bind(subject, {realm, binding.object}, binding.said);
      if (auto* facts = facts_of(subject)) heard(*facts, moment, moment.at, moment.at);
      return;
    case Relation::neighbour:
      // Only of itself: what a relay says of others' ports joins nothing.
      if (!binding.subject.is_mac() || binding.object != moment.speaker.host.address) return;
      if (auto const chassis = index_of(subject); chassis != nobody) {
        show(hosts_[chassis], moment);
        if (auto* facts = facts_of(moment.speaker.host)) facts->chassis = chassis;
      }
      return;
    case Relation::gateway:
      return add_role(subject, Role::router, "named as gateway by", binding.said.protocol);
    case Relation::server:
      if (binding.detail == "DHCP")
        add_role(subject, Role::dhcp_server, "answers", binding.said.protocol);
      return;
    case Relation::route: return;
  }
}

void Inventory::on(Name const& name) {
  auto const protocol = name.said.protocol;
  bool const serves = protocol.has(Trait::name_service) && !protocol.has(Trait::discovery);
  if (name.phase != NamePhase::answered || !serves) return;
  add_role(name.said.moment.speaker.host, Role::name_server, "answers", protocol);
}

void Inventory::on(Clock const& clock) {
  if (clock.role != ClockRole::told || !clock.said.protocol.has(Trait::time)) return;
  add_role(clock.said.moment.speaker.host, Role::time_server, "tells the time over",
           clock.said.protocol);
}

/// Finds the places of hosts again; others are meant by their place.
bool Inventory::restored() {
  index_.clear();
  if (hosts_.size() > limit::hosts) return false;
  auto const known = [&](std::uint32_t place) { return place < hosts_.size(); };
  auto const known_or_nobody = [&](std::uint32_t place) { return place == nobody || known(place); };
  for (std::uint32_t place = 0; place < hosts_.size(); ++place) {
    auto const& facts = hosts_[place];
    bool const whole =
        index_.emplace(facts.host, place).second && known_or_nobody(facts.carried_by) &&
        known_or_nobody(facts.bound_to) && known_or_nobody(facts.chassis) &&
        std::ranges::all_of(facts.carries, known) && std::ranges::all_of(facts.owns, known) &&
        facts.carries.size() <= limit::addresses_per_mac &&
        facts.owns.size() <= limit::addresses_per_mac &&
        facts.services.size() <= limit::services_per_host &&
        facts.attributes.size() <= limit::attributes_per_host;
    if (!whole) return false;
  }
  return true;
}

std::vector<Device> Inventory::devices() const { return joined(hosts_, site_, atlas_, makers_); }

void Inventory::write(Dossier& dossier) const {
  dossier.of<Device>() = devices();
  dossier.limits.push_back({"some hosts are missing from the inventory", beyond_limit_});
}

}  // namespace qw::analyses
