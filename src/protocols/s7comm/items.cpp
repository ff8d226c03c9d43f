// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/cursor.hpp"
#include "protocols/s7comm/names.hpp"

namespace qw::s7comm {
namespace {

constexpr std::uint8_t variable_specification = 0x12;
constexpr std::uint8_t area_counters = 0x1c;
constexpr std::uint8_t area_iec_timers = 0x1f;

/// Transport sizes of addresses: octets an element takes, and what it holds.
struct Element {
  std::uint8_t octets;
  WireType type;
};
Element element_of(std::uint8_t transport_size) {
  switch (transport_size) {
    case 0x01: return {1, WireType::bits};    // BIT
    case 0x02: return {1, WireType::octets};  // BYTE, and how most clients read structures
    case 0x03: return {1, WireType::text};    // CHAR
    case 0x04: return {2, WireType::u16be};   // WORD
    case 0x05: return {2, WireType::s16be};   // INT
    case 0x06: return {4, WireType::u32be};   // DWORD
    case 0x07: return {4, WireType::s32be};   // DINT
    case 0x08: return {4, WireType::f32be};   // REAL
    case 0x09: return {2, WireType::u16be};   // DATE: days since 1990
    case 0x0a: return {4, WireType::u32be};   // TOD: milliseconds since midnight
    case 0x0b: return {4, WireType::s32be};   // TIME: milliseconds
    case 0x0c: return {2, WireType::u16be};   // S5TIME: time base and BCD
    case 0x0f: return {8, WireType::octets};  // DATE_AND_TIME
    case 0x1c:
    case 0x1d: return {2, WireType::u16be};  // COUNTER, TIMER
    case 0x1e:
    case 0x1f:
    case 0x20: return {2, WireType::u16be};  // of the S7-200
    default: return {1, WireType::octets};
  }
}

bool is_numbered(std::uint8_t area) { return area >= area_counters && area <= area_iec_timers; }

bool read_any(Cursor& in, ItemView& item) {
  item.transport_size = in.u8();
  item.elements = in.u16be();
  item.object.block = in.u16be();
  auto const area = in.u8();
  auto const address = in.u24be();
  auto const element = element_of(item.transport_size);
  item.type = element.type;
  item.object.space = area_name(area);
  if (item.object.space.empty()) {
    item.object.space = "unknown area";
    add_hex(item.symbol, Bytes{std::array{static_cast<std::byte>(area)}});
  }
  if (is_numbered(area)) {
    item.object.offset = address;
    item.object.length = item.elements;
  } else {
    item.object.offset = address >> 3;
    item.object.bit = static_cast<std::uint8_t>(address & 7);
    item.object.length = item.type == WireType::bits
                             ? (item.object.bit + item.elements + 7U) / 8U
                             : static_cast<std::uint32_t>(item.elements) * element.octets;
  }
  return in.ok() && in.empty();
}

/// Several short stretches of data blocks in one item, as an S7-400 offers.
bool read_db_areas(Cursor& in, ItemView& item) {
  auto const areas = in.u8();
  item.object.space = "DB";
  for (std::uint8_t i = 0; i < areas && in.ok(); ++i) {
    auto const octets = in.u8();
    auto const block = in.u16be();
    auto const start = in.u16be();
    if (!in.ok()) break;
    if (i == 0) {
      item.object.block = block;
      item.object.offset = start;
    }
    item.object.length += octets;
    if (areas == 1) break;
    std::array<char, 32> text{};
    auto const end = fmt::format_to_n(text.data(), text.size(), "{}DB{}.{}+{}", i == 0 ? "" : ",",
                                      block, start, octets);
    item.symbol.add({text.data(), std::min(end.size, text.size())});
  }
  return in.ok() && in.empty();
}

/// Symbolic access of the S7-1200 and 1500: a path of identifiers and a check sum.
bool read_symbolic(Cursor& in, ItemView& item) {
  in.skip(1);
  auto const root = in.u16be();
  auto const sub = in.u16be();
  auto const path = in.rest();
  in.skip(4);  // check sum over the symbol
  if (!in.ok()) return false;
  switch (root == 0 ? sub : root) {
    case 0x8a0e:
      item.object.space = "DB";
      item.object.block = sub;
      break;
    case 0x50: item.object.space = "I"; break;
    case 0x51: item.object.space = "Q"; break;
    case 0x52: item.object.space = "M"; break;
    case 0x53: item.object.space = "C"; break;
    case 0x54: item.object.space = "T"; break;
    default: item.object.space = "symbolic"; break;
  }
  add_hex(item.symbol, path);
  return true;
}

/// Numerical control: area and unit, column, line, module, count of lines.
bool read_nck(Cursor& in, ItemView& item) {
  auto const area_unit = in.u8();
  auto const column = in.u16be();
  auto const line = in.u16be();
  auto const module = in.u8();
  item.object.length = in.u8();
  item.object.space = "NCK";
  item.object.block = static_cast<std::uint32_t>(area_unit) << 8 | module;
  item.object.offset = static_cast<std::uint32_t>(column) << 16 | line;
  return in.ok() && in.empty();
}

Term syntax_space(std::uint8_t syntax) {
  switch (syntax) {
    case 0x13: return "PBC R_ID";
    case 0x82:
    case 0x83:
    case 0x84: return "NCK";
    case 0xa2: return "drive";
    default: return "unknown syntax";
  }
}

bool read_address(Cursor& in, ItemView& item) {
  switch (item.syntax) {
    case 0x10: return read_any(in, item);
    case 0xb0: return read_db_areas(in, item);
    case 0xb2: return read_symbolic(in, item);
    case 0x82:
    case 0x83:
    case 0x84: return read_nck(in, item);
    default: return false;
  }
}

/// Transport sizes of data whose length counts bits.
bool counts_bits(std::uint8_t transport_size) {
  return transport_size >= 0x03 && transport_size <= 0x05;
}

}  // namespace

void add_hex(SymbolText& text, Bytes bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (auto const each : bytes) {
    auto const octet = std::to_integer<std::uint8_t>(each);
    text.add(digits[octet >> 4]);
    text.add(digits[octet & 15]);
  }
}

bool Items::next(ItemView& item) {
  if (left_ == 0) return false;
  Cursor in{rest_};
  auto const kind = in.u8();
  auto const length = in.u8();  // from the syntax on
  auto const specification = in.take(length);
  broken_ = !in.ok() || kind != variable_specification || length == 0;
  if (broken_) return false;
  if (length % 2 != 0 && left_ > 1) in.skip(in.empty() ? 0 : 1);  // fill octet
  rest_ = in.rest();
  --left_;

  item = {};
  Cursor address{specification};
  item.syntax = address.u8();
  if (read_address(address, item)) return true;
  // A syntax we do not know, or one that breaks its own form: keep its octets.
  auto const syntax = item.syntax;
  item = {};
  item.syntax = syntax;
  item.object.space = syntax_space(syntax);
  add_hex(item.symbol, specification);
  return true;
}

Items items_of(Bytes parameters) {
  Cursor in{parameters};
  in.skip(1);  // function
  auto const count = in.u8();
  return {count, in.rest()};
}

bool DataItems::next(DataView& data) {
  if (left_ == 0) return false;
  Cursor in{rest_};
  data.code = in.u8();
  data.transport_size = in.u8();
  data.length = in.u16be();
  // An item without data has transport size 0; some servers give it a length still.
  std::size_t const octets = data.transport_size == 0           ? 0
                             : counts_bits(data.transport_size) ? (data.length + std::size_t{7}) / 8
                                                                : std::size_t{data.length};
  data.raw = in.take(octets);
  broken_ = !in.ok();
  if (broken_) return false;
  --left_;
  if (octets % 2 != 0 && left_ > 0) in.skip(in.empty() ? 0 : 1);  // fill octet
  rest_ = in.rest();
  return true;
}

DataItems data_items_of(PduView const& pdu) {
  Cursor in{pdu.parameters};
  in.skip(1);  // function
  return {in.u8(), pdu.data};
}

Values octets_of(Bytes raw) {
  if (raw.empty()) return {};
  return {WireType::octets, static_cast<std::uint32_t>(raw.size()), raw};
}

Values values_of(ItemView const& item, DataView const& data) {
  auto const octets = static_cast<std::uint32_t>(data.raw.size());
  if (data.raw.empty()) return {};
  if (item.type == WireType::bits) {
    auto const bits = data.transport_size == 0x03 ? std::uint32_t{data.length} : item.elements;
    return {WireType::bits, std::min(bits, octets * 8), data.raw};
  }
  auto const width = static_cast<std::uint32_t>(width_of(item.type));
  if (width == 0 || octets % width != 0) return octets_of(data.raw);
  return {item.type, octets / width, data.raw};
}

}  // namespace qw::s7comm
