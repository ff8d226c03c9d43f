// SPDX-License-Identifier: Apache-2.0
#include "protocols/dhcp/parse.hpp"

#include <algorithm>

namespace qw::dhcp {
namespace {

constexpr std::size_t name_at = 44;   // sname, 64 octets
constexpr std::size_t file_at = 108;  // file, 128 octets
constexpr std::uint8_t ethernet = 1;

}  // namespace

Parsed<MessageView> parse(Bytes datagram) {
  Cursor in{datagram};
  MessageView message;
  auto const operation = in.u8();
  auto const hardware_type = in.u8();
  auto const hardware_octets = in.u8();
  in.skip(1);  // hops
  message.transaction = in.u32be();
  in.skip(4);  // seconds, flags
  message.client = Address::ipv4(in.take(4));
  message.given = Address::ipv4(in.take(4));
  message.next_server = Address::ipv4(in.take(4));
  message.relay = Address::ipv4(in.take(4));
  auto const hardware = in.take(16);
  in.skip(64 + 128);
  auto const magic = in.u32be();
  if (!in.ok()) return NeedMore{header_octets};
  if (operation != 1 && operation != 2)
    return Malformed{Fault::value, 0, "op is neither BOOTREQUEST nor BOOTREPLY"};
  if (hardware_octets > hardware.size())
    return Malformed{Fault::length, 2, "hardware address is longer than its field"};
  if (magic != cookie) return Malformed{Fault::value, fixed_octets, "magic cookie is missing"};

  message.request = operation == 1;
  if (hardware_type == ethernet && hardware_octets == 6)
    message.hardware = Address::mac(hardware.first(6));
  message.whole = datagram;
  Options options{message};
  for (Option each; options.next(each);)
    if (each.code == option::message_type && each.data.size() == 1) {
      auto const type = octet_at(each.data, 0);
      if (type <= static_cast<std::uint8_t>(MessageType::inform))
        message.type = static_cast<MessageType>(type);
    }
  return Done<MessageView>{message, datagram.size()};
}

bool Options::next(Option& option) {
  if (fault_) return false;
  for (;;) {
    auto const code = in_.empty() ? option::end : in_.u8();
    if (code == option::pad) continue;
    if (code == option::end) {
      if (!next_region()) return false;
      continue;
    }
    auto const octets = in_.u8();
    option.code = code;
    option.offset = start_ + in_.position();
    option.data = in_.take(octets);
    if (!in_.ok()) {
      fault_ = Malformed{Fault::truncated, option.offset, "options end within one"};
      return false;
    }
    if (code == option::overload && octets == 1 && !overloaded_) {
      overloaded_ = true;
      overload_ = octet_at(option.data, 0) & 3;
    }
    return true;
  }
}

bool Options::next_region() {
  if (overload_ == 0) return false;
  bool const file = (overload_ & 1) != 0;
  overload_ = file ? overload_ & 2 : 0;
  start_ = file ? file_at : name_at;
  in_ = Cursor{message_.subspan(start_, file ? 128 : 64)};
  return true;
}

bool next_route(Cursor& in, Route& route) {
  if (in.empty()) return false;
  route.prefix = in.u8();
  if (route.prefix > 32) return false;
  auto const significant = in.take((route.prefix + 7U) / 8U);
  std::array<std::byte, 4> destination{};
  std::ranges::copy(significant, destination.begin());
  route.destination = Address::ipv4(destination);
  route.router = Address::ipv4(in.take(4));
  return in.ok();
}

}  // namespace qw::dhcp
