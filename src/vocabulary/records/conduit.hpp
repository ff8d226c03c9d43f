// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/terms.hpp"
#include "vocabulary/verb_counts.hpp"

namespace qw {

/// Who may speak to whom, and who did.
struct ConduitRow {
  Host from;  // who opens
  Host to;
  std::string from_zone;
  std::string to_zone;
  std::string service;        // protocol, else transport and port: "tcp/8443"
  std::string port;           // of a protocol, where other ports are rows of their own: "tcp/1502"
  bool only_named = false;    // named by its first octets, and not understood
  VerbCounts verbs;           // commands seen: "read 812, write 3"
  std::string rule;           // of the site file that allows it; empty if none
  bool vouched = false;       // the rule is vouched for by a person, not only seen
  Doubt doubt = Doubt::none;  // of the rule: it fits only if what was not seen was as it allows
  std::uint64_t conversations = 0;
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
  std::uint64_t commands = 0;
  Encryption encryption = Encryption::unknown;
  Stamp first;
  Stamp last;
  Evidence evidence;

  static constexpr auto fields() {
    using C = ConduitRow;
    return std::tuple{field("from", &C::from),
                      field("to", &C::to),
                      field("from_zone", &C::from_zone),
                      field("to_zone", &C::to_zone),
                      field("service", &C::service),
                      field("port", &C::port),
                      field("only_named", &C::only_named),
                      field("verbs", &C::verbs),
                      field("rule", &C::rule),
                      field("vouched", &C::vouched),
                      field("doubt", &C::doubt),
                      field("conversations", &C::conversations),
                      field("frames", &C::frames, "frames"),
                      field("octets", &C::octets, "octets"),
                      field("commands", &C::commands),
                      field("encryption", &C::encryption),
                      field("first", &C::first),
                      field("last", &C::last),
                      field("evidence", &C::evidence)};
  }

  static constexpr auto key() {
    using C = ConduitRow;
    return std::tuple{&C::from, &C::to, &C::service, &C::port, &C::doubt};
  }
};

}  // namespace qw
