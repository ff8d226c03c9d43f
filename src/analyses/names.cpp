// SPDX-License-Identifier: Apache-2.0
#include "analyses/names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/limits.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {

void Names::on(Name const& name) {
  if (name.phase == NamePhase::asked || name.question.empty()) return;
  for (auto const answer : name.answers)
    if (auto const address = Address::parse(answer); address && address->is_ip())
      learn(atlas_.host_at(name.said.moment.speaker.host.realm, *address), name.question);
}

void Names::on(Handshake const& handshake) {
  if (handshake.part != HandshakePart::client || handshake.server_name.empty()) return;
  learn(handshake.said.moment.listener.host, handshake.server_name);
}

void Names::learn(Host const& host, std::string_view name) {
  auto found = names_.find(host);
  if (found == names_.end()) {
    if (names_.size() == limit::names) {
      ++beyond_limit_;
      return;
    }
    found = names_.emplace(host, std::vector<std::string>{}).first;
  }
  auto& known = found->second;
  name = name.substr(0, limit::name_octets);
  if (known.size() == limit::names_per_host) return;
  if (std::find(known.begin(), known.end(), name) == known.end()) known.emplace_back(name);
}

std::string Names::of(Host const& host) const {
  auto const found = names_.find(host);
  return found == names_.end() ? std::string{} : fmt::format("{}", fmt::join(found->second, ", "));
}

bool Names::restored() const {
  return names_.size() <= limit::names && std::ranges::all_of(names_, [](auto const& each) {
           return each.second.size() <= limit::names_per_host;
         });
}

void Names::write(Dossier& dossier) const {
  dossier.limits.push_back({"some host names are missing", beyond_limit_});
}

}  // namespace qw::analyses
