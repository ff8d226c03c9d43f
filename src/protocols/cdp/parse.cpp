// SPDX-License-Identifier: Apache-2.0
#include "protocols/cdp/parse.hpp"

namespace qw::cdp {

Parsed<MessageView> parse(Bytes message) {
  Cursor in{message};
  MessageView read;
  read.version = in.u8();
  read.time_to_live = in.u8();
  in.skip(2);  // checksum
  if (!in.ok()) return NeedMore{header_octets};
  if (read.version != 1 && read.version != 2)
    return Malformed{Fault::value, 0, "version is neither 1 nor 2"};
  read.whole = message;
  return Done<MessageView>{read, message.size()};
}

bool Tlvs::next(Tlv& tlv) {
  if (in_.empty() || broken_) return false;
  tlv.type = in_.u16be();
  auto const octets = in_.u16be();
  broken_ = !in_.ok() || octets < tlv_header_octets;
  if (broken_) return false;
  tlv.offset = in_.position();
  tlv.value = in_.take(octets - tlv_header_octets);
  broken_ = !in_.ok();
  return !broken_;
}

/// Each names its protocol by an NLPID (0xCC is IPv4) or by an 802.2 header, whose
/// last two octets are an Ethernet type (0x86DD is IPv6).
bool Addresses::next(Address& address) {
  constexpr std::uint8_t nlpid_kind = 1;
  if (left_ == 0) return false;
  --left_;
  auto const kind = in_.u8();
  auto const protocol = in_.take(in_.u8());
  auto const octets = in_.take(in_.u16be());
  if (!in_.ok()) return false;
  bool const ipv4 = kind == nlpid_kind && protocol.size() == 1 && octet_at(protocol, 0) == 0xcc;
  address = ipv4 ? Address::ipv4(octets) : Address::ipv6(octets);
  return true;
}

}  // namespace qw::cdp
