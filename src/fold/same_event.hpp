// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstring>
#include <optional>
#include <tuple>
#include <type_traits>

#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"

/// When two events say the same thing again. Everything is compared but when it
/// was said, in which frames and conversation, and from which passing port.
namespace qw::fold {

/// The port that stays the same over conversations: the listener's of a request,
/// else the lower one.
template <class Kind>
std::uint16_t lasting_port(Moment const& moment) {
  if constexpr (std::is_same_v<Kind, Command> || std::is_same_v<Kind, Login>)
    return moment.listener.port;
  return std::min(moment.speaker.port, moment.listener.port);
}

/// Stamps, durations, lifetimes and numbers of messages are statistics of a repetition, not what is
/// repeated.
template <class Member>
inline constexpr bool is_of_one_time =
    std::is_same_v<Member, Stamp> || std::is_same_v<Member, std::optional<Stamp>> ||
    std::is_same_v<Member, std::optional<Nanoseconds>> || std::is_same_v<Member, NumberList> ||
    std::is_same_v<Member, std::optional<MessageNumber>>;

inline std::uint64_t hash_of_member(std::string_view text) { return hash_of(bytes_of(text)); }
/// By text, for a term that was loaded lies elsewhere than the literal; its ends tell most.
inline std::uint64_t hash_of_member(Term term) {
  auto const text = term.text();
  auto const size = text.size();
  auto const word = [&](std::size_t at, std::size_t octets) {
    std::uint64_t value = 0;
    std::memcpy(&value, text.data() + at, octets);
    return value;
  };
  if (size >= 8) return mixed(word(0, 8) + size, word(size - 8, 8));
  if (size >= 4) return mixed(word(0, 4) << 32 | word(size - 4, 4), size);
  return size == 0 ? 0 : mixed(word(0, 1) << 16 | word(size / 2, 1) << 8 | word(size - 1, 1), size);
}
inline std::uint64_t hash_of_member(Protocol protocol) { return hash_of_member(protocol.name()); }
inline std::uint64_t hash_of_member(TcpHistory const& history) {
  return hash_of_member(history.text());
}
inline std::uint64_t hash_of_member(Address const& address) { return hash_of(address); }
inline std::uint64_t hash_of_member(Host const& host) { return hash_of(host); }
inline std::uint64_t hash_of_member(Endpoint const& endpoint) { return hash_of(endpoint); }
inline std::uint64_t hash_of_member(std::optional<std::uint64_t> value) {
  return value ? mixed(*value, 1) : 0;
}
inline std::uint64_t hash_of_member(std::optional<std::uint32_t> value) {
  return value ? std::uint64_t{1} << 32 | *value : 0;
}
inline std::uint64_t hash_of_member(std::optional<std::uint16_t> value) {
  return value ? 65'536U | *value : 0;
}
inline std::uint64_t hash_of_member(Values const& values) {
  return mixed(hash_of(values.raw), static_cast<std::uint64_t>(values.type) << 32 | values.count) +
         values.quality_code;
}
inline std::uint64_t hash_of_member(Object const& object) {
  auto const place = mixed(std::uint64_t{object.station} << 32 | object.block,
                           std::uint64_t{object.offset} << 32 | object.length);
  auto const words = object.symbol.empty()
                         ? hash_of_member(object.space)
                         : mixed(hash_of_member(object.space), hash_of_member(object.symbol));
  auto const sum = mixed(place, words + object.bit);
  if (!object.property && !object.element) return sum;
  return mixed(sum, hash_of_member(object.property) + hash_of_member(object.element));
}
inline std::uint64_t hash_of_member(Outcome const& outcome) {
  return static_cast<std::uint64_t>(outcome.state) << 32 | outcome.code.value_or(0);
}
inline std::uint64_t hash_of_member(TextList const& texts) {
  std::uint64_t sum = texts.size();
  for (auto const text : texts) sum = mixed(sum, hash_of_member(text));
  return sum;
}
template <class Scalar>
requires std::is_arithmetic_v<Scalar> || std::is_enum_v<Scalar> std::uint64_t hash_of_member(
    Scalar value) {
  return static_cast<std::uint64_t>(value);
}
inline std::uint64_t hash_of_member(std::optional<std::uint8_t> value) {
  return value ? 256U | *value : 0;
}

inline bool same_member(Values const& a, Values const& b) {
  return a.type == b.type && a.count == b.count && a.quality == b.quality &&
         a.quality_code == b.quality_code && text_of(a.raw) == text_of(b.raw);
}
inline bool same_member(Object const& a, Object const& b) {
  return a.offset == b.offset && a.block == b.block && a.length == b.length && a.bit == b.bit &&
         a.station == b.station && a.property == b.property && a.element == b.element &&
         a.space == b.space && a.symbol == b.symbol;
}
inline bool same_member(Outcome const& a, Outcome const& b) {
  return a.state == b.state && a.code == b.code;
}
inline bool same_member(TextList const& a, TextList const& b) { return std::ranges::equal(a, b); }
template <class Member>
bool same_member(Member const& a, Member const& b) {
  return a == b;
}

/// The event, whatever its values: what is left tells where they belong.
template <class Kind>
Kind without_values(Kind kind) {
  kind.values = {kind.values.type, 0, {}};
  return kind;
}

/// Its powers are what the members' hashes are multiplied by.
inline constexpr std::uint64_t odd_factor = 0x9e37'79b9'7f4a'7c15U;

/// Hash of what `same_event` compares.
template <class Kind>
std::uint64_t hash_of_event(Kind const& kind) {
  auto const& moment = kind.said.moment;
  auto const place =
      static_cast<std::uint64_t>(moment.source) << 16 | static_cast<std::uint64_t>(moment.point);
  auto const ends = mixed(hash_of(moment.speaker.host), hash_of(moment.listener.host));
  std::uint64_t sum = 0;
  std::uint64_t factor = 1;
  auto const add = [&]<class Member>(Field<Kind, Member> const& field) {
    factor *= odd_factor;  // known when compiled
    if constexpr (!is_of_one_time<Member>) sum += hash_of_member(kind.*field.member) * factor;
  };
  std::apply([&](auto const&... field) { (add(field), ...); }, fields_of<Kind>);
  return mixed(mixed(ends, place << 16 | lasting_port<Kind>(moment)), sum);
}

/// Do both say the same, between the same, at the same place?
template <class Kind>
bool same_event(Kind const& a, Kind const& b) {
  auto const& left = a.said.moment;
  auto const& right = b.said.moment;
  if (left.speaker.host != right.speaker.host || left.listener.host != right.listener.host ||
      lasting_port<Kind>(left) != lasting_port<Kind>(right) || left.source != right.source ||
      left.point != right.point || a.said.protocol != b.said.protocol)
    return false;
  auto const equal = [&]<class Member>(Field<Kind, Member> const& field) {
    if constexpr (is_of_one_time<Member>)
      return true;
    else
      return same_member(a.*field.member, b.*field.member);
  };
  return std::apply([&](auto const&... field) { return (equal(field) && ...); }, fields_of<Kind>);
}

}  // namespace qw::fold
