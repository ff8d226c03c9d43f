// SPDX-License-Identifier: Apache-2.0
#include "protocols/dhcpv6/parse.hpp"

namespace qw::dhcpv6 {
namespace {

bool is_relay(std::uint8_t type) {
  return type == static_cast<std::uint8_t>(MessageType::relay_forward) ||
         type == static_cast<std::uint8_t>(MessageType::relay_reply);
}

/// A hardware type, then its address. Only Ethernet's is read.
Address link_layer_address(Bytes data) {
  constexpr std::uint16_t ethernet = 1;
  Cursor in{data};
  auto const type = in.u16be();
  return type == ethernet ? Address::mac(in.take_rest()) : Address{};
}

}  // namespace

bool Options::next(Option& option) {
  if (in_.empty()) return false;
  option.code = in_.u16be();
  option.data = in_.take(in_.u16be());
  return in_.ok();
}

std::optional<Bytes> find(Bytes options, std::uint16_t code) {
  Options walk{options};
  for (Option each; walk.next(each);)
    if (each.code == code) return each.data;
  return std::nullopt;
}

Parsed<MessageView> parse(Bytes datagram) {
  MessageView message;
  Bytes inner = datagram;
  for (std::size_t relays = 0;; ++relays) {
    Cursor in{inner};
    auto const type = in.u8();
    if (!in.ok()) return NeedMore{datagram.size() + 1};
    if (!is_relay(type)) break;
    if (relays == most_relays) return Malformed{Fault::depth, 0, "more relays than are allowed"};
    in.skip(1 + 16);  // hops, link address
    message.relayed = true;
    message.peer = Address::ipv6(in.take(16));
    if (!in.ok()) return NeedMore{datagram.size() + 1};
    message.interface = find(in.rest(), option::interface_identifier).value_or(Bytes{});
    if (auto const address = find(in.rest(), option::client_link_layer))
      message.link_layer = link_layer_address(*address);
    auto const next = find(in.rest(), option::relay_message);
    if (!next) return Malformed{Fault::truncated, 0, "relay message carries none"};
    inner = *next;
  }
  Cursor in{inner};
  auto const type = in.u8();
  message.transaction = in.u24be();
  if (!in.ok()) return NeedMore{datagram.size() + 1};
  if (type == 0 || type > static_cast<std::uint8_t>(MessageType::information_request))
    return Malformed{Fault::value, 0, "message type is outside 1..11"};
  message.type = static_cast<MessageType>(type);
  message.options = in.rest();
  return Done<MessageView>{message, datagram.size()};
}

std::optional<Lease> lease_of(Option const& option) {
  Cursor in{option.data};
  Lease lease;
  if (option.code == option::address) {
    lease.address = Address::ipv6(in.take(16));
    in.skip(4);  // preferred lifetime
    lease.lifetime = in.u32be();
  } else {
    in.skip(4);
    lease.lifetime = in.u32be();
    lease.prefix = in.u8();
    lease.address = Address::ipv6(in.take(16));
  }
  if (!in.ok() || lease.prefix > 128) return std::nullopt;
  return lease;
}

Bytes inside_association(Option const& association) {
  Cursor in{association.data};
  in.skip(association.code == option::temporary_addresses ? 4 : 12);
  return in.rest();
}

}  // namespace qw::dhcpv6
