// SPDX-License-Identifier: Apache-2.0
#include "analyses/protocol_tallies.hpp"

#include "vocabulary/dossier.hpp"

namespace qw::analyses {

void ProtocolTallies::count(std::size_t kind, Protocol protocol, std::uint64_t times) {
  events_[kind] += times;
  if (!protocol.empty()) tally_of(protocol).events += times;
}

void ProtocolTallies::count(Conversation const& conversation) {
  ++events_[index_of<Conversation>];
  if (conversation.service.empty()) return;
  auto& tally = tally_of(conversation.service);
  tally.octets += conversation.understood_octets;
  if (conversation.phase == Phase::closed) ++tally.conversations;
}

ProtocolTally& ProtocolTallies::tally_of(Protocol protocol) {
  if (last_tally_ == nullptr || protocol != last_protocol_) {
    auto found = protocols_.find(protocol.text());
    if (found == protocols_.end()) {
      found = protocols_.try_emplace(std::string{protocol.text()}).first;
      found->second.name = protocol.text();
    }
    last_protocol_ = protocol;
    last_tally_ = &found->second;
  }
  return *last_tally_;
}

void ProtocolTallies::write(Dossier& dossier) const {
  dossier.events = events_;
  for (auto const& [name, tally] : protocols_) dossier.of<ProtocolTally>().push_back(tally);
}

}  // namespace qw::analyses
