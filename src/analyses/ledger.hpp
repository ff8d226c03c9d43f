// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analyses/context.hpp"
#include "analyses/doubt.hpp"
#include "analyses/regions.hpp"
#include "analyses/rows.hpp"
#include "analyses/service.hpp"
#include "analyses/span.hpp"
#include "site/rules.hpp"
#include "vocabulary/records/boundary.hpp"
#include "vocabulary/records/ledger.hpp"

namespace qw::analyses {

class Geo;
class Names;

/// Everything that crosses an edge of the site, to the last octet: to whom, as what,
/// and allowed by which rule.
///
/// An octet crosses where one end of its conversation lies inside of a boundary and
/// the other does not. What lies inside of two boundaries crosses both. Frames to
/// groups, to everybody and between link addresses stay on the link and cross nothing.
/// A conversation that several points see is counted once: flow takes other sightings
/// than those of the point where it was first heard for duplicates. Rows name that point.
///
/// A rule explains a row if a person vouches for it, and if everyone who opened a
/// conversation in the row was allowed to. One that is not proven to fit (doubt.hpp) explains it
/// too, unless a protocol steers machines. A rule that was only seen is named in the row, but
/// explains nothing.
class Ledger {
 public:
  /// Asks Names, and Doubts, which hear of a conversation before this does.
  explicit Ledger(Context const& context);

  void on(Conversation const& conversation);

  /// By boundary; what is unexplained first, then by octets, most first. What came after the
  /// table was full has rows without hosts, by country, operator and service.
  [[nodiscard]] std::vector<LedgerRow> rows() const;
  /// One for each boundary, in the order of the atlas.
  [[nodiscard]] std::vector<LedgerTotal> totals() const;
  /// Reports of conversations that came after the table was full, and share rows.
  [[nodiscard]] std::uint64_t folded() const { return rows_.folded(); }
  void write(Dossier& dossier) const;
  void write(std::vector<LedgerRow>& to) const { to = rows(); }

  static constexpr auto state() {
    return std::tuple{&Ledger::regions_, &Ledger::crossed_, &Ledger::rows_};
  }
  [[nodiscard]] bool restored() const;

 private:
  struct Key {
    Host inside;
    Host outside;
    Service service;
    site::Index boundary = 0;
    PointId point{};
    Doubtful doubtful;

    static constexpr auto state() {
      return std::tuple{&Key::inside,   &Key::outside, &Key::service,
                        &Key::boundary, &Key::point,   &Key::doubtful};
    }
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      return mixed(mixed(qw::hash_of(key.inside), qw::hash_of(key.outside)),
                   mixed(mixed(hash_of(key.service), hash_of(key.doubtful)),
                         static_cast<std::uint64_t>(key.boundary) << 16 |
                             static_cast<std::uint64_t>(key.point)));
    }
  };
  struct Edge {  // what folded rows keep apart
    site::Index boundary = 0;
    PointId point{};
    bool explained = false;
    Regions::Number outside = Regions::unknown;
    Term service;  // or its transport

    static constexpr auto state() {
      return std::tuple{&Edge::boundary, &Edge::point, &Edge::explained, &Edge::outside,
                        &Edge::service};
    }
    [[nodiscard]] Edge rest() const { return {boundary, point, explained, Regions::unknown, {}}; }
    friend bool operator==(Edge const&, Edge const&) = default;
    friend std::uint64_t hash_of(Edge const& edge) {
      return qw::hash_of(bytes_of(edge.service.text()),
                         mixed(std::uint64_t{edge.boundary} << 32 | edge.outside,
                               static_cast<std::uint64_t>(edge.point) << 1 |
                                   static_cast<std::uint64_t>(edge.explained)));
    }
  };
  struct Talk {
    ConversationId id;
    site::Index boundary = 0;

    static constexpr auto state() { return std::tuple{&Talk::id, &Talk::boundary}; }
    friend bool operator==(Talk const&, Talk const&) = default;
    friend std::uint64_t hash_of(Talk const& talk) { return mixed(talk.id.value, talk.boundary); }
  };
  struct Counts {
    std::uint64_t conversations = 0;
    std::uint64_t frames_out = 0;
    std::uint64_t frames_in = 0;
    std::uint64_t octets_out = 0;
    std::uint64_t octets_in = 0;
    std::uint64_t opened_inside = 0;  // reports of conversations that the inside opened
    std::uint64_t opened_outside = 0;
    std::uint64_t clear = 0;  // reports of conversations in clear
    std::uint64_t encrypted = 0;

    static constexpr auto state() {
      using C = Counts;
      return std::tuple{&C::conversations,  &C::frames_out, &C::frames_in,
                        &C::octets_out,     &C::octets_in,  &C::opened_inside,
                        &C::opened_outside, &C::clear,      &C::encrypted};
    }
    Counts& operator+=(Counts const& other);
    Counts& operator-=(Counts const& other);
    friend bool operator==(Counts const&, Counts const&) = default;
  };
  using Table = Rows<Key, Edge, Talk, Span, Counts>;
  struct Allowed {
    std::string rule;
    bool explained = false;
  };

  void enter(Conversation const& conversation, site::Index boundary, bool speaker_inside);
  Edge edge_of(Key const& key, bool speaker_inside);
  [[nodiscard]] static site::Index boundary_of(Table::Kept const& kept);
  [[nodiscard]] Allowed allowed(Key const& key, bool opened_inside, bool opened_outside) const;
  [[nodiscard]] Allowed allowed(Table::Kept const& kept) const;
  void describe(LedgerRow& row, Key const& key) const;
  void describe(LedgerRow& row, Edge const& edge) const;
  [[nodiscard]] LedgerRow row_of(Table::Kept const& kept) const;

  site::Site const& site_;
  site::Atlas const& atlas_;
  site::RulePorts ports_;
  Doubts const& doubts_;
  Names const& names_;
  std::vector<std::string> const& point_names_;
  Geo const& geo_;
  Regions regions_;                     // of what is folded
  std::vector<std::uint64_t> crossed_;  // by boundary
  Table rows_;
};

}  // namespace qw::analyses
