// SPDX-License-Identifier: Apache-2.0
#include "detectors/second_gateway/second_gateway.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detectors/common/words.hpp"

namespace qw::detectors::second_gateway {
namespace {

std::string network_of(Address const& address) {
  auto const octets = address.octets();
  return std::string{text_of(octets.first(octets.size() == 16 ? 8 : 3))};
}

std::string list_of(std::vector<Address> const& addresses) {
  std::string text;
  for (auto const& address : addresses) text += (text.empty() ? "" : ", ") + to_text(address);
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
      claim(service, binding, "the site file names " + list_of(declared), findings);
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
  if (found->second != binding.subject)
    claim(service, binding, to_text(found->second) + " was there before", findings);
}

void Detector::claim(Service service, Binding const& binding, std::string const& instead,
                     Findings& findings) const {
  auto const& moment = binding.said.moment;
  bool const gateway = service == Service::gateway;
  auto const subject =
      address_of(context_.atlas.host_at(moment.speaker.host.realm, binding.subject), context_);
  bool const declared = instead.starts_with("the site");
  auto const severity = !maintenance_at(context_, moment).empty() ? Severity::note
                        : declared                                ? Severity::page
                                                                  : Severity::queue;
  // What was planned work in a maintenance window does not cover what comes after it.
  auto const key = fmt::format("{} {}", gateway ? "gateway" : "address server", name_of(severity));
  findings.add("second_gateway", key, subject, binding.said, [&](Finding& finding) {
    finding.grade = Grade::observed;
    finding.severity = severity;
    finding.claim = gateway ? fmt::format("Hosts were told to use {} as their gateway ({}); {}.",
                                          subject, binding.said.protocol.text(), instead)
                            : fmt::format("{} answers as a DHCP server; {}.", subject, instead);
    finding.innocent = gateway
                           ? "A spare router that takes over, or a network with two ways out that "
                             "the port knows of."
                           : "A spare DHCP server, or a service laptop that shares its network.";
    finding.technique = about.technique;
    finding.rules = {"IEC 62443-3-3 SR 5.2", "33 CFR 101.650(e)(3)(v)"};
    finding.steps = {
        "Crane maintenance: find the device by its MAC and switch port; a modem or "
        "router may sit in a cabinet. Touch nothing on a crane that is working.",
        "Security engineer: compare with the network plan, then with the switch's own "
        "table."};
  });
}

void Detector::at_end(Results const& results, Findings& findings) const {
  if (!overflowed_) return;
  add_not_judged(findings, results, about.name, "every network",
                 "Not every gateway could be judged: more networks were seen than can be "
                 "remembered.",
                 "Name the gateways and DHCP servers in the site file.");
}

}  // namespace qw::detectors::second_gateway
