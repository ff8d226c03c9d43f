// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// Octets that crossed a boundary: one row for each inside host, outside host,
/// service. Sums of rows equal `boundary_octets` of the ledger, always.
struct LedgerRow {
  std::string boundary;  // crane or zone, or "private addresses" by default
  std::string point;     // where it was measured
  Host inside;
  Host outside;
  std::string outside_name;  // looked up, or from a handshake, as seen in the capture
  std::string country;       // ISO 3166-1 alpha-2; empty if not known
  std::string network;       // operator and AS number; empty if not known
  std::string service;
  std::string port;         // of a protocol, where other ports are rows of their own: "tcp/1502"
  bool only_named = false;  // named by its first octets, and not understood
  Encryption encryption = Encryption::unknown;
  std::string rule;        // that allows it; empty if none
  bool explained = false;  // by a rule; without one the octets are unexplained
  std::uint64_t conversations = 0;
  std::uint64_t frames_out = 0;
  std::uint64_t frames_in = 0;
  std::uint64_t octets_out = 0;  // wire octets leaving
  std::uint64_t octets_in = 0;
  Stamp first;
  Stamp last;
  Evidence evidence;

  static constexpr auto fields() {
    using L = LedgerRow;
    return std::tuple{field("boundary", &L::boundary),
                      field("point", &L::point),
                      field("inside", &L::inside),
                      field("outside", &L::outside),
                      field("outside_name", &L::outside_name),
                      field("country", &L::country),
                      field("network", &L::network),
                      field("service", &L::service),
                      field("port", &L::port),
                      field("only_named", &L::only_named),
                      field("encryption", &L::encryption),
                      field("rule", &L::rule),
                      field("explained", &L::explained),
                      field("conversations", &L::conversations),
                      field("frames_out", &L::frames_out, "frames"),
                      field("frames_in", &L::frames_in, "frames"),
                      field("octets_out", &L::octets_out, "octets"),
                      field("octets_in", &L::octets_in, "octets"),
                      field("first", &L::first),
                      field("last", &L::last),
                      field("evidence", &L::evidence)};
  }

  static constexpr auto key() {
    using L = LedgerRow;
    return std::tuple{&L::boundary, &L::point,   &L::inside,  &L::outside,  &L::service,
                      &L::port,     &L::country, &L::network, &L::explained};
  }
};

}  // namespace qw
