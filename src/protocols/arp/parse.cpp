// SPDX-License-Identifier: Apache-2.0
#include "protocols/arp/parse.hpp"

#include "core/cursor.hpp"

namespace qw::arp {

Parsed<MessageView> parse(Bytes packet) {
  Cursor in{packet};
  MessageView message;
  message.hardware = in.u16be();
  message.protocol = in.u16be();
  auto const hardware_octets = in.u8();
  auto const protocol_octets = in.u8();
  message.operation = in.u16be();
  if (!in.ok()) return NeedMore{header_octets};

  bool const known =
      (message.hardware == ethernet || message.hardware == ieee_802) && message.protocol == ipv4;
  if (known && hardware_octets != 6)
    return Malformed{Fault::length, 4, "hardware address of Ethernet does not have 6 octets"};
  if (known && protocol_octets != 4)
    return Malformed{Fault::length, 5, "protocol address of IPv4 does not have 4 octets"};

  auto const total = header_octets + 2U * (hardware_octets + protocol_octets);
  auto const sender_hardware = in.take(hardware_octets);
  auto const sender = in.take(protocol_octets);
  auto const target_hardware = in.take(hardware_octets);
  auto const target = in.take(protocol_octets);
  if (!in.ok()) return NeedMore{total};
  if (known) {
    message.sender_hardware = Address::mac(sender_hardware);
    message.sender = Address::ipv4(sender);
    message.target_hardware = Address::mac(target_hardware);
    message.target = Address::ipv4(target);
  }
  return Done<MessageView>{message, total};
}

}  // namespace qw::arp
