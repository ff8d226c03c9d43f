// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <vector>

#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"

/// What the formats of other programs need to know of a conversation beyond the
/// event at hand.
namespace qw::exports {

/// A TLS session as far as its handshake was seen.
struct Session {
  Stamp at;
  Moment moment;        // of the client's hello, or of what was seen first
  std::string version;  // as negotiated, else as offered
  std::string cipher;
  std::string server_name;
  std::string application;
  std::string subject;
  std::string issuer;
  std::string certificate;      // SHA-256, hex
  std::string fingerprint;      // JA4
  std::string fingerprint_old;  // JA3
  bool client = false;
  bool server = false;
  [[nodiscard]] bool seen() const { return client || server || !certificate.empty(); }
};

/// The conversations that are open, each with what was said in it so far. Holds one
/// entry for each that flow holds, and drops it with its last event.
class Conversations {
 public:
  struct Entry {
    Conversation sum;
    Session session;
  };

  /// Takes an event in; the conversation is whole if its phase is now closed, and then
  /// must be dropped.
  Entry& on(Conversation const& conversation);
  Session& on(Handshake const& handshake);
  void drop(ConversationId id) { entries_.erase(id.value); }

  /// "udp", "tcp"; empty if the conversation was never announced.
  [[nodiscard]] Term transport(ConversationId id) const;

  /// All that are still open, in order of their identifiers; none afterwards.
  std::vector<Entry> take_rest();

 private:
  struct Mixed {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t id) const { return mixed(id, 0); }
  };
  boost::unordered_flat_map<std::uint64_t, Entry, Mixed> entries_;
};

}  // namespace qw::exports
