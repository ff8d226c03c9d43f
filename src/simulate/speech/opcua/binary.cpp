// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/opcua/binary.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"

namespace qw::simulate::opcua {
namespace {

constexpr std::uint32_t absent_size = 0xffff'ffff;  // -1
// From the beginning of 1601 to that of 1970, in steps of 100 ns (OPC 10000-6, 5.2.2.5).
constexpr std::int64_t unix_epoch = 116'444'736'000'000'000;

enum NodeIdForm : std::uint8_t { two_octets = 0, four_octets = 1, numeric = 2, by_text = 3 };
enum DataValueHas : std::uint8_t { has_value = 1, has_status = 2, has_source_time = 4 };
constexpr unsigned array_flag = 0x80;

std::uint64_t whole(double number, double low, double high) {
  return static_cast<std::uint64_t>(
      static_cast<std::int64_t>(std::nearbyint(std::clamp(number, low, high))));
}

}  // namespace

void add_string(Octets& out, std::string_view text) { out.u32le(text.size()).text(text); }

void add_no_string(Octets& out) { out.u32le(absent_size); }

void add_byte_string(Octets& out, Bytes octets) { out.u32le(octets.size()).add(octets); }

void add_node_id(Octets& out, NodeId const& id) {
  if (!id.text.empty()) {
    out.u8(by_text).u16le(id.space);
    add_string(out, id.text);
  } else if (id.space == 0 && id.number <= 0xff) {
    out.u8(two_octets).u8(id.number);
  } else if (id.space <= 0xff && id.number <= 0xffff) {
    out.u8(four_octets).u8(id.space).u16le(id.number);
  } else {
    out.u8(numeric).u16le(id.space).u32le(id.number);
  }
}

void add_date_time(Octets& out, Stamp at) {
  out.u64le(static_cast<std::uint64_t>(at.ns / 100 + unix_epoch));
}

void add_qualified_name(Octets& out, std::uint16_t space, std::string_view name) {
  out.u16le(space);
  add_string(out, name);
}

void add_localized_text(Octets& out, std::string_view text) {
  constexpr unsigned has_text = 2;
  out.u8(has_text);
  add_string(out, text);
}

void add_extension_object(Octets& out, std::uint32_t encoding, Bytes body) {
  constexpr unsigned binary = 1;
  add_node_id(out, {.number = encoding});
  out.u8(binary);
  add_byte_string(out, body);
}

void add_no_extension_object(Octets& out) {
  add_node_id(out, {});
  out.u8(0);
}

void add_count(Octets& out, std::size_t count) { out.u32le(count); }

void add_no_array(Octets& out) { out.u32le(absent_size); }

Octets variant(Type type, Bytes body) {
  Octets out{static_cast<unsigned>(type)};
  return std::move(out.add(body));
}

Octets variant_array(Type type, std::size_t count, Bytes bodies) {
  Octets out{static_cast<unsigned>(type) | array_flag};
  add_count(out, count);
  return std::move(out.add(bodies));
}

Octets variant(Type type, double number) {
  Octets out{static_cast<unsigned>(type)};
  switch (type) {
    case Type::boolean: out.u8(number != 0 ? 1 : 0); break;
    case Type::byte: out.u8(whole(number, 0, 255)); break;
    case Type::uint16: out.u16le(whole(number, 0, 65535)); break;
    case Type::int32: out.u32le(whole(number, -2147483648.0, 2147483647.0)); break;
    case Type::uint32: out.u32le(whole(number, 0, 4294967295.0)); break;
    case Type::float32: out.f32le(number); break;
    case Type::float64: out.f64le(number); break;
    default: QW_CHECK(!"not a number's type");
  }
  return out;
}

Octets variant(std::string_view text) {
  Octets out{static_cast<unsigned>(Type::string)};
  add_string(out, text);
  return out;
}

void add_data_value(Octets& out, Bytes variant, Stamp source) {
  out.u8(has_value | has_source_time).add(variant);
  add_date_time(out, source);
}

void add_bad_value(Octets& out, std::uint32_t status) { out.u8(has_status).u32le(status); }

}  // namespace qw::simulate::opcua
