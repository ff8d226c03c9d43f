// SPDX-License-Identifier: Apache-2.0
#include "detectors/second_gateway/second_gateway.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "detectors/common/shared.hpp"

namespace qw::detectors::second_gateway {
namespace {

std::string network_of(Address const& address) {
  auto const octets = address.octets();
  return std::string{text_of(octets.first(octets.size() == 16 ? 8 : 3))};
}

constexpr Term declared_address{"declared"};  // in the site file
constexpr Term more_declared{"more declared"};
constexpr Term before{"before"};  // was there first
constexpr std::size_t most_declared = 16;

void add_declared(FindingParts& parts, std::vector<Address> const& declared) {
  for (std::size_t i = 0; i < std::min(declared.size(), most_declared); ++i)
    parts.add(declared_address, to_text(declared[i]));
  if (declared.size() > most_declared) parts.add(more_declared, declared.size() - most_declared);
}

/// What else was to be expected.
std::string instead_of_it(FindingParts const& parts) {
  if (parts.has(before)) return fmt::format("{} was seen first", parts.text(before));
  auto text = fmt::format("the site file names {}", fmt::join(parts.texts(declared_address), ", "));
  if (parts.has(more_declared)) text += fmt::format(" and {} more", parts.number(more_declared));
  return text;
}

}  // namespace

void Detector::on(Binding const& binding, Findings& findings) {
  if (!binding.subject.is_ip() || binding.subject.is_unspecified()) return;
  if (binding.relation == Relation::gateway) judge(Service::gateway, binding, findings);
  if (binding.relation == Relation::server && binding.detail == "DHCP")
    judge(Service::dhcp, binding, findings);
}

void Detector::judge(Service service, Binding const& binding, Findings& findings) {
  auto const& services = context_.site.services;
  auto const& declared = service == Service::gateway ? services.gateways : services.dhcp_servers;
  if (!declared.empty()) {
    if (std::ranges::find(declared, binding.subject) == declared.end())
      claim(service, binding, {}, findings);
    return;
  }
  auto const realm =
      context_.atlas.host_at(binding.said.moment.speaker.host.realm, binding.subject).realm;
  Network network{service, realm, network_of(binding.subject)};
  auto const found = first_seen_.find(network);
  if (found == first_seen_.end()) {
    if (first_seen_.size() >= most_networks)
      overflowed_ = true;
    else
      first_seen_.emplace(std::move(network), binding.subject);
    return;
  }
  if (found->second != binding.subject) claim(service, binding, found->second, findings);
}

void Detector::claim(Service service, Binding const& binding, Address const& known,
                     Findings& findings) const {
  auto const& moment = binding.said.moment;
  bool const gateway = service == Service::gateway;
  bool const maintained = is_maintained(context_, moment);
  findings.add(
      {about, gateway ? "gateway" : "DHCP server",
       context_.atlas.host_at(moment.speaker.host.realm, binding.subject), with_plan(maintained)},
      binding.said, [&](Finding& finding) {
        finding.grade = Grade::observed;
        finding.severity = maintained      ? Severity::note
                           : known.empty() ? Severity::page
                                           : Severity::queue;
        finding.parts.add(part::protocol, binding.said.protocol.text());
        auto const& services = context_.site.services;
        if (known.empty())
          add_declared(finding.parts, gateway ? services.gateways : services.dhcp_servers);
        else
          finding.parts.add(before, to_text(known));
      });
}

void Detector::at(Tick const& tick, Standing& standing) const {
  if (overflowed_) add_not_judged(standing, about, "not all judged", tick);
}

FindingWords words(Finding const& finding, Names const& names) {
  if (finding.grade == Grade::not_observable)
    return {"every network",
            "Not every gateway was judged: more networks were seen than the detector can track."};
  auto const& parts = finding.parts;
  auto const subject = address_of(subject_as<Host>(finding), names);
  auto const instead = instead_of_it(parts);
  return {subject, finding.kind->name == "gateway"
                       ? fmt::format("Hosts were given {} as their gateway ({}); {}.", subject,
                                     parts.text(part::protocol), instead)
                       : fmt::format("{} answers as a DHCP server; {}.", subject, instead)};
}

}  // namespace qw::detectors::second_gateway
