// SPDX-License-Identifier: Apache-2.0
#include "protocols/netbios_ns/parse.hpp"

#include <algorithm>

namespace qw::netbios_ns {
namespace {

constexpr std::size_t encoded_octets = 32;
constexpr std::size_t most_scope_octets = 221;  // what 255 octets leave to the scope

/// Each half octet as a letter from 'A' on. Source: RFC 1001, section 14.1.
bool decode(Bytes encoded, NetbiosName& name) {
  for (std::size_t i = 0; i < name.octets.size(); ++i) {
    auto const high = octet_at(encoded, 2 * i) - unsigned{'A'};
    auto const low = octet_at(encoded, 2 * i + 1) - unsigned{'A'};
    if (high > 15 || low > 15) return false;
    name.octets[i] = static_cast<std::byte>(high << 4 | low);
  }
  return true;
}

/// Reads the name at the cursor, through at most one pointer backwards.
std::optional<Fault> read_name(Bytes message, Cursor& in, std::size_t position, NetbiosName& name) {
  constexpr unsigned pointer_flags = 0xc0;
  auto length = in.u8();
  bool const pointer = in.ok() && length >= pointer_flags;
  Cursor elsewhere{Bytes{}};
  if (pointer) {
    auto const target = (length & 0x3fU) << 8 | in.u8();
    if (!in.ok()) return Fault::truncated;
    if (target < header_octets || target >= position) return Fault::value;
    elsewhere = Cursor{message.subspan(target)};
    length = elsewhere.u8();
  }
  auto& source = pointer ? elsewhere : in;
  if (source.ok() && length != encoded_octets) return Fault::value;
  auto const encoded = source.take(encoded_octets);
  if (!source.ok()) return Fault::truncated;
  if (!decode(encoded, name)) return Fault::encoding;
  if (pointer) return std::nullopt;
  std::size_t scope = 0;
  for (auto label = in.u8(); in.ok() && label != 0; label = in.u8()) {
    scope += 1U + label;
    if (label > 63 || scope > most_scope_octets) return Fault::length;
    in.skip(label);
  }
  return in.ok() ? std::nullopt : std::optional{Fault::truncated};
}

}  // namespace

Parsed<MessageView> parse(Bytes datagram) {
  Cursor in{datagram};
  MessageView message;
  message.id = in.u16be();
  auto const flags = in.u16be();
  message.response = (flags & 0x8000) != 0;
  message.opcode = flags >> 11 & 15;
  message.broadcast = (flags & 0x0010) != 0;
  message.rcode = flags & 15;
  for (auto& count : message.counts) count = in.u16be();
  if (!in.ok()) return NeedMore{header_octets};
  message.whole = datagram;
  return Done<MessageView>{message, datagram.size()};
}

std::string_view NetbiosName::text() const {
  auto text = text_of(octets).substr(0, 15);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

void write_name(NetbiosName const& name, TextWriter& out) {
  out.escaped(bytes_of(name.text())).character('<');
  out.hex(Bytes{name.octets}.last(1)).character('>');
}

bool Entries::next(Entry& entry) {
  if (fault_ || questions_ + records_ == 0) return false;
  entry = {};
  entry.question = questions_ != 0;
  --(entry.question ? questions_ : records_);
  Cursor in{message_.subspan(position_)};
  if (auto const fault = read_name(message_, in, position_, entry.name)) {
    fault_ = Malformed{*fault, position_, "name is none of NetBIOS"};
    return false;
  }
  entry.type = in.u16be();
  entry.klass = in.u16be();
  if (!entry.question) {
    entry.lifetime = in.u32be();
    entry.data = in.take(in.u16be());
  }
  if (!in.ok()) {
    fault_ = Malformed{Fault::truncated, position_, "message ends within an entry"};
    return false;
  }
  position_ += in.position();
  return true;
}

bool NodeStatus::next(StatusName& name) {
  if (left_ == 0) return false;
  --left_;
  std::ranges::copy(in_.take(16), name.name.octets.begin());
  name.group = (in_.u16be() & 0x8000) != 0;
  return in_.ok();
}

Address NodeStatus::unit() {
  auto const octets = in_.take(6);
  bool const zero = std::ranges::count(octets, std::byte{}) == std::ssize(octets);
  return zero ? Address{} : Address::mac(octets);
}

bool next_address(Cursor& in, NodeAddress& address) {
  if (in.empty()) return false;
  address.group = (in.u16be() & 0x8000) != 0;
  address.address = Address::ipv4(in.take(4));
  return in.ok();
}

}  // namespace qw::netbios_ns
