// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/text.hpp"

#include <array>
#include <charconv>
#include <cstring>

#include "core/utf16.hpp"

namespace qw {
namespace {

constexpr auto hex_pairs = [] {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t octet = 0; octet < pairs.size(); ++octet)
    pairs[octet] = {digits[octet >> 4], digits[octet & 15]};
  return pairs;
}();

char* put_hex(char* at, std::byte octet) {
  auto const& pair = hex_pairs[std::to_integer<std::size_t>(octet)];
  std::memcpy(at, pair.data(), pair.size());
  return at + pair.size();
}

template <class Real>
void append_real(std::string& out, Real value) {
  std::array<char, 32> text{};
  auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

void append_ipv4(std::string& out, Bytes octets) {
  std::array<char, 15> text{};
  auto* at = text.data();
  for (std::size_t i = 0; i < 4; ++i) {
    if (i != 0) *at++ = '.';
    at = std::to_chars(at, text.data() + text.size(), octet_at(octets, i)).ptr;
  }
  out.append(text.data(), at);
}

void append_mac(std::string& out, Bytes octets) {
  std::array<char, 17> text{};
  auto* at = text.data();
  for (auto const byte : octets) {
    if (at != text.data()) *at++ = ':';
    at = put_hex(at, byte);
  }
  out.append(text.data(), at);
}

void append_realm(std::string& out, RealmId realm, Names const& names) {
  if (realm == RealmId{}) return;
  auto const name = names.realm(realm);
  if (name.empty())
    append_text(out, static_cast<std::uint16_t>(realm));
  else
    out += name;
  out += '/';
}

unsigned char octet(char c) { return static_cast<unsigned char>(c); }

/// Octets at the beginning that are ASCII for sure, found eight at a time.
std::size_t ascii_length(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080U;
  std::size_t length = 0;
  for (std::uint64_t word = 0; length + sizeof word <= text.size(); length += sizeof word) {
    std::memcpy(&word, text.data() + length, sizeof word);
    if ((word & high_bits) != 0) break;
  }
  return length;
}

bool continues(std::string_view text, std::size_t at, unsigned char least = 0x80,
               unsigned char most = 0xbf) {
  return at < text.size() && octet(text[at]) >= least && octet(text[at]) <= most;
}

/// By its name, else by its number.
std::string property_text(Object const& object) {
  if (!object.property_name.empty()) return std::string{object.property_name.text()};
  return object.property ? "property " + std::to_string(*object.property) : std::string{};
}

}  // namespace

void detail::append_digits(std::string& out, std::uint64_t value) {
  if (value < 10) {
    out += static_cast<char>('0' + value);
    return;
  }
  std::array<char, 20> text;
  auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

void append_text(std::string& out, double value) { append_real(out, value); }
void append_text(std::string& out, float value) { append_real(out, value); }

void append_text(std::string& out, Address const& address) {
  switch (address.family()) {
    case Address::Family::ipv4: return append_ipv4(out, address.octets());
    case Address::Family::mac: return append_mac(out, address.octets());
    default: out += to_text(address);
  }
}

void append_text(std::string& out, Host const& host, Names const& names) {
  append_realm(out, host.realm, names);
  append_text(out, host.address);
}

void append_text(std::string& out, Endpoint const& endpoint, Names const& names) {
  if (endpoint.port == 0) return append_text(out, endpoint.host, names);
  append_realm(out, endpoint.host.realm, names);
  bool const bracketed = endpoint.host.address.family() == Address::Family::ipv6;
  if (bracketed) out += '[';
  append_text(out, endpoint.host.address);
  if (bracketed) out += ']';
  out += ':';
  append_text(out, endpoint.port);
}

void append_text(std::string& out, Object const& object) {
  auto const start = out.size();
  auto const part = [&] {
    if (out.size() != start) out += ' ';
  };
  bool const addressed = object.block != 0 || object.offset != 0 || object.bit != 0;
  out += object.symbol;
  if (!object.space.empty()) {
    part();
    out += object.symbol.empty() ? "" : "(";
    out += object.space.text();
    out += object.symbol.empty() ? "" : ")";
  }
  if (addressed || (object.symbol.empty() && !object.space.empty() && object.length != 0)) {
    part();
    if (object.block != 0) {
      append_text(out, object.block);
      out += ':';
    }
    append_text(out, object.offset);
    if (object.bit != 0) {
      out += '.';
      append_text(out, object.bit);
    }
    if (object.length > 1) {
      out += '+';
      append_text(out, object.length);
    }
  }
  if (object.element) {
    out += '[';
    append_text(out, *object.element);
    out += ']';
  }
  if (auto const property = property_text(object); !property.empty()) {
    part();
    out += property;
  }
  if (object.station != 0) {
    part();
    out += '@';
    append_text(out, object.station);
  }
}

std::string to_text(Object const& object) {
  std::string out;
  append_text(out, object);
  return out;
}

std::string to_words(Object const& object) {
  std::string text;
  if (!object.space.empty()) {
    text += object.space.text();
    if (object.block != 0) text += ' ' + std::to_string(object.block);
    // A whole block, class or instance, or what a name says, has no place: "at 0" would give one.
    bool const named = object.block == 0 && !object.symbol.empty();
    bool const whole = object.offset == 0 && object.bit == 0 && (object.length == 0 || named);
    if (!whole) text += " at " + std::to_string(object.offset);
    if (object.bit != 0) text += '.' + std::to_string(object.bit);
    if (object.length > 1) text += ", " + std::to_string(object.length) + " long";
  }
  if (!object.symbol.empty()) {
    if (!text.empty()) text += ' ';
    text += object.symbol;
  }
  if (object.element) text += ", element " + std::to_string(*object.element);
  if (auto const property = property_text(object); !property.empty()) text += ", " + property;
  return text;
}

void append_decoded(std::string& out, WireType type, Bytes raw) {
  auto const put = [&](std::string_view octets) { out += octets; };
  if (type == WireType::latin1) {
    for (auto const octet : raw) put_utf8(std::to_integer<std::uint32_t>(octet), put);
  } else if (type == WireType::utf16le || type == WireType::utf16be) {
    for (Cursor in{raw}; in.left() >= 2;) put_utf8(next_utf16(in, type == WireType::utf16le), put);
  } else {
    out += text_of(raw);
  }
}

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  auto const lead = octet(text[0]);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return continues(text, 1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    auto const least = static_cast<unsigned char>(lead == 0xe0 ? 0xa0 : 0x80);
    auto const most = static_cast<unsigned char>(lead == 0xed ? 0x9f : 0xbf);
    return continues(text, 1, least, most) && continues(text, 2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    auto const least = static_cast<unsigned char>(lead == 0xf0 ? 0x90 : 0x80);
    auto const most = static_cast<unsigned char>(lead == 0xf4 ? 0x8f : 0xbf);
    return continues(text, 1, least, most) && continues(text, 2) && continues(text, 3) ? 4 : 0;
  }
  return 0;
}

std::string_view valid_utf8(std::string_view text, std::string& scratch) {
  std::size_t valid = ascii_length(text);
  while (valid < text.size()) {
    auto const length = utf8_length(text.substr(valid));
    if (length == 0) break;
    valid += length;
  }
  if (valid == text.size()) return text;
  scratch.assign(text.substr(0, valid));
  for (auto rest = text.substr(valid); !rest.empty();) {
    auto const length = utf8_length(rest);
    if (length != 0) {
      scratch += rest.substr(0, length);
    } else {  // two octets of UTF-8 make up every code point from U+0080 to U+00FF
      scratch += static_cast<char>(0xc0 | octet(rest[0]) >> 6);
      scratch += static_cast<char>(0x80 | (octet(rest[0]) & 0x3f));
    }
    rest.remove_prefix(length == 0 ? 1 : length);
  }
  return scratch;
}

void append_hex(std::string& out, Bytes bytes) {
  auto const before = out.size();
  out.resize(before + bytes.size() * 2);
  auto* at = out.data() + before;
  for (auto const byte : bytes) at = put_hex(at, byte);
}

}  // namespace qw
