// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace qw {

/// One member of a kind or record: its public name, where it lives, its unit.
/// Tables of these are what store, JSON, schema and documentation derive from.
template <class Owner, class Member>
struct Field {
  std::string_view name;
  Member Owner::*member;
  std::string_view unit;
};

template <class Owner, class Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::*member,
                                     std::string_view unit = {}) {
  return {name, member, unit};
}

/// The field table of a kind or record, made by the compiler and not again by each who walks it.
template <class Owner>
inline constexpr auto fields_of = Owner::fields();

}  // namespace qw
