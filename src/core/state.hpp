// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/arena.hpp"
#include "core/cursor.hpp"
#include "core/moment.hpp"
#include "core/protocol.hpp"
#include "core/term.hpp"

/// What must survive the end of a program is listed by each type that keeps something:
///
///     static constexpr auto state() { return std::tuple{&Clocks::rows_, &Clocks::beyond_limit_}; }
///
/// `save` and `load` walk these tables; a record without one is walked by its `fields()`. A type
/// may check, and make anew what follows from its members, in `bool restored()`, which `load` calls
/// when all of them are read: false says that they contradict each other.
///
/// Plain aggregates of the inner rooms, which know of no state, have their table in `parts_of`.
///
/// The octets are the same for equal contents: tables of hashes are written in the order of their
/// octets. Every length is held against what is left before anything is made of it, so a state
/// that lies costs no more memory than it is long times a constant.
namespace qw {

/// Pointers to the members of a type that has no table of its own.
template <class Type>
inline constexpr std::tuple<> parts_of{};
template <>
inline constexpr std::tuple parts_of<Host>{&Host::realm, &Host::address};
template <>
inline constexpr std::tuple parts_of<Endpoint>{&Endpoint::host, &Endpoint::port};
template <>
inline constexpr std::tuple parts_of<FrameSpan>{&FrameSpan::first, &FrameSpan::last};
template <>
inline constexpr std::tuple parts_of<Moment>{
    &Moment::at,      &Moment::frames,   &Moment::source,      &Moment::point,
    &Moment::speaker, &Moment::listener, &Moment::conversation};

class StateWriter {
 public:
  template <class Number>
  void number(Number value) {
    auto const bits = static_cast<std::make_unsigned_t<Number>>(value);
    for (std::size_t i = 0; i < sizeof bits; ++i)
      octets_.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(bits) >> (8 * i)));
  }
  void octets(Bytes bytes) { octets_.insert(octets_.end(), bytes.begin(), bytes.end()); }
  void text(std::string_view text) {
    number(static_cast<std::uint32_t>(text.size()));
    octets(bytes_of(text));
  }

  [[nodiscard]] std::vector<std::byte> const& octets() const { return octets_; }
  [[nodiscard]] std::vector<std::byte> take() { return std::move(octets_); }

 private:
  std::vector<std::byte> octets_;
};

struct DetectorDescription;

/// What numbers and names in a state may refer to.
struct StateBounds {
  std::size_t sources = 0;
  std::size_t points = 0;
  std::size_t realms = 0;
  KnownProtocols protocols;
  std::span<DetectorDescription const* const> detectors{};
};

/// Once something did not fit all that is read is 0 or empty, as with a Cursor.
class StateReader {
 public:
  StateReader(Bytes octets, StateBounds const& bounds) : in_{octets}, bounds_{bounds} {}

  template <class Number>
  Number number() {
    auto const octets = in_.take(sizeof(Number));
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < octets.size(); ++i)
      bits |= std::to_integer<std::uint64_t>(octets[i]) << (8 * i);
    return static_cast<Number>(bits);
  }
  Bytes octets(std::size_t count) { return in_.take(count); }
  /// Borrowed from the state.
  std::string_view text() { return text_of(in_.take(number<std::uint32_t>())); }
  /// Of things that take at least an octet each.
  std::size_t count() {
    auto const count = number<std::uint32_t>();
    if (count > in_.left()) fail();
    return ok() ? count : 0;
  }

  void fail() { in_.skip(in_.left() + 1); }
  [[nodiscard]] bool ok() const { return in_.ok(); }
  [[nodiscard]] bool at_end() const { return in_.ok() && in_.empty(); }
  [[nodiscard]] StateBounds const& bounds() const { return bounds_; }

  /// Where views are kept from now on; without one, a view that is not empty does not load.
  void keep_in(Arena* arena) { arena_ = arena; }
  [[nodiscard]] Arena* arena() const { return arena_; }

 private:
  Cursor in_;
  StateBounds bounds_;
  Arena* arena_ = nullptr;
};

