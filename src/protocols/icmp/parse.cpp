// SPDX-License-Identifier: Apache-2.0
#include "protocols/icmp/parse.hpp"

#include <algorithm>
#include <array>

namespace qw::icmp {

Parsed<MessageView> parse(Bytes message) {
  Cursor in{message};
  MessageView view;
  view.type = in.u8();
  view.code = in.u8();
  in.skip(2);  // checksum: decode looks at it
  if (!in.ok()) return NeedMore{header_octets};
  view.body = in.rest();
  return Done<MessageView>{view, message.size()};
}

bool Options::next(Option& option) {
  if (broken_ || in_.empty()) return false;
  option.type = in_.u8();
  auto const eights = in_.u8();
  broken_ = !in_.ok() || eights == 0;
  if (broken_) return false;
  option.value = in_.take(eights * 8U - 2U);
  broken_ = !in_.ok();
  return !broken_;
}

std::optional<Prefix> prefix_of(Option const& option) {
  Cursor in{option.value};
  Prefix prefix;
  prefix.length = in.u8();
  in.skip(1);  // flags
  prefix.lifetime = in.u32be();
  // Option 3 has two more words; option 24 leaves out octets of its prefix.
  if (option.type == option::prefix_information) in.skip(8);
  std::array<std::byte, 16> octets{};
  std::ranges::copy(in.take(std::min(in.left(), octets.size())), octets.begin());
  if (!in.ok() || prefix.length > 128) return std::nullopt;
  prefix.address = Address::ipv6(octets);
  return prefix;
}

Address quoted_destination(Bytes ipv4_packet) {
  Cursor in{ipv4_packet};
  in.skip(16);
  return Address::ipv4(in.take(4));
}

}  // namespace qw::icmp
