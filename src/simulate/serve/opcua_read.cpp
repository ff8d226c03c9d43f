// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/opcua_read.hpp"

#include <bit>
#include <limits>

namespace qw::simulate::opcua {
namespace {

constexpr std::uint32_t absent = 0xffff'ffff;  // -1
constexpr std::size_t longest_name = 512;

void spend(Cursor& in) { in.skip(std::numeric_limits<std::size_t>::max()); }

}  // namespace

std::string_view read_string(Cursor& in) {
  auto const size = in.u32le();
  if (size == absent) return {};
  auto const octets = in.take(size);
  return {reinterpret_cast<char const*>(octets.data()), octets.size()};
}

NodeId read_node_id(Cursor& in) {
  constexpr std::size_t guid_octets = 16;
  switch (in.u8()) {
    case 0: return {.number = in.u8()};
    case 1: {
      auto const space = in.u8();
      return {.space = space, .number = in.u16le()};
    }
    case 2: {
      auto const space = in.u16le();
      return {.space = space, .number = in.u32le()};
    }
    case 3: {
      auto const space = in.u16le();
      auto const text = read_string(in);
      if (text.size() > longest_name) spend(in);
      return {.space = space, .text = std::string{text.substr(0, longest_name)}};
    }
    case 4: in.skip(2 + guid_octets); return {.text = "a GUID"};
    case 5:
      in.skip(2);
      read_string(in);
      return {.text = "an opaque name"};
    default: spend(in); return {};
  }
}

void skip_localized_text(Cursor& in) {
  auto const has = in.u8();
  if ((has & 1U) != 0) read_string(in);
  if ((has & 2U) != 0) read_string(in);
}

void skip_qualified_name(Cursor& in) {
  in.skip(2);
  read_string(in);
}

void skip_extension_object(Cursor& in) {
  read_node_id(in);
  if (in.u8() != 0) read_string(in);
}

std::size_t read_count(Cursor& in, std::size_t most) {
  auto const count = in.u32le();
  if (count == absent) return 0;
  if (count <= most) return count;
  spend(in);
  return 0;
}

double read_f64(Cursor& in) { return std::bit_cast<double>(in.u64le()); }

}  // namespace qw::simulate::opcua