namespace detail {

template <auto value>
constexpr bool is_enumerator() {
  std::string_view const here = __PRETTY_FUNCTION__;
  auto const at = here.find("value = ");
  auto const first = here[at + 8];
  return first != '(' && first != '-' && (first < '0' || first > '9');
}
/// How many values an enumeration has from 0 on; 0 if it is a number by another name. Compilers
/// write a value without a name as a cast or a number.
template <class Enum>
constexpr std::size_t count_of_values() {
  constexpr std::size_t most = 64;
  return []<std::size_t... i>(std::index_sequence<i...>) {
    std::size_t count = 0;
    bool go_on = true;
    ((go_on = go_on && is_enumerator<static_cast<Enum>(i)>(), count += go_on ? 1 : 0), ...);
    return count;
  }
  (std::make_index_sequence<most>{});
}

template <class Type>
concept has_state = requires {
  Type::state();
};
template <class Type>
concept has_parts = !std::is_same_v<decltype(parts_of<Type>), std::tuple<> const>;
template <class Type>
concept has_fields = !has_state<Type> && !has_parts<Type> && requires {
  Type::fields();
};
template <class Type>
concept has_members = has_state<Type> || has_parts<Type> || has_fields<Type>;
template <class Type>
concept is_table = requires(Type table) {
  typename Type::mapped_type;
  table.size();
};
template <class Type>
concept is_set = requires(Type set) {
  typename Type::key_type;
  set.emplace();
}
&&!is_table<Type>;
template <class Type>
concept is_hashed = requires {
  typename Type::hasher;
};
/// vector, deque, string of octets.
template <class Type>
concept is_list = requires(Type list) {
  list.emplace_back();
  list.clear();
  list.size();
}
&&!requires { typename Type::key_type; };

template <class Type>
inline constexpr bool is_optional = false;
template <class Type>
inline constexpr bool is_optional<std::optional<Type>> = true;
template <class Type>
inline constexpr bool is_pointer = false;
template <class Type>
inline constexpr bool is_pointer<std::unique_ptr<Type>> = true;
template <class Type>
inline constexpr bool is_array = false;
template <class Type, std::size_t size>
inline constexpr bool is_array<std::array<Type, size>> = true;
template <class Type>
inline constexpr bool is_tuple = false;
template <class... Types>
inline constexpr bool is_tuple<std::tuple<Types...>> = true;
template <class A, class B>
inline constexpr bool is_tuple<std::pair<A, B>> = true;
template <class Type>
inline constexpr bool is_variant = false;
template <class... Types>
inline constexpr bool is_variant<std::variant<Types...>> = true;

/// Calls `visit` with each pointer to a member in the type's table.
template <class Type, class Visit>
constexpr void each_member(Visit const& visit) {
  if constexpr (has_state<Type>)
    std::apply([&](auto... member) { (visit(member), ...); }, Type::state());
  else if constexpr (has_parts<Type>)
    std::apply([&](auto... part) { (visit(part), ...); }, parts_of<Type>);
  else
    std::apply([&](auto... field) { (visit(field.member), ...); }, Type::fields());
}

}  // namespace detail

// Types of this room. Others have a table.
inline void save(StateWriter& out, std::string const& text) { out.text(text); }
inline void save(StateWriter& out, std::string_view text) { out.text(text); }
inline void save(StateWriter& out, Bytes bytes) { out.text(text_of(bytes)); }
inline void save(StateWriter& out, Term term) { out.text(term.text()); }
inline void save(StateWriter& out, Protocol protocol) { out.text(protocol.text()); }
void save(StateWriter& out, Address const& address);
inline void save(StateWriter& out, Stamp stamp) { out.number(stamp.ns); }
inline void save(StateWriter& out, Nanoseconds time) { out.number(time.count); }
inline void save(StateWriter& out, ConversationId id) { out.number(id.value); }

void load(StateReader& in, std::string& text);
void load(StateReader& in, std::string_view& text);
void load(StateReader& in, Bytes& bytes);
void load(StateReader& in, Term& term);
void load(StateReader& in, Protocol& protocol);
void load(StateReader& in, Address& address);
inline void load(StateReader& in, Stamp& stamp) { stamp.ns = in.number<std::int64_t>(); }
inline void load(StateReader& in, Nanoseconds& time) { time.count = in.number<std::int64_t>(); }
inline void load(StateReader& in, ConversationId& id) { id.value = in.number<std::uint64_t>(); }

template <class Type>
void save(StateWriter& out, Type const& value);
template <class Type>
void load(StateReader& in, Type& value);

namespace detail {

template <class Type>
void save_table(StateWriter& out, Type const& table) {
  out.number(static_cast<std::uint32_t>(table.size()));
  auto const save_entry = [](StateWriter& to, auto const& entry) {
    if constexpr (is_table<Type>) {
      save(to, entry.first);
      save(to, entry.second);
    } else {
      save(to, entry);
    }
  };
  if constexpr (is_hashed<Type>) {
    std::vector<std::vector<std::byte>> entries;
    entries.reserve(table.size());
    for (auto const& entry : table) {
      StateWriter one;
      save_entry(one, entry);
      entries.push_back(one.take());
    }
    std::ranges::sort(entries, {}, [](Bytes entry) { return text_of(entry); });
    for (auto const& entry : entries) out.octets(entry);
  } else {
    for (auto const& entry : table) save_entry(out, entry);
  }
}

template <class Type>
void load_table(StateReader& in, Type& table) {
  table.clear();
  for (auto left = in.count(); left != 0 && in.ok(); --left) {
    typename Type::key_type key{};
    load(in, key);
    bool fresh = false;
    if constexpr (is_table<Type>) {
      typename Type::mapped_type value{};
      load(in, value);
      if (in.ok()) fresh = table.emplace(std::move(key), std::move(value)).second;
    } else if (in.ok()) {
      fresh = table.emplace(std::move(key)).second;
    }
    if (!fresh) in.fail();
  }
}

template <class Type>
void load_variant(StateReader& in, Type& value) {
  auto const index = in.number<std::uint8_t>();
  if (index >= std::variant_size_v<Type>) return in.fail();
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    auto const take = [&]<std::size_t each>(std::integral_constant<std::size_t, each>) {
      if (each != index) return;
      std::variant_alternative_t<each, Type> made{};
      load(in, made);
      value.template emplace<each>(std::move(made));
    };
    (take(std::integral_constant<std::size_t, i>{}), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Type>>{});
}

template <class Enum>
void load_enum(StateReader& in, Enum& value) {
  auto const number = in.number<std::underlying_type_t<Enum>>();
  constexpr auto values = count_of_values<Enum>();
  auto most = values == 0 ? SIZE_MAX : values;
  if constexpr (std::is_same_v<Enum, SourceId>)
    most = in.bounds().sources;
  else if constexpr (std::is_same_v<Enum, PointId>)
    most = in.bounds().points;
  else if constexpr (std::is_same_v<Enum, RealmId>)
    most = in.bounds().realms;
  if (static_cast<std::size_t>(number) >= most) return in.fail();
  value = static_cast<Enum>(number);
}

}  // namespace detail

