// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <vector>

#include "analyses/context.hpp"
#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records/command_total.hpp"

namespace qw::analyses {

/// Who commands whom.
class Commands {
 public:
  explicit Commands(Limits const& limits = {}) : most_rows_{limits.rows} {}
  explicit Commands(Context const& context) : Commands{context.limits} {}

  void on(Command const& command) { on_repeat(command, 1, command.said.moment.at); }
  /// It was said so often, most lately at `last`.
  void on_repeat(Command const& command, std::uint64_t times, Stamp last);

  /// By from, to, service, verb, operation. Beyond the limit rows share one that has
  /// neither hosts nor service, and stands first.
  [[nodiscard]] std::vector<CommandRow> rows() const;
  /// Commands that were counted in that one.
  [[nodiscard]] std::uint64_t folded() const { return folded_; }
  void write(Dossier& dossier) const;

  static constexpr auto state() { return std::tuple{&Commands::rows_, &Commands::folded_}; }
  bool restored();

 private:
  struct Key {
    Host from;
    Host to;
    Protocol service;
    Verb verb = Verb::other;
    Term operation;

    static constexpr auto state() {
      return std::tuple{&Key::from, &Key::to, &Key::service, &Key::verb, &Key::operation};
    }
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      auto const texts = qw::hash_of(
          bytes_of(key.operation.text()),
          qw::hash_of(bytes_of(key.service.text()), static_cast<std::uint64_t>(key.verb)));
      return mixed(mixed(qw::hash_of(key.from), qw::hash_of(key.to)), texts);
    }
  };
  struct Row {
    Key key;
    std::array<std::uint64_t, 5> outcomes{};  // by Outcome::State
    Stamp first;
    Stamp last;
    Evidence evidence;

    static constexpr auto state() {
      return std::tuple{&Row::key, &Row::outcomes, &Row::first, &Row::last, &Row::evidence};
    }
  };
  /// Where a conversation's last command of this operation was counted. A poll comes
  /// here thousands of times a second; only its first time takes the table.
  struct Shortcut {
    ConversationId conversation;
    Key key;
    std::uint32_t row = 0;
    bool set = false;
  };
  static constexpr std::size_t shortcuts = 1'024;
  static constexpr std::uint32_t fold = 0;  // row of the folded ones, from the start

  std::uint32_t row_for(Key const& key, Said const& said);

  std::vector<Row> rows_{Row{}};
  boost::unordered_flat_map<Key, std::uint32_t, Hasher> index_;
  std::vector<Shortcut> shortcuts_{shortcuts};
  std::size_t most_rows_;
  std::uint64_t folded_ = 0;
};

}  // namespace qw::analyses
