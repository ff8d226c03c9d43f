// SPDX-License-Identifier: Apache-2.0
#include "protocols/lldp/parse.hpp"

#include <algorithm>

namespace qw::lldp {
namespace {

/// By number of the IANA address family registry; 6 is "all 802 media".
Address address_of(std::uint8_t family, Bytes octets) {
  switch (family) {
    case 1: return Address::ipv4(octets);
    case 2: return Address::ipv6(octets);
    case 6: return Address::mac(octets);
    default: return {};
  }
}

/// The numbers of the two subtypes that are addresses differ between chassis
/// (table 8-2) and port (table 8-3).
Identifier identifier(Bytes value, std::uint8_t mac_subtype, std::uint8_t network_subtype) {
  Cursor in{value};
  Identifier read;
  read.subtype = in.u8();
  read.value = in.rest();
  if (read.subtype == mac_subtype) read.address = Address::mac(in.rest());
  if (read.subtype == network_subtype) {
    auto const family = in.u8();
    read.address = address_of(family, in.rest());
  }
  return read;
}

std::string_view column(Cursor& in, std::size_t octets) {
  auto text = text_of(in.take(octets));
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

}  // namespace

bool Tlvs::next(Tlv& tlv) {
  if (in_.empty()) return false;
  auto const head = in_.u16be();
  tlv.type = static_cast<std::uint8_t>(head >> 9);
  tlv.offset = in_.position();
  tlv.value = in_.take(head & 0x1ff);
  return in_.ok() && tlv.type != tlv::end;
}

Parsed<MessageView> parse(Bytes unit) {
  Tlvs tlvs{unit};
  MessageView message;
  std::uint8_t expected = tlv::chassis;
  for (Tlv each; tlvs.next(each);) {
    if (expected > tlv::time_to_live) continue;
    if (each.type != expected)
      return Malformed{Fault::order, each.offset,
                       "chassis, port and time to live do not come first"};
    // A chassis or port identifier is a subtype and 1 to 255 octets.
    if (each.type != tlv::time_to_live && (each.value.size() < 2 || each.value.size() > 256))
      return Malformed{Fault::length, each.offset, "identifier is outside 2..256 octets"};
    if (each.type == tlv::time_to_live && each.value.size() < 2)
      return Malformed{Fault::length, each.offset, "time to live has less than 2 octets"};
    if (each.type == tlv::chassis) message.chassis = identifier(each.value, 4, 5);
    if (each.type == tlv::port) message.port = identifier(each.value, 3, 4);
    if (each.type == tlv::time_to_live) message.time_to_live = Cursor{each.value}.u16be();
    ++expected;
  }
  if (expected <= tlv::time_to_live) {
    if (tlvs.cut() || unit.empty()) return NeedMore{unit.size() + 1};
    return Malformed{Fault::order, tlvs.position(), "chassis, port or time to live is missing"};
  }
  message.whole = unit.first(tlvs.position());
  return Done<MessageView>{message, tlvs.position()};
}

Address management_address(Bytes value) {
  Cursor in{value};
  auto const length = in.u8();  // of family and address
  if (length == 0) return {};
  Cursor address{in.take(length)};
  auto const family = address.u8();
  return address_of(family, address.rest());
}

std::optional<SystemIdentification> system_identification(Identifier const& chassis) {
  constexpr std::uint8_t locally_assigned = 7;
  constexpr std::size_t least = 25 + 1 + 20 + 1 + 16 + 1 + 5 + 1 + 10;
  if (chassis.subtype != locally_assigned || chassis.value.size() < least) return std::nullopt;
  for (auto const blank : {25U, 46U, 63U, 69U})
    if (octet_at(chassis.value, blank) != ' ') return std::nullopt;
  if (!std::ranges::all_of(text_of(chassis.value), [](char c) { return c >= ' ' && c < 0x7f; }))
    return std::nullopt;
  Cursor in{chassis.value};
  SystemIdentification read;
  auto const next = [&](std::size_t octets) {
    auto const text = column(in, octets);
    in.skip(1);
    return text;
  };
  read.device = next(25);
  read.order_number = next(20);
  read.serial = next(16);
  read.hardware = next(5);
  read.software = column(in, in.left());
  return read;
}

}  // namespace qw::lldp
