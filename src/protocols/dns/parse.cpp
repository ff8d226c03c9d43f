// SPDX-License-Identifier: Apache-2.0
#include "protocols/dns/parse.hpp"

#include <algorithm>
#include <cstring>

namespace qw::dns {
namespace {

constexpr unsigned char folded(std::byte octet) {
  auto const letter = std::to_integer<unsigned char>(octet);
  return letter >= 'A' && letter <= 'Z' ? static_cast<unsigned char>(letter + 32) : letter;
}

Term text_of_name_fault(Fault fault) {
  switch (fault) {
    case Fault::value: return "name has a pointer forward or a label type that is not in use";
    case Fault::length: return "name is longer than 255 octets";
    default: return "message ends within a name";
  }
}

}  // namespace

Parsed<MessageView> parse(Bytes datagram) {
  Cursor in{datagram};
  MessageView message;
  message.id = in.u16be();
  auto const flags = in.u16be();
  message.response = (flags & 0x8000) != 0;
  message.opcode = flags >> 11 & 15;
  message.cut_by_sender = (flags & 0x0200) != 0;
  message.rcode = flags & 15;
  for (auto& count : message.counts) count = in.u16be();
  if (!in.ok()) return NeedMore{header_octets};
  message.whole = datagram;
  return Done<MessageView>{message, datagram.size()};
}

Parsed<MessageView> parse_framed(Bytes stream) {
  Cursor in{stream};
  auto const length = in.u16be();
  if (!in.ok()) return NeedMore{frame_octets};
  if (length < header_octets) return Malformed{Fault::length, 0, "length has no room for a header"};
  auto const message = in.take(length);
  if (!in.ok()) return NeedMore{frame_octets + length};
  auto parsed = parse(message);
  std::get_if<0>(&parsed)->used += frame_octets;
  return parsed;
}

bool WireName::same_as(WireName const& other) const {
  return std::ranges::equal(bytes(), other.bytes(), {}, folded, folded);
}

WireName wire_name(Bytes message, std::size_t offset) {
  WireName name;
  walk_name(message, offset, [&](Bytes label) {
    name.octets[name.size] = static_cast<std::byte>(label.size());
    std::memcpy(name.octets.data() + name.size + 1, label.data(), label.size());
    name.size = static_cast<std::uint8_t>(name.size + 1 + label.size());
  });
  name.octets[name.size++] = std::byte{0};
  return name;
}

bool Records::next(Record& record) {
  if (fault_) return false;
  while (section_ < left_.size() && left_[section_] == 0) ++section_;
  if (section_ == left_.size()) return false;
  record = {};
  record.section = static_cast<Section>(section_);
  record.name = position_;
  auto const end = walk_name(message_.whole, position_, [](Bytes) {});
  if (end.fault) return fail(*end.fault, text_of_name_fault(*end.fault));

  Cursor in{message_.whole.subspan(end.offset)};
  record.type = in.u16be();
  record.klass = in.u16be();
  if (record.section != Section::question) {
    record.lifetime = in.u32be();
    auto const octets = in.u16be();
    record.data_offset = end.offset + in.position();
    record.data = in.take(octets);
  }
  if (!in.ok()) return fail(Fault::truncated, "message ends within a record");
  position_ = end.offset + in.position();
  --left_[section_];
  return true;
}

bool Records::fail(Fault fault, Term text) {
  fault_ = Malformed{fault, position_, text};
  return false;
}

}  // namespace qw::dns
