// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/stamp.hpp"
#include "simulate/wire/octets.hpp"

/// OPC UA's own binary encoding, OPC 10000-6 section 5.2: what messages are made of. All numbers
/// are little-endian; a length or a count of -1 says that there is nothing.
namespace qw::simulate::opcua {

/// Built-in types that a crane's values have, with their numbers (OPC 10000-6, table 1).
enum class Type : std::uint8_t {
  boolean = 1,
  byte = 3,
  uint16 = 5,
  int32 = 6,
  uint32 = 7,
  float32 = 10,
  float64 = 11,
  string = 12,
  date_time = 13,
  node_id = 17,
  qualified_name = 20,
  localized_text = 21,
  extension_object = 22,
};

/// A node's name within a namespace: a number, or a text where there is one.
struct NodeId {
  std::uint16_t space = 0;
  std::uint32_t number = 0;
  std::string text;

  bool operator==(NodeId const&) const = default;
  auto operator<=>(NodeId const&) const = default;
};

/// Status codes that several files of the served node give (OPC 10000-6, A.2).
constexpr std::uint32_t good = 0;
constexpr std::uint32_t bad_subscription_id_invalid = 0x8028'0000;
constexpr std::uint32_t bad_node_id_unknown = 0x8034'0000;
constexpr std::uint32_t bad_attribute_id_invalid = 0x8035'0000;

void add_string(Octets& out, std::string_view text);
/// No text at all, which is another thing than an empty one.
void add_no_string(Octets& out);
void add_byte_string(Octets& out, Bytes octets);
/// In the shortest form that holds it.
void add_node_id(Octets& out, NodeId const& id);
void add_date_time(Octets& out, Stamp at);
void add_qualified_name(Octets& out, std::uint16_t space, std::string_view name);
void add_localized_text(Octets& out, std::string_view text);
/// A structure in binary form; `encoding` is the node of its encoding, in namespace 0.
void add_extension_object(Octets& out, std::uint32_t encoding, Bytes body);
void add_no_extension_object(Octets& out);
/// The count of an array, whose elements follow.
void add_count(Octets& out, std::size_t count);
/// An array that is not there.
void add_no_array(Octets& out);

/// A Variant: any one value with its type in front. `body` is the value's own encoding.
Octets variant(Type type, Bytes body);
Octets variant_array(Type type, std::size_t count, Bytes bodies);
/// One number or flag in the type asked for, one of those above up to `float64`.
Octets variant(Type type, double value);
Octets variant(std::string_view text);

/// Adds a DataValue: the variant and when it was so.
void add_data_value(Octets& out, Bytes variant, Stamp source);
/// A DataValue that only says why there is none.
void add_bad_value(Octets& out, std::uint32_t status);

}  // namespace qw::simulate::opcua
