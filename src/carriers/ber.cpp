// SPDX-License-Identifier: Apache-2.0
#include "carriers/ber.hpp"

namespace qw::ber {
namespace {

constexpr std::uint8_t long_tag = 0x1f;
constexpr std::size_t most_tag_octets = 4;        // behind the first
constexpr std::size_t most_length_octets = 4;     // no capture holds more than 32 bits count
constexpr std::size_t most_subidentifiers = 128;  // RFC 2578, section 3.5

struct Header {
  std::uint8_t identifier = 0;
  std::uint32_t number = 0;
  std::size_t length = 0;
};

/// False if the header is broken; the cursor is spent if it is cut.
bool read_header(Cursor& in, Header& header) {
  header.identifier = in.u8();
  header.number = header.identifier & long_tag;
  if (header.number == long_tag) {
    header.number = 0;
    std::size_t octets = 0;
    std::uint8_t part = 0;
    do {
      if (octets++ == most_tag_octets) return false;
      part = in.u8();
      header.number = header.number << 7 | (part & 0x7fU);
    } while (in.ok() && (part & 0x80) != 0);
  }
  header.length = in.u8();
  if (header.length < 0x80) return true;
  auto const octets = header.length & 0x7f;
  if (octets == 0 || octets > most_length_octets) return false;
  header.length = 0;
  for (std::size_t i = 0; i < octets; ++i) header.length = header.length << 8 | in.u8();
  return true;
}

}  // namespace

bool Reader::next(Element& element) {
  if (!ok() || in_.empty()) return false;
  Header header;
  ok_ = read_header(in_, header);
  if (!ok()) return false;
  element.identifier = header.identifier;
  element.number = header.number;
  element.offset = position();
  element.content = in_.take(header.length);
  return in_.ok();
}

Element Reader::expect(std::uint8_t identifier) {
  Element element;
  if (next(element) && element.identifier == identifier) return element;
  ok_ = false;
  return {};
}

std::optional<std::size_t> element_size(Bytes bytes) {
  Cursor in{bytes};
  Header header;
  bool const sound = read_header(in, header);
  if (!in.ok()) return std::nullopt;
  return sound ? in.position() + header.length : 0;
}

std::optional<std::int64_t> integer(Bytes content) {
  if (content.empty() || content.size() > 8) return std::nullopt;
  bool const negative = (octet_at(content, 0) & 0x80) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < content.size(); ++i) value = value << 8 | octet_at(content, i);
  return static_cast<std::int64_t>(value);
}

std::optional<std::uint64_t> natural(Bytes content) {
  if (content.empty() || content.size() > 9) return std::nullopt;
  if (content.size() == 9 && octet_at(content, 0) != 0) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < content.size(); ++i) value = value << 8 | octet_at(content, i);
  return value;
}

bool write_object_identifier(Bytes content, TextWriter& out) {
  Cursor in{content};
  bool first = true;
  for (std::size_t numbers = 0; !in.empty(); ++numbers) {
    if (numbers == most_subidentifiers) return false;
    std::uint64_t value = 0;
    std::uint8_t part = 0;
    do {
      part = in.u8();
      value = value << 7 | (part & 0x7fU);
      if (!in.ok() || value > 0xffff'ffff) return false;
    } while ((part & 0x80) != 0);
    if (first) {  // the first two numbers share one
      auto const root = value < 80 ? value / 40 : 2;
      out.number(root);
      value -= root * 40;
      first = false;
    }
    out.character('.').number(value);
  }
  return !first;
}

}  // namespace qw::ber
