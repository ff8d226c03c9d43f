// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "analyses/commands.hpp"
#include "analyses/context.hpp"
#include "analyses/doubt.hpp"
#include "analyses/rows.hpp"
#include "analyses/service.hpp"
#include "analyses/span.hpp"
#include "site/rules.hpp"
#include "vocabulary/records/conduit.hpp"

namespace qw::analyses {

/// Who opened what to whom, how much went over it, and which rule allows it. Unlike
/// the ledger it knows no boundary: every pair of hosts has its conduits, also those
/// that never leave the crane, and those towards groups.
class Conduits {
 public:
  /// Asks Doubts, which hear of a conversation before this does, and Commands.
  explicit Conduits(Context const& context);

  void on(Conversation const& conversation);

  /// By from, to, service; the row of what was folded, without hosts, first. Verbs come
  /// from the commands, whichever way they went. What two hosts say in one protocol has rows
  /// of its own for each port that a rule names; they share their verbs. Where no vouched rule
  /// fits, one that is not proven to fit is taken and its doubt said (doubt.hpp); a command from
  /// `from` to `to` proves who opened.
  [[nodiscard]] std::vector<ConduitRow> rows() const;
  /// Reports of conversations that share a row, for the table was full.
  [[nodiscard]] std::uint64_t folded() const { return rows_.folded(); }
  void write(Dossier& dossier) const;
  void write(std::vector<ConduitRow>& to) const { to = rows(); }

  static constexpr auto state() { return std::tuple{&Conduits::rows_}; }

 private:
  struct Key {
    Host from;
    Host to;
    Service service;
    Doubtful doubtful;

    static constexpr auto state() {
      return std::tuple{&Key::from, &Key::to, &Key::service, &Key::doubtful};
    }
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      return mixed(mixed(qw::hash_of(key.from), qw::hash_of(key.to)),
                   mixed(hash_of(key.service), hash_of(key.doubtful)));
    }
  };
  struct All {  // folded rows are not kept apart
    [[nodiscard]] All rest() const { return {}; }
    static constexpr auto state() { return std::tuple{}; }
    friend bool operator==(All, All) = default;
    friend std::uint64_t hash_of(All) { return 0; }
  };
  struct Talk {
    ConversationId id;

    static constexpr auto state() { return std::tuple{&Talk::id}; }
    friend bool operator==(Talk, Talk) = default;
    friend std::uint64_t hash_of(Talk talk) { return mixed(talk.id.value, 0); }
  };
  struct Counts {
    std::uint64_t conversations = 0;
    std::uint64_t frames = 0;
    std::uint64_t octets = 0;
    std::uint64_t clear = 0;  // reports of conversations in clear
    std::uint64_t encrypted = 0;

    static constexpr auto state() {
      using C = Counts;
      return std::tuple{&C::conversations, &C::frames, &C::octets, &C::clear, &C::encrypted};
    }
    Counts& operator+=(Counts const& other);
    Counts& operator-=(Counts const& other);
    friend bool operator==(Counts const&, Counts const&) = default;
  };
  using Table = Rows<Key, All, Talk, Span, Counts>;

  [[nodiscard]] ConduitRow row_of(Table::Kept const& kept) const;
  void take_in_doubt(Key const& key, ConduitRow& row) const;

  site::Site const& site_;
  site::Atlas const& atlas_;
  site::RulePorts ports_;
  Doubts const& doubts_;
  Others const& others_;
  Table rows_;
};

}  // namespace qw::analyses
