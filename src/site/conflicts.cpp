// SPDX-License-Identifier: Apache-2.0
#include "site/conflicts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace qw::site {
namespace {

/// What was heard of an address.
struct Heard {
  std::set<Address> macs;
  KnownAttribute const* maker = nullptr;  // that the device itself declares
};

struct Known {
  std::vector<Claim const*> claims;
  std::vector<Heard> heard;
};

std::set<Address> macs_of(Device const& device) {
  std::set<Address> macs;
  for (auto const& host : device.hosts)
    if (host.address.is_mac()) macs.insert(host.address);
  return macs;
}

std::map<Host, Known> known_of(std::span<Claim const> claims, std::span<Device const> heard) {
  std::map<Host, Known> all;
  for (auto const& claim : claims)
    for (auto const& address : claim.addresses)
      all[{claim.realm, address}].claims.push_back(&claim);
  for (auto const& device : heard) {
    Heard said{macs_of(device)};
    for (auto const& each : device.attributes)
      if (each.attribute == Attribute::maker && each.basis == Basis::declared) said.maker = &each;
    for (auto const& host : device.hosts)
      if (host.address.is_ip()) all[host].heard.push_back(said);
  }
  return all;
}

template <class Some, class Others>
bool disjoint(Some const& some, Others const& others) {
  return std::none_of(some.begin(), some.end(), [&](auto const& each) {
    return std::find(others.begin(), others.end(), each) != others.end();
  });
}

/// A draft makes names that several devices have its own by the address behind them.
bool same_name(std::string const& a, std::string const& b, std::string const& address) {
  return a == b || a == b + ' ' + address || b == a + ' ' + address;
}

/// The first word in lower case: what tells makers apart, however their names go on.
std::string first_word(std::string_view text) {
  std::string word;
  for (char const c : text.substr(0, text.find(' ')))
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return word;
}

class Comparison {
 public:
  explicit Comparison(std::vector<Conflict>& found) : found_{found} {}

  void documents(Host const& subject, Claim const& a, Claim const& b) {
    auto const address = to_text(subject.address);
    if (!a.name.empty() && !b.name.empty() && !same_name(a.name, b.name, address))
      add(Conflict::Kind::name, subject, a.document, a.name).by(b.document, b.name);
    if (!a.macs.empty() && !b.macs.empty() && disjoint(a.macs, b.macs))
      add(Conflict::Kind::mac, subject, a.document, to_text(a.macs.front()))
          .by(b.document, to_text(b.macs.front()));
  }

  void traffic(Host const& subject, Claim const& a, Heard const& heard) {
    if (!a.macs.empty() && !heard.macs.empty() && disjoint(heard.macs, a.macs))
      add(Conflict::Kind::mac, subject, a.document, to_text(a.macs.front()))
          .by_traffic(to_text(*heard.macs.begin()));
    if (a.maker.empty() || heard.maker == nullptr) return;
    auto const listed = first_word(a.maker);
    auto const declared = first_word(heard.maker->value);
    if (listed.find(declared) != std::string::npos || declared.find(listed) != std::string::npos)
      return;
    auto& made =
        add(Conflict::Kind::maker, subject, a.document, a.maker).by_traffic(heard.maker->value);
    made.source = heard.maker->source;
    made.evidence = heard.maker->evidence;
  }

 private:
  /// A conflict whose other side is still to be named.
  struct Begun {
    Conflict& conflict;
    void by(std::string const& document, std::string value) const {
      conflict.other = document;
      conflict.other_value = std::move(value);
    }
    Conflict& by_traffic(std::string value) const {
      conflict.other_value = std::move(value);
      conflict.by_traffic = true;
      return conflict;
    }
  };
  Begun add(Conflict::Kind kind, Host const& subject, std::string const& document,
            std::string value) {
    return {found_.emplace_back(Conflict{
        .kind = kind, .subject = subject, .document = document, .value = std::move(value)})};
  }

