// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analyses/context.hpp"
#include "analyses/service.hpp"
#include "site/rules.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::analyses {

/// What a capture does not prove of a conversation. Part of a row's key: what is proven and what
/// is not are never one row.
struct Doubtful {
  bool opener = false;     // the other side may have opened it ...
  std::uint16_t port = 0;  // ... on this port of a rule; 0 if no rule names it
  Term transport;          // of that port
  bool opening = false;  // who opened it is known; its first octets, of which nothing is known, not
  friend constexpr bool operator==(Doubtful const&, Doubtful const&) = default;

  static constexpr auto state() {
    using D = Doubtful;
    return std::tuple{&D::opener, &D::port, &D::transport, &D::opening};
  }
};

inline Doubtful doubtful_of(Conversation const& conversation, site::RulePorts const& ports) {
  if (!conversation.opener_guessed) return {false, 0, {}, conversation.opening_lost};
  auto const port = conversation.said.moment.speaker.port;
  if (!ports.holds(conversation.transport.text(), port)) return {true, 0, {}, false};
  return {true, port, conversation.transport, false};
}

inline std::uint64_t hash_of(Doubtful const& doubtful) {
  return qw::hash_of(bytes_of(doubtful.transport.text()), std::uint64_t{doubtful.port} << 2 |
                                                              std::uint64_t{doubtful.opening} << 1 |
                                                              std::uint64_t{doubtful.opener});
}

/// Rules that fit a conversation if what was not seen of it was as they allow.
///
/// Where the opening was lost, a rule for a protocol fits if the same port of the same host
/// answered in that protocol elsewhere in the study. Never for a protocol that steers machines:
/// who hides the opening would hide the commands.
class Doubts {
 public:
  /// Remembers at most as many ports as a table may have rows; others give no benefit of doubt.
  explicit Doubts(Context const& context);

  void on(Conversation const& conversation);

  struct Found {
    site::Conduit const* rule = nullptr;
    Doubt doubt = Doubt::none;
  };
  /// For what `from` is taken to have opened to `to`. No rule if none fits.
  [[nodiscard]] Found find(site::Party const& from, site::Party const& to, Service const& service,
                           Doubtful const& doubtful) const;

  static constexpr auto state() { return std::tuple{&Doubts::answered_}; }
  [[nodiscard]] bool restored() const;

 private:
  site::Site const& site_;
  std::size_t most_;
  std::vector<std::string> names_;  // protocols of rules that may be taken, as the file has them
  std::set<std::tuple<Host, std::uint16_t, std::size_t>> answered_;  // TCP; index of the name
};

}  // namespace qw::analyses
