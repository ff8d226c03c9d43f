// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "analyses/context.hpp"
#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records/deed.hpp"
#include "vocabulary/records/moved.hpp"

namespace qw::analyses {

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
  void write(Dossier& dossier) const;

  static constexpr auto state() {
    using D = Deeds;
    return std::tuple{&D::deeds_, &D::moved_, &D::deed_of_, &D::moved_of_, &D::beyond_limit_};
  }
  [[nodiscard]] bool restored() const;

 private:
  struct Key {
    Host from;
    Host to;
    Protocol service;
    Term operation;
    Term space;
    std::uint64_t verb = 0;  // or what moved
    std::array<std::uint64_t, 4> place{};
    std::string name;

    static constexpr auto state() {
      return std::tuple{&Key::from,  &Key::to,   &Key::service, &Key::operation,
                        &Key::space, &Key::verb, &Key::place,   &Key::name};
    }
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      auto hash = mixed(qw::hash_of(key.from), qw::hash_of(key.to));
      for (auto const term : {key.service.name(), key.operation, key.space})
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

    static constexpr auto state() {
      return std::tuple{&Kept::type, &Kept::count, &Kept::size, &Kept::raw};
    }
    [[nodiscard]] bool restored() const { return size <= most_octets; }
  };
  struct Deed {
    DeedRow row;
    Kept first;
    Kept last;

    static constexpr auto state() { return std::tuple{&Deed::row, &Deed::first, &Deed::last}; }
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
