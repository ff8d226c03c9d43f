// SPDX-License-Identifier: Apache-2.0
#include "tap/tap.hpp"

#include <algorithm>

#include "analyses/limits.hpp"

namespace qw::tap {
namespace {

/// Names several hosts, as far as an address can tell: of IPv4, x.x.x.255 is the
/// broadcast of most networks, and hardly ever a host.
bool names_group(Address const& address) {
  if (address.empty() || address.is_multicast() || address.is_broadcast() ||
      address.is_unspecified())
    return true;
  return address.family() == Address::Family::ipv4 && address.octets()[3] == std::byte{255};
}

/// What a conversation remembers of the first frame each way.
bool heard(std::uint8_t hops, Address const& mac) { return hops != 0 || !mac.empty(); }

}  // namespace

Tap::Tap(site::Site const& site, std::string_view point, std::vector<Expected> required)
    : site_{site}, point_{point}, talks_{analyses::limit::conversations} {
  auto const realm = site.realm_of_point(point);
  for (auto const& crane : site.cranes)
    if (crane.realm == realm)
      for (auto const& prefix : crane.networks) networks_.push_back({crane.name, prefix, true});
  for (auto const& zone : site.zones)
    if (!zone.realm || *zone.realm == realm)
      for (auto const& prefix : zone.networks) networks_.push_back({zone.name, prefix});
  for (auto& device : required) watch(std::move(device), true);
  for (auto const& known : site.devices) {
    if (known.realm != realm) continue;
    Expected device{known.name, known.addresses};
    device.addresses.insert(device.addresses.end(), known.macs.begin(), known.macs.end());
    watch(std::move(device), false);
  }
}

void Tap::watch(Expected device, bool required) {
  for (auto const& address : device.addresses) index_.try_emplace(address, watched_.size());
  watched_.push_back({std::move(device), required});
}

Tap::Watched* Tap::watched(Address const& address) {
  auto const found = index_.find(address);
  return found == index_.end() ? nullptr : &watched_[found->second];
}

void Tap::hear(Address const& address) {
  if (address.empty()) return;
  if (auto* known = watched(address)) known->heard = true;
  for (auto& network : networks_)
    if (!network.heard && network.prefix.contains(address)) network.heard = true;
}

void Tap::note_spoken_to(Address const& address, std::uint64_t frames) {
  if (auto* known = watched(address)) known->spoken_to += frames;
}

void Tap::on(Conversation const& conversation) {
  auto const& c = conversation;
  auto const& speaker = c.said.moment.speaker.host.address;
  auto const& listener = c.said.moment.listener.host.address;
  bool const to_one = !names_group(listener) && !names_group(speaker);
  (to_one ? single_ : group_) += c.frames_out + c.frames_in;
  vlans_[c.vlan] += c.frames_out + c.frames_in;
  if (c.frames_out != 0) {
    hear(speaker);
    hear(c.mac_out);
    note_spoken_to(listener, c.frames_out);
  }
  if (c.frames_in != 0) {
    hear(listener);
    hear(c.mac_in);
    note_spoken_to(speaker, c.frames_in);
  }
  if (to_one && c.phase == Phase::closed && heard(c.hops_out, c.mac_out) &&
      heard(c.hops_in, c.mac_in))
    ++two_way_;
  if (c.transport == transport::tcp) on_stream(c);
}

void Tap::on(Binding const& binding) {
  // An address that is only asked for may be nobody's; one that is bound on the link has
  // said so. Other protocols tell of hosts that are far away.
  if (binding.relation != Relation::address) return;
  if (!binding.said.protocol.has(Trait::on_link)) return;
  hear(binding.subject);
  hear(binding.object);
}

void Tap::on_stream(Conversation const& conversation) {
  TalkKey const key{conversation.said.moment.conversation.value};
  auto* talk = talks_.find(key);
  if (talk == nullptr) talk = &talks_.insert(key, {});
  talk->frames += conversation.frames_out + conversation.frames_in;
  talk->payload += conversation.payload_out + conversation.payload_in;
  talk->lost += conversation.lost_out + conversation.lost_in;
  if (conversation.phase != Phase::closed) return;
  on_end_of_stream(conversation, *talk);
  talks_.erase(key);
}

/// Who sends data has been answered: TCP sends none before both sides have spoken
/// (RFC 9293, section 3.5), so a side that was not heard was missed.
void Tap::on_end_of_stream(Conversation const& conversation, Talk const& talk) {
  if (talk.payload == 0) return;
  bool const out = heard(conversation.hops_out, conversation.mac_out);
  bool const in = heard(conversation.hops_in, conversation.mac_in);
  if (out && in) {
    ++whole_streams_;
    payload_ += talk.payload;
    lost_ += talk.lost;
    return;
  }
  if (talk.frames < limit::frames_of_proof) return;
  ++half_streams_;
  auto const& moment = conversation.said.moment;
  auto const& silent = (out ? moment.listener : moment.speaker).host.address;
  if (silent_.size() < limit::most_named && std::ranges::find(silent_, silent) == silent_.end())
    silent_.push_back(silent);
}

std::vector<Tap::Network const*> Tap::expected_networks() const {
  auto const point = std::ranges::find(site_.points, point_, &site::Point::name);
  auto const boundary = point == site_.points.end() ? std::string{} : point->boundary;
  auto const of_owner = [&](auto const& wanted) {
    std::vector<Network const*> found;
    for (auto const& network : networks_)
      if (wanted(network)) found.push_back(&network);
    return found;
  };
  if (!boundary.empty())
    return of_owner([&](Network const& network) { return network.owner == boundary; });
  if (std::ranges::none_of(networks_, &Network::of_crane))
    return of_owner([](Network const&) { return true; });
  return of_owner([&](Network const& network) {
    return network.of_crane && std::ranges::any_of(networks_, [&](Network const& other) {
             return other.owner == network.owner && other.heard;
           });
  });
}

bool Tap::expected_here(Watched const& watched) const {
  if (watched.required || networks_.empty()) return true;
  auto const expected = expected_networks();
  return std::ranges::any_of(watched.device.addresses, [&](Address const& address) {
    return std::ranges::any_of(expected, [&](Network const* network) {
      return network->heard && network->prefix.contains(address);
    });
  });
}

}  // namespace qw::tap
