// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "core/moment.hpp"
#include "core/term.hpp"
#include "vocabulary/json.hpp"
#include "vocabulary/names.hpp"

/// What a finding is about, and what else it knows: data, of which its detector makes words.
namespace qw {

/// Who did something, and to whom.
struct HostPair {
  Host from;
  Host to;
  friend auto operator<=>(HostPair const&, HostPair const&) = default;
};

/// What one host opens to another: a protocol, else transport and port. An end without an address
/// stands for many.
struct ConduitEnds {
  Host from;
  Host to;
  std::string service;
  friend auto operator<=>(ConduitEnds const&, ConduitEnds const&) = default;
};

/// One thing that a host has: an object, a signal, a login.
struct HostPoint {
  Host host;
  std::string point;
  friend auto operator<=>(HostPoint const&, HostPoint const&) = default;
};

/// A document of the port's own: the site file, or "assets.csv".
struct PortDocument {
  std::string name;
  friend auto operator<=>(PortDocument const&, PortDocument const&) = default;
};

/// What was captured, or one realm of it.
struct Observation {
  RealmId realm{};
  friend auto operator<=>(Observation const&, Observation const&) = default;
};

using Subject = std::variant<Observation, Host, HostPair, ConduitEnds, HostPoint, PortDocument>;

/// The hosts that a finding marks: those of a host, a pair or a point.
std::vector<Host> hosts_of(Subject const& subject);

/// One object: `type`, and the members that the type has.
void write_value(JsonWriter& json, Subject const& subject, Names const& names);

/// A named value of a finding.
struct FindingPart {
  using Value = std::variant<std::string, std::uint64_t, Host>;
  Term name;
  Value value;
  friend auto operator<=>(FindingPart const&, FindingPart const&) = default;
};

/// A few of them, in their order. Several may have one name.
class FindingParts {
 public:
  static constexpr std::size_t most = 32;
  static constexpr std::size_t most_octets = 1'024;  // of one text; the rest is cut off

  FindingParts() = default;
  FindingParts(std::initializer_list<FindingPart> parts) {
    for (auto const& part : parts) add(part);
  }

  /// One more; beyond `most` it is not taken.
  void add(FindingPart part);
  void add(Term name, std::string_view text) { add({name, std::string{text}}); }
  void add(Term name, std::uint64_t number) { add({name, number}); }
  void add(Term name, Host const& host) { add({name, host}); }
  /// In the place of what has the name, else one more.
  void set(Term name, std::uint64_t number);

  [[nodiscard]] bool empty() const { return parts_.empty(); }
  [[nodiscard]] bool has(Term name) const { return find(name) != nullptr; }
  /// The first of that name; empty if there is none, or if it is of another type.
  [[nodiscard]] std::string_view text(Term name) const;
  [[nodiscard]] std::uint64_t number(Term name) const;
  [[nodiscard]] Host host(Term name) const;
  /// All texts of that name.
  [[nodiscard]] std::vector<std::string_view> texts(Term name) const;
  [[nodiscard]] std::vector<FindingPart> const& all() const { return parts_; }

  static constexpr auto state() { return std::tuple{&FindingParts::parts_}; }
  [[nodiscard]] bool restored() const { return parts_.size() <= most; }

  friend auto operator<=>(FindingParts const&, FindingParts const&) = default;

 private:
  [[nodiscard]] FindingPart const* find(Term name) const;

  std::vector<FindingPart> parts_;
};

/// One object: each name with its value, or with the list of its values.
void write_value(JsonWriter& json, FindingParts const& parts, Names const& names);

}  // namespace qw