  std::vector<Conflict>& found_;
};

/// A draft calls what has no name by its address.
bool named_by_address(KnownDevice const& device) {
  auto const is_it = [&](Address const& each) { return to_text(each) == device.name; };
  return std::any_of(device.addresses.begin(), device.addresses.end(), is_it) ||
         std::any_of(device.macs.begin(), device.macs.end(), is_it);
}

/// MACs that a switch learnt, and no list of devices has.
void learnt_macs(std::span<Claim const> claims, std::vector<Conflict>& found) {
  std::set<Address> listed;
  for (auto const& claim : claims)
    if (claim.switch_port.empty()) listed.insert(claim.macs.begin(), claim.macs.end());
  if (listed.empty()) return;
  for (auto const& claim : claims)
    for (auto const& mac : claim.macs)
      if (!claim.switch_port.empty() && !listed.contains(mac))
        found.push_back({.kind = Conflict::Kind::learnt,
                         .subject = {claim.realm, mac},
                         .document = claim.document,
                         .value = claim.switch_port});
}

}  // namespace

std::string_view name_of(Conflict::Kind kind) {
  constexpr std::string_view names[] = {"name", "mac", "maker", "unheard", "unlisted", "learnt"};
  return names[static_cast<std::size_t>(kind)];
}

std::string to_text(Conflict const& c) {
  switch (c.kind) {
    case Conflict::Kind::name:
      return fmt::format("{} calls it \"{}\"; {} calls it \"{}\".", c.document, c.value, c.other,
                         c.other_value);
    case Conflict::Kind::mac:
      if (c.other.empty())
        return fmt::format("{} gives its MAC as {}; the traffic shows {}.", c.document, c.value,
                           c.other_value);
      return fmt::format("{} gives its MAC as {}; {} gives {}.", c.document, c.value, c.other,
                         c.other_value);
    case Conflict::Kind::maker:
      return fmt::format("{} gives its maker as \"{}\"; the device says \"{}\" ({}).", c.document,
                         c.value, c.other_value, c.source);
    case Conflict::Kind::unheard:
      return fmt::format("{} lists it, but it is not seen.", c.document);
    case Conflict::Kind::unlisted: return "It is seen, but it is in no list.";
    case Conflict::Kind::learnt:
      return fmt::format("{} learned it at port {}, but it is in no list.", c.document, c.value);
  }
  return {};
}

std::vector<Claim> claims_of(Site const& site) {
  std::vector<Claim> claims;
  for (auto const& device : site.devices) {
    if (device.seen_only) continue;
    Claim claim;
    claim.document = device.document.empty() ? the_site_file : device.document;
    if (!named_by_address(device)) claim.name = device.name;
    claim.maker = device.maker;
    claim.realm = device.realm;
    claim.addresses = device.addresses;
    claim.macs = device.macs;
    claims.push_back(std::move(claim));
  }
  claims.insert(claims.end(), site.claims.begin(), site.claims.end());
  return claims;
}

std::vector<Claim> claims_of(std::span<Imported const> imports) {
  std::vector<Claim> claims;
  for (auto const& import : imports) {
    for (auto const& device : import.devices)
      claims.push_back({device.document,
                        device.name,
                        device.maker,
                        {},
                        device.realm,
                        device.addresses,
                        device.macs});
    for (auto const& port : import.ports)
      claims.push_back({import.file, {}, {}, port.port, {}, {}, {port.mac}});
  }
  return claims;
}

std::vector<Conflict> conflicts(std::span<Claim const> claims, std::span<Device const> heard) {
  std::vector<Conflict> found;
  bool const lists = std::any_of(claims.begin(), claims.end(),
                                 [](Claim const& each) { return !each.addresses.empty(); });
  Comparison comparison{found};
  for (auto const& [host, known] : known_of(claims, heard)) {
    if (known.claims.empty()) {
      if (lists)
        found.push_back({.kind = Conflict::Kind::unlisted, .subject = host, .by_traffic = true});
      continue;
    }
    auto const& first = *known.claims.front();
    for (std::size_t i = 1; i < known.claims.size(); ++i)
      comparison.documents(host, first, *known.claims[i]);
    for (auto const& each : known.heard) comparison.traffic(host, first, each);
    if (known.heard.empty())
      found.push_back({.kind = Conflict::Kind::unheard,
                       .subject = host,
                       .document = first.document,
                       .by_traffic = true});
  }
  learnt_macs(claims, found);
  return found;
}

}  // namespace qw::site
