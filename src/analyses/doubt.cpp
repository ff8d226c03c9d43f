// SPDX-License-Identifier: Apache-2.0
#include "analyses/doubt.hpp"

#include <algorithm>

namespace qw::analyses {

Doubts::Doubts(Context const& context) : site_{context.site}, most_{context.limits.rows} {
  for (auto const& conduit : site_.conduits) {
    bool const is_protocol = !site::port_service(conduit.service);
    bool const may_be_taken = is_protocol && !conduit.seen_only && site::names_all(conduit);
    if (may_be_taken && std::ranges::find(names_, conduit.service) == names_.end())
      names_.push_back(conduit.service);
  }
}

void Doubts::on(Conversation const& conversation) {
  if (!conversation.answered || conversation.opener_guessed || answered_.size() >= most_) return;
  if (conversation.transport != transport::tcp) return;
  if (conversation.service.has(Trait::industrial)) return;
  auto const name = std::ranges::find(names_, conversation.service.text());
  if (name == names_.end()) return;
  auto const& server = conversation.said.moment.listener;
  answered_.emplace(server.host, server.port, static_cast<std::size_t>(name - names_.begin()));
}

bool Doubts::restored() const {
  return answered_.size() <= most_ && std::ranges::all_of(answered_, [&](auto const& each) {
           return std::get<2>(each) < names_.size();
         });
}

Doubts::Found Doubts::find(site::Party const& from, site::Party const& to, Service const& service,
                           Doubtful const& doubtful) const {
  if (doubtful.opener) {
    auto const backward =
        called({service.protocol, doubtful.transport, doubtful.port, service.only_named});
    return {site::rule_in_doubt(site_, to, from, backward), Doubt::opener};
  }
  if (!doubtful.opening) return {};
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (answered_.contains({to.host, service.port, i}))
      if (auto const* rule = site::rule_in_doubt(site_, from, to, {names_[i], {}, 0}))
        return {rule, Doubt::opening};
  return {};
}

}  // namespace qw::analyses
