// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/der/der.hpp"

#include <charconv>

namespace qw::simulate::der {
namespace {

void add_length(Octets& out, std::size_t length) {
  if (length < 0x80) {
    out.u8(length);
  } else if (length < 0x100) {
    out.u8(0x81).u8(length);
  } else {
    out.u8(0x82).u16be(length);
  }
}

void add_arc(Octets& out, std::uint64_t arc) {
  unsigned shift = 0;
  while (arc >> (shift + 7) != 0) shift += 7;
  for (;; shift -= 7) {
    out.u8((arc >> shift & 0x7f) | (shift != 0 ? 0x80U : 0U));
    if (shift == 0) break;
  }
}

}  // namespace

Octets value(unsigned tag, Bytes content) {
  auto out = Octets::with_room(content.size() + 4);
  out.u8(tag);
  add_length(out, content.size());
  return out.add(content), out;
}

Octets value(unsigned tag, std::string_view content) { return value(tag, bytes_of(content)); }

Octets integer(std::uint64_t number, unsigned tag) {
  Octets content;
  unsigned octets = 1;
  while (octets < 8 && number >> (8 * octets - 1) != 0) ++octets;
  if (octets == 8 && number >> 63 != 0) content.u8(0);
  while (octets-- > 0) content.u8(number >> (8 * octets));
  return value(tag, content.bytes());
}

Octets oid(std::string_view dotted) {
  Octets content;
  std::uint64_t first = 0;
  for (std::size_t index = 0; !dotted.empty(); ++index) {
    std::uint64_t arc = 0;
    auto const end = std::from_chars(dotted.data(), dotted.data() + dotted.size(), arc).ptr;
    dotted.remove_prefix(static_cast<std::size_t>(end - dotted.data()));
    if (!dotted.empty()) dotted.remove_prefix(1);
    if (index == 0)
      first = arc * 40;
    else
      add_arc(content, index == 1 ? first + arc : arc);
  }
  return value(oid_tag, content.bytes());
}

Octets sequence(std::initializer_list<Octets> parts, unsigned tag) {
  Octets content;
  for (auto const& part : parts) content.add(part);
  return value(tag, content.bytes());
}

}  // namespace qw::simulate::der
