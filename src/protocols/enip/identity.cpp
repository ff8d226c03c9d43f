// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/cursor.hpp"
#include "core/text_writer.hpp"
#include "protocols/enip/names.hpp"
#include "protocols/enip/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::enip {
namespace {

/// Room for one short value; names of makers and device types are shorter.
using Room = std::array<char, 64>;

std::string_view named_or_number(Room& room, Term named, std::string_view what,
                                 std::uint16_t number) {
  return named.empty() ? TextWriter{room}.text(what).number(number).take() : named.text();
}

/// Eight digits, as they stand on the nameplate: most significant octet first.
std::string_view serial_text(Room& room, Bytes little_endian) {
  std::array<std::byte, 4> octets{};
  std::ranges::reverse_copy(little_endian.first(octets.size()), octets.begin());
  return TextWriter{room}.hex(octets).take();
}

}  // namespace

void Session::say_listed(std::uint16_t command, Bytes data, Moment const& moment) {
  if (command != command::list_identity) return;
  Items items{data};
  for (ItemView item; items.next(item);) {
    if (item.type != item_type::list_identity) continue;
    if (auto const attributes = identity_of(item.data))
      say_attributes(IdentityAttributes{*attributes}, "ListIdentity", moment);
    else
      voice_.say_fault(Fault::length, "identity item is not whole", header_octets, moment);
  }
}

void Session::say_attributes(IdentityAttributes attributes, Term source, Moment const& moment) {
  for (AttributeView each; attributes.next(each);) say_attribute(each, source, moment);
}

void Session::say_attribute(AttributeView const& attribute, Term source, Moment const& moment) {
  if (attribute.value.empty()) return;
  Room room;
  Cursor in{attribute.value};
  switch (attribute.id) {
    case 1: {
      auto const vendor = in.u16le();
      return voice_.say_identity(Attribute::maker,
                                 named_or_number(room, vendor_name(vendor), "CIP vendor ", vendor),
                                 source, moment);
    }
    case 2: {
      auto const type = in.u16le();
      return voice_.say_identity(
          Attribute::role, named_or_number(room, device_type_name(type), "CIP device type ", type),
          source, moment);
    }
    case 3:
      return voice_.say_identity(Attribute::hardware,
                                 TextWriter{room}.text("product code ").number(in.u16le()).take(),
                                 source, moment);
    case 4: {
      auto const major = in.u8();
      return voice_.say_identity(
          Attribute::firmware, TextWriter{room}.number(major).character('.').number(in.u8()).take(),
          source, moment);
    }
    case 6:
      return voice_.say_identity(Attribute::serial, serial_text(room, attribute.value), source,
                                 moment);
    case 7: return voice_.say_identity(Attribute::model, text_of(attribute.value), source, moment);
    default: return;  // 5 is the status, which passes
  }
}

}  // namespace qw::enip
