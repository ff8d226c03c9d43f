// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "vocabulary/batch.hpp"
#include "vocabulary/json.hpp"
#include "vocabulary/names.hpp"
#include "vocabulary/records/evidence.hpp"

/// Events and records as JSON, derived from their field tables.
///
/// A member that says nothing is left out: an empty text, list, optional or
/// address, the word "none", a zero of 8 or 16 bits (which stands for "not
/// seen"), in records a stamp that was never set. Counters and truth values are
/// always there. Members of unit "hex" are octets and written as such.
namespace qw {

/// Appends one event as one line, newline included: `kind`, `protocol`, `at`,
/// `point`, `capture`, `frames` [first, last], `reply`, `speaker`, `listener`,
/// `conversation` ("capture:frame" that opened it), then the members of its kind.
/// Stamps are texts with nine decimals. Indices stand for missing names.
void write_event(std::string& out, Event const& event, Names const& names);
inline void write_event(std::string& out, Ordered const& ordered, Names const& names) {
  write_event(out, ordered.event, names);
}

/// A record as people read it. Most are read as they are; one whose words are made of its parts
/// names as `Told` what `told` makes of it.
template <class Record>
decltype(auto) as_told(Record const& record, Names const& names) {
  if constexpr (requires { typename Record::Told; })
    return told(record, names);
  else
    return (record);
}
template <class Record>
using Told = std::remove_cvref_t<decltype(as_told(std::declval<Record const&>(),
                                                  std::declval<Names const&>()))>;

/// Appends the members of an owner, in the order of its field table, to the
/// object that `json` has open.
template <class Owner>
void write_members(JsonWriter& json, Owner const& owner, Names const& names);

/// Appends a record as one JSON object, as it is told.
template <class Record>
void write_record(JsonWriter& json, Record const& record, Names const& names) {
  json.begin_object();
  write_members(json, as_told(record, names), names);
  json.end_object();
}
template <class Record>
void write_record(std::string& out, Record const& record, Names const& names) {
  JsonWriter json{out};
  write_record(json, record, names);
}

namespace detail {

/// Only the name of a realm may need an escape, so all else goes straight out.
template <class Place>
void write_placed(JsonWriter& json, Place const& place, RealmId realm, Names const& names) {
  if (realm == RealmId{})
    return void(json.plain_text([&](std::string& out) { append_text(out, place, names); }));
  std::string text;
  append_text(text, place, names);
  json.value(text);
}

}  // namespace detail

/// Frames of a capture, with the one that answered.
void write_value(JsonWriter& json, Evidence const& evidence, Names const& names);
void write_value(JsonWriter& json, Values const& values, Names const& names);
/// The values alone: a list of numbers or stamps, text, or octets in hex.
void write_data(JsonWriter& json, Values const& values);
void write_value(JsonWriter& json, Object const& object, Names const& names);
void write_value(JsonWriter& json, Outcome const& outcome, Names const& names);

inline void write_value(JsonWriter& json, std::string_view text, Names const&) { json.value(text); }
inline void write_value(JsonWriter& json, Term term, Names const&) { json.value(term.text()); }
inline void write_value(JsonWriter& json, Protocol protocol, Names const&) {
  json.value(protocol.text());
}
inline void write_value(JsonWriter& json, MessageNumber number, Names const&) {
  json.value(static_cast<std::uint32_t>(number));
}
inline void write_value(JsonWriter& json, TcpHistory const& history, Names const&) {
  json.value(history.text());
}
inline void write_value(JsonWriter& json, NumberList numbers, Names const&) {
  json.begin_array();
  for (auto const number : numbers) json.value(number);
  json.end_array();
}
inline void write_value(JsonWriter& json, Nanoseconds time, Names const&) {
  json.value(time.count);
}
inline void write_value(JsonWriter& json, Stamp stamp, Names const&) {
  json.plain_text([&](std::string& out) { append_text(out, stamp); });
}
inline void write_value(JsonWriter& json, Address const& address, Names const&) {
  json.plain_text([&](std::string& out) { append_text(out, address); });
}
inline void write_value(JsonWriter& json, Host const& host, Names const& names) {
  detail::write_placed(json, host, host.realm, names);
}
inline void write_value(JsonWriter& json, Endpoint const& endpoint, Names const& names) {
  detail::write_placed(json, endpoint, endpoint.host.realm, names);
}
inline void write_value(JsonWriter& json, TextList texts, Names const&) {
  json.begin_array();
  for (auto const text : texts) json.value(text);
  json.end_array();
}

template <class Number>
requires std::is_arithmetic_v<Number>
void write_value(JsonWriter& json, Number number, Names const&) { json.value(number); }
template <class Enum>
requires std::is_enum_v<Enum>
void write_value(JsonWriter& json, Enum value, Names const&) { json.value(name_of(value)); }
template <class Record>
requires requires { Record::fields(); }
void write_value(JsonWriter& json, Record const& record, Names const& names) {
  write_record(json, record, names);
}
template <class Value>
void write_value(JsonWriter& json, std::optional<Value> const& value, Names const& names) {
  write_value(json, *value, names);
}
template <class Value>
void write_value(JsonWriter& json, std::vector<Value> const& values, Names const& names) {
  json.begin_array();
  for (auto const& value : values) write_value(json, value, names);
  json.end_array();
}

namespace detail {

template <class Value>
struct IsOptional : std::false_type {};
template <class Value>
struct IsOptional<std::optional<Value>> : std::true_type {};

/// Does the value say nothing, so that output leaves its member out?
template <class Value>
bool says_nothing(Value const& value) {
  if constexpr (IsOptional<Value>::value)
    return !value.has_value();
  else if constexpr (std::is_same_v<Value, Object>)
    return value.space.empty() && value.symbol.empty() && value.station == 0 && !value.property;
  else if constexpr (std::is_same_v<Value, Values>)
    return value.type == WireType::none;
  else if constexpr (std::is_same_v<Value, Outcome>)
    return value.state == Outcome::State::none;
  else if constexpr (std::is_same_v<Value, Evidence>)
    return value.frames.first == 0;
  else if constexpr (std::is_same_v<Value, Host>)
    return value.address.empty();
  else if constexpr (std::is_same_v<Value, Endpoint>)
    return value.host.address.empty();
  else if constexpr (std::is_same_v<Value, Stamp>)
    return value.ns == 0;
  else if constexpr (std::is_enum_v<Value>)
    return name_of(value).empty() || name_of(value) == "none";
  else if constexpr (std::is_same_v<Value, std::uint8_t> || std::is_same_v<Value, std::uint16_t>)
    return value == 0;
  else if constexpr (requires { value.empty(); })
    return value.empty();
  else
    return false;
}

}  // namespace detail

template <class Owner>
void write_members(JsonWriter& json, Owner const& owner, Names const& names) {
  auto const write = [&](auto const& field) {
    auto const& value = owner.*field.member;
    using Value = std::remove_cvref_t<decltype(value)>;
    // The stamps of an event were seen, even one at the very beginning of time.
    constexpr bool seen = std::is_same_v<Value, Stamp> && requires { owner.said; };
    if (!seen && detail::says_nothing(value)) return;
    json.key(field.name);
    if constexpr (std::is_same_v<Value, std::string_view>) {
      if (field.unit == "hex")
        return void(json.plain_text([&](std::string& out) { append_hex(out, bytes_of(value)); }));
    }
    write_value(json, value, names);
  };
  std::apply([&](auto const&... field) { (write(field), ...); }, fields_of<Owner>);
}

}  // namespace qw
