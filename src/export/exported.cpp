// SPDX-License-Identifier: Apache-2.0
#include "export/exported.hpp"

#include <algorithm>

#include "vocabulary/conversation.hpp"

namespace qw::exports {
namespace {

void take_text(std::string& kept, std::string_view seen) {
  if (!seen.empty()) kept = seen;
}

}  // namespace

Conversations::Entry& Conversations::on(Conversation const& conversation) {
  auto const id = conversation.said.moment.conversation.value;
  auto const [found, is_new] = entries_.try_emplace(id);
  auto& entry = found->second;
  if (is_new || entry.sum.transport.empty())
    entry.sum = conversation;
  else
    gather(entry.sum, conversation);
  entry.sum.opening = {};  // dies with its batch
  return entry;
}

Session& Conversations::on(Handshake const& handshake) {
  auto const& moment = handshake.said.moment;
  auto& session = entries_[moment.conversation.value].session;
  if (!session.seen()) {
    session.at = moment.at;
    session.moment = moment;
    if (handshake.part != HandshakePart::client)
      std::swap(session.moment.speaker, session.moment.listener);
  }
  if (handshake.part == HandshakePart::server) {
    session.server = true;
    take_text(session.version, handshake.version);
    take_text(session.application, handshake.application);
  } else if (handshake.part == HandshakePart::client) {
    session.client = true;
    if (!session.server) take_text(session.version, handshake.version);
    take_text(session.fingerprint, handshake.fingerprint);
    take_text(session.fingerprint_old, handshake.fingerprint_old);
  }
  if (handshake.part == HandshakePart::certificate && moment.speaker == session.moment.speaker)
    return session;  // the client's own certificate: the formats speak of the server's
  take_text(session.cipher, handshake.cipher);
  take_text(session.server_name, handshake.server_name);
  take_text(session.subject, handshake.subject);
  take_text(session.issuer, handshake.issuer);
  take_text(session.certificate, handshake.certificate);
  return session;
}

Term Conversations::transport(ConversationId id) const {
  auto const found = entries_.find(id.value);
  return found == entries_.end() ? Term{} : found->second.sum.transport;
}

std::vector<Conversations::Entry> Conversations::take_rest() {
  std::vector<std::pair<std::uint64_t, Entry>> order;
  for (auto& [id, entry] : entries_) order.emplace_back(id, std::move(entry));
  entries_.clear();
  std::ranges::sort(order, {}, [](auto const& each) { return each.first; });
  std::vector<Entry> rest;
  for (auto& [id, entry] : order) rest.push_back(std::move(entry));
  return rest;
}

}  // namespace qw::exports
