// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records.hpp"

namespace qw::analyses {

/// What one host changed in another, took from it as a program, or named as a file:
/// one object, with the values of the first and of the last time.
struct DeedRow {
  Host from;
  Host to;
  std::string service;
  Verb verb = Verb::other;
  std::string operation;
  std::string object;        // empty if the command names none
  std::string first_values;  // "1, 2, 3"; octets in hexadecimal; empty if it carried none
  std::string last_values;
  std::uint64_t count = 0;
  std::uint64_t accepted = 0;  // those that no answer is foreseen for are not
  std::uint64_t refused = 0;
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first
};

/// An object that moved: a file, a message, a block of a program. Equal ones share a row.
struct MovedRow {
  Host from;
  Host to;
  std::string service;
  TransferKind what = TransferKind::file;
  std::string name;  // empty if the protocol tells none
  std::uint64_t count = 0;
  std::uint64_t octets = 0;    // seen, of all
  std::uint64_t complete = 0;  // times seen whole
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first
};

/// What commands were about. The store has every one of them; this has the first
/// `most_rows` objects, for people.
class Deeds {
 public:
  static constexpr std::size_t most_rows = 2'048;  // of deeds, and of what moved
  static constexpr std::size_t most_octets = 48;   // of values that are shown
  static constexpr std::size_t most_name = 256;    // octets of a name

  void on(Command const& command);
  /// It was said again so often, most lately at `last`. What was news at that very time came after.
  void on_repeat(Command const& command, std::uint64_t times, Stamp last);
  void on(Transfer const& transfer);

  /// In the order in which they were first done.
  [[nodiscard]] std::vector<DeedRow> deeds() const;
  [[nodiscard]] std::vector<MovedRow> const& moved() const { return moved_; }
  /// Commands and transfers whose objects are in neither.
  [[nodiscard]] std::uint64_t beyond_limit() const { return beyond_limit_; }

 private:
  struct Key {
    Host from;
    Host to;
    Term service;
    Term operation;
    Term space;
    std::uint64_t verb = 0;  // or what moved
    std::array<std::uint64_t, 4> place{};
    std::string name;
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      auto hash = mixed(qw::hash_of(key.from), qw::hash_of(key.to));
      for (auto const term : {key.service, key.operation, key.space})
        hash = qw::hash_of(bytes_of(term.text()), hash);
      hash = mixed(hash, key.verb);
      for (auto const number : key.place) hash = mixed(hash, number);
      return qw::hash_of(bytes_of(key.name), hash);
    }
  };
  /// Values of one command, without what does not fit.
  struct Kept {
    WireType type = WireType::none;
    std::uint32_t count = 0;
    std::uint8_t size = 0;
    std::array<std::byte, most_octets> raw{};
  };
  struct Deed {
    DeedRow row;
    Kept first;
    Kept last;
  };

  /// The deed that the command belongs to, once more so often; null if there is no room.
  Deed* counted(Command const& command, std::uint64_t times);
  static Kept kept(Values const& values);
  static std::string text_of(Kept const& values);
  /// The row of the key, made if there is room; null if there is none.
  template <class Row>
  static Row* row_of(Key key, boost::unordered_flat_map<Key, std::uint32_t, Hasher>& index,
                     std::vector<Row>& rows);

  std::vector<Deed> deeds_;
  std::vector<MovedRow> moved_;
  boost::unordered_flat_map<Key, std::uint32_t, Hasher> deed_of_;
  boost::unordered_flat_map<Key, std::uint32_t, Hasher> moved_of_;
  std::uint64_t beyond_limit_ = 0;
};

}  // namespace qw::analyses
