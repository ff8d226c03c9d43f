// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <string_view>
#include <tuple>

#include "vocabulary/all_records.hpp"  // made by CMake from records.def

/// What analyses and detectors produce. Records own their data. Store columns, JSON, the board,
/// schema and documentation derive from the list of them and from their field tables, so none is
/// written by hand.
///
/// A record has `fields()`, its members, and `key()`, those of them that tell one row from
/// another for as long as it exists.
namespace qw {

/// How a record is called outside.
struct RecordNames {
  std::string_view one;   // "device": its table in the store
  std::string_view many;  // "devices": its list in study.json, and its table on the board
};

namespace detail {

template <class First, class... Type>
struct RecordList {
  using Types = std::tuple<Type...>;
};
using Records = RecordList<void
#define QW_RECORD(name, Type, list) , Type
#include "vocabulary/records.def"
#undef QW_RECORD
                           >::Types;

template <class Record>
struct NamesOf;
#define QW_RECORD(name, Type, list)                   \
  template <>                                         \
  struct NamesOf<Type> {                              \
    static constexpr RecordNames names{#name, #list}; \
  };
#include "vocabulary/records.def"
#undef QW_RECORD

}  // namespace detail

/// Calls `visit.operator()<Record>(names)` for each record of the list, in its order.
template <class Visit>
constexpr void for_each_record(Visit const& visit) {
  [&]<class... Record>(std::tuple<Record...> const*) {
    (visit.template operator()<Record>(detail::NamesOf<Record>::names), ...);
  }(static_cast<detail::Records const*>(nullptr));
}

/// A type of the list.
template <class Type>
concept record = requires {
  { detail::NamesOf<Type>::names } -> std::convertible_to<RecordNames>;
  Type::fields();
  Type::key();
};

template <record Record>
inline constexpr RecordNames names_of_record = detail::NamesOf<Record>::names;

}  // namespace qw
