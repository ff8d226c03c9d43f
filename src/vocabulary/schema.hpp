// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "vocabulary/kinds.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/subject.hpp"

/// What the kinds and records look like from outside, derived from their field
/// tables: `quaywatch list events`, the API schema and the documentation.
namespace qw {

struct MemberSchema {
  std::string_view name;
  std::string_view type;  // "text", "number", "stamp", "list of text", ...
  std::string_view unit;  // empty if none
};

struct Schema {
  std::string_view name;  // of the kind or record
  std::vector<MemberSchema> members;
};

/// What stands before the members of every kind: kind, protocol, at, ...
std::span<MemberSchema const> common_schema();
/// The thirteen kinds, in the order of `Event`.
std::vector<Schema> event_schema();
/// The records, in the order of records.def.
std::vector<Schema> record_schema();

namespace detail {

template <class Value>
struct TypeName {
  static constexpr std::string_view text() {
    if constexpr (std::is_same_v<Value, bool>)
      return "truth";
    else if constexpr (std::is_floating_point_v<Value>)
      return "number";
    else if constexpr (std::is_integral_v<Value>)
      return "whole number";
    else if constexpr (std::is_enum_v<Value>)
      return "word";
    else
      return "text";
  }
};
template <>
struct TypeName<Stamp> {
  static constexpr std::string_view text() { return "stamp"; }
};
template <>
struct TypeName<Nanoseconds> {
  static constexpr std::string_view text() { return "whole number"; }
};
template <>
struct TypeName<MessageNumber> {
  static constexpr std::string_view text() { return "whole number"; }
};
template <>
struct TypeName<NumberList> {
  static constexpr std::string_view text() { return "list of whole number"; }
};
template <>
struct TypeName<Address> {
  static constexpr std::string_view text() { return "address"; }
};
template <>
struct TypeName<Host> {
  static constexpr std::string_view text() { return "host"; }
};
template <>
struct TypeName<Endpoint> {
  static constexpr std::string_view text() { return "endpoint"; }
};
template <>
struct TypeName<Object> {
  static constexpr std::string_view text() { return "object"; }
};
template <>
struct TypeName<Values> {
  static constexpr std::string_view text() { return "values"; }
};
template <>
struct TypeName<Outcome> {
  static constexpr std::string_view text() { return "outcome"; }
};
template <>
struct TypeName<Evidence> {
  static constexpr std::string_view text() { return "evidence"; }
};
template <>
struct TypeName<TextList> {
  static constexpr std::string_view text() { return "list of text"; }
};
template <class Value>
struct TypeName<std::optional<Value>> : TypeName<Value> {};
template <>
struct TypeName<std::vector<std::string>> : TypeName<TextList> {};
template <>
struct TypeName<std::vector<Host>> {
  static constexpr std::string_view text() { return "list of host"; }
};
template <>
struct TypeName<Subject> {
  static constexpr std::string_view text() { return "subject"; }
};
template <>
struct TypeName<FindingParts> {
  static constexpr std::string_view text() { return "named values"; }
};
template <>
struct TypeName<std::vector<Evidence>> {
  static constexpr std::string_view text() { return "list of evidence"; }
};
/// Parts of a record, which have a field table of their own.
template <class Part>
requires requires { Part::fields(); }
struct TypeName<std::vector<Part>> {
  static constexpr std::string_view text() { return "list of objects"; }
};

template <class Value>
inline constexpr bool borrows = std::is_pointer_v<Value>;
template <>
inline constexpr bool borrows<std::string_view> = true;
template <class Item, std::size_t size>
inline constexpr bool borrows<std::span<Item, size>> = true;
template <>
inline constexpr bool borrows<Object> = true;  // its symbol
template <>
inline constexpr bool borrows<Values> = true;
template <class Value>
inline constexpr bool borrows<std::optional<Value>> = borrows<Value>;
template <class Item>
inline constexpr bool borrows<std::vector<Item>> = borrows<Item>;
template <class Owner>
requires requires { Owner::fields(); }
inline constexpr bool borrows<Owner> = std::apply(
    []<class... Member>(Field<Owner, Member> const&...) { return (borrows<Member> || ...); },
    fields_of<Owner>);

}  // namespace detail

/// No member of its field table is a view: what stands in it stays, whatever dies.
template <class Record>
concept owns = !detail::borrows<Record>;

/// The schema of one owner of a field table.
template <class Owner>
Schema schema_of(std::string_view name) {
  auto const member = []<class Member>(Field<Owner, Member> const& each) {
    return MemberSchema{each.name, detail::TypeName<Member>::text(), each.unit};
  };
  return std::apply(
      [&](auto const&... each) {
        return Schema{name, {member(each)...}};
      },
      fields_of<Owner>);
}

/// The schema of a record, which outlives the events that it was made from.
template <owns Record>
Schema record_schema_of(std::string_view name) {
  return schema_of<Record>(name);
}

}  // namespace qw
