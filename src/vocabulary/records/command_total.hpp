// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "core/protocol.hpp"
#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// One kind of command that one host gave another, and what came of it.
struct CommandRow {
  Host from;
  Host to;
  Protocol service;
  Verb verb = Verb::other;
  std::string operation;    // in the protocol's own words
  std::uint64_t count = 0;  // = accepted + refused + unanswered + unseen + without answer
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t unanswered = 0;
  std::uint64_t unseen = 0;  // the capture cannot tell
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first

  static constexpr auto fields() {
    using C = CommandRow;
    return std::tuple{field("from", &C::from),
                      field("to", &C::to),
                      field("service", &C::service),
                      field("verb", &C::verb),
                      field("operation", &C::operation),
                      field("count", &C::count),
                      field("accepted", &C::accepted),
                      field("refused", &C::refused),
                      field("unanswered", &C::unanswered),
                      field("unseen", &C::unseen),
                      field("first", &C::first),
                      field("last", &C::last),
                      field("evidence", &C::evidence)};
  }

  static constexpr auto key() {
    using C = CommandRow;
    return std::tuple{&C::from, &C::to, &C::service, &C::verb, &C::operation};
  }
};

}  // namespace qw