template <class Type>
void save(StateWriter& out, Type const& value) {
  using namespace detail;
  if constexpr (has_members<Type>) {
    if constexpr (requires { value.said; } && has_fields<Type>) save(out, value.said);
    each_member<Type>([&](auto member) { save(out, value.*member); });
  } else if constexpr (std::is_same_v<Type, bool>) {
    out.number(static_cast<std::uint8_t>(value));
  } else if constexpr (std::is_integral_v<Type>) {
    out.number(value);
  } else if constexpr (std::is_same_v<Type, std::byte>) {
    out.number(std::to_integer<std::uint8_t>(value));
  } else if constexpr (std::is_enum_v<Type>) {
    out.number(static_cast<std::underlying_type_t<Type>>(value));
  } else if constexpr (std::is_floating_point_v<Type>) {
    out.number(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
  } else if constexpr (is_optional<Type> || is_pointer<Type>) {
    bool const there = static_cast<bool>(value);
    save(out, there);
    if (there) save(out, *value);
  } else if constexpr (is_array<Type>) {
    for (auto const& each : value) save(out, each);
  } else if constexpr (is_tuple<Type>) {
    std::apply([&](auto const&... each) { (save(out, each), ...); }, value);
  } else if constexpr (is_variant<Type>) {
    out.number(static_cast<std::uint8_t>(value.index()));
    std::visit([&](auto const& each) { save(out, each); }, value);
  } else if constexpr (is_table<Type> || is_set<Type>) {
    save_table(out, value);
  } else {
    static_assert(is_list<Type>, "a type has a table, or a `save` of its own");
    out.number(static_cast<std::uint32_t>(value.size()));
    for (auto const& each : value) save(out, each);
  }
}

template <class Type>
void load(StateReader& in, Type& value) {
  using namespace detail;
  if constexpr (has_members<Type>) {
    if constexpr (requires { value.said; } && has_fields<Type>) load(in, value.said);
    each_member<Type>([&](auto member) { load(in, value.*member); });
    if constexpr (requires { value.restored(); })
      if (in.ok() && !value.restored()) in.fail();
  } else if constexpr (std::is_same_v<Type, bool>) {
    auto const number = in.number<std::uint8_t>();
    if (number > 1) in.fail();
    value = number == 1;
  } else if constexpr (std::is_integral_v<Type>) {
    value = in.number<Type>();
  } else if constexpr (std::is_same_v<Type, std::byte>) {
    value = static_cast<std::byte>(in.number<std::uint8_t>());
  } else if constexpr (std::is_enum_v<Type>) {
    load_enum(in, value);
  } else if constexpr (std::is_floating_point_v<Type>) {
    value = static_cast<Type>(std::bit_cast<double>(in.number<std::uint64_t>()));
  } else if constexpr (is_optional<Type> || is_pointer<Type>) {
    bool there = false;
    load(in, there);
    value.reset();
    if (!there) return;
    if constexpr (is_pointer<Type>)
      value = std::make_unique<typename Type::element_type>();
    else
      value.emplace();
    load(in, *value);
  } else if constexpr (is_array<Type>) {
    for (auto& each : value) load(in, each);
  } else if constexpr (is_tuple<Type>) {
    std::apply([&](auto&... each) { (load(in, each), ...); }, value);
  } else if constexpr (is_variant<Type>) {
    load_variant(in, value);
  } else if constexpr (is_table<Type> || is_set<Type>) {
    load_table(in, value);
  } else {
    static_assert(is_list<Type>, "a type has a table, or a `load` of its own");
    value.clear();
    for (auto left = in.count(); left != 0 && in.ok(); --left) load(in, value.emplace_back());
  }
}

}  // namespace qw
