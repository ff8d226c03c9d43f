// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/moment.hpp"
#include "vocabulary/field.hpp"
#include "vocabulary/terms.hpp"

/// What analyses and detectors produce. Records own their data. Store columns,
/// JSON and documentation derive from their field tables, so none is written by hand.
namespace qw {

/// How far a claim is known.
enum class Grade : std::uint8_t { observed, likely, possible, not_observed, not_observable };
constexpr std::string_view name_of(Grade grade) {
  constexpr std::string_view names[] = {"observed", "likely", "possible", "not observed",
                                        "not observable from here"};
  return names[static_cast<std::size_t>(grade)];
}

/// What it asks of people. `page`: now, even at night; `queue`: today.
enum class Severity : std::uint8_t { page, queue, note };
constexpr std::string_view name_of(Severity severity) {
  constexpr std::string_view names[] = {"page", "queue", "note"};
  return names[static_cast<std::size_t>(severity)];
}

/// Frames that prove something, within one source.
struct Evidence {
  SourceId source{};
  FrameSpan frames;
  FrameNumber reply = 0;
};

/// One claim, with what proves it and what else it could be.
struct Finding {
  std::string detector;
  std::string claim;    // one sentence
  std::string subject;  // the host, device or conduit that it is about
  Grade grade = Grade::observed;
  Severity severity = Severity::note;
  std::uint64_t count = 0;  // how often what is claimed was seen
  Stamp first;
  Stamp last;
  std::vector<Evidence> evidence;  // bounded, earliest first; never empty if observed
  std::string innocent;            // the strongest innocent explanation
  std::string bound;               // for "not observed": the bound and its assumption;
                                   // for "not observable": the physical check that settles it
  std::string technique;           // ATT&CK for ICS: "T0843 Program Download"
  std::vector<std::string> rules;  // what it bears on
  std::vector<std::string> steps;  // what to do, by whom; the first is crane-safe

  static constexpr auto fields() {
    using F = Finding;
    return std::tuple{field("detector", &F::detector), field("claim", &F::claim),
                      field("subject", &F::subject),   field("grade", &F::grade),
                      field("severity", &F::severity), field("count", &F::count),
                      field("first", &F::first),       field("last", &F::last),
                      field("evidence", &F::evidence), field("innocent", &F::innocent),
                      field("bound", &F::bound),       field("technique", &F::technique),
                      field("rules", &F::rules),       field("steps", &F::steps)};
  }
};

/// One thing that is known of a device, and how.
struct KnownAttribute {
  Attribute attribute = Attribute::model;
  std::string value;
  Basis basis = Basis::declared;
  std::string source;  // message and field
  std::uint64_t count = 0;
  Stamp first;
  Evidence evidence;
  bool conflicting = false;  // another value of the same attribute stands beside it

  static constexpr auto fields() {
    using K = KnownAttribute;
    return std::tuple{field("attribute", &K::attribute), field("value", &K::value),
                      field("basis", &K::basis),         field("source", &K::source),
                      field("count", &K::count),         field("first", &K::first),
                      field("evidence", &K::evidence),   field("conflicting", &K::conflicting)};
  }
};

/// A device: one or several hosts that are known to be one thing.
struct Device {
  std::string name;  // declared, else its best name, else its address
  std::vector<Host> hosts;
  std::string joined_by;  // why several hosts are one device
  std::string role;       // "controller", "screen", "router"; empty if not known
  std::string role_basis;
  std::string zone;             // of the site file; empty if none
  bool declared = false;        // stands in the site file
  bool only_broadcast = false;  // never seen to speak to one other host
  std::vector<KnownAttribute> attributes;
  std::vector<std::string> services;  // protocols that it answers
  Stamp first;
  Stamp last;
  std::uint64_t frames_sent = 0;
  std::uint64_t octets_sent = 0;
  std::uint64_t frames_received = 0;
  std::uint64_t octets_received = 0;

  static constexpr auto fields() {
    using D = Device;
    return std::tuple{field("name", &D::name),
                      field("hosts", &D::hosts),
                      field("joined_by", &D::joined_by),
                      field("role", &D::role),
                      field("role_basis", &D::role_basis),
                      field("zone", &D::zone),
                      field("declared", &D::declared),
                      field("only_broadcast", &D::only_broadcast),
                      field("attributes", &D::attributes),
                      field("services", &D::services),
                      field("first", &D::first),
                      field("last", &D::last),
                      field("frames_sent", &D::frames_sent, "frames"),
                      field("octets_sent", &D::octets_sent, "octets"),
                      field("frames_received", &D::frames_received, "frames"),
                      field("octets_received", &D::octets_received, "octets")};
  }
};

/// Who may speak to whom, and who did.
struct ConduitRow {
  Host from;  // who opens
  Host to;
  std::string from_zone;
  std::string to_zone;
  std::string service;        // protocol, else transport and port: "tcp/8443"
  std::string port;           // of a protocol, where other ports are rows of their own: "tcp/1502"
  bool only_named = false;    // named by its first octets, and not understood
  std::string verbs;          // commands seen, most frequent first: "read 812, write 3"
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
};

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
};

/// One measured part of how far the answer can be trusted.
struct CoverageRow {
  std::string topic;    // "time", "loss", "understood", "direction", ...
  std::string subject;  // a source, a protocol, a device
  std::uint64_t part = 0;
  std::uint64_t whole = 0;  // 0 if there is nothing to divide by
  std::string unit;
  std::string statement;  // the same as a sentence

  static constexpr auto fields() {
    using C = CoverageRow;
    return std::tuple{field("topic", &C::topic), field("subject", &C::subject),
                      field("part", &C::part),   field("whole", &C::whole),
                      field("unit", &C::unit),   field("statement", &C::statement)};
  }
};

}  // namespace qw
