// SPDX-License-Identifier: Apache-2.0
#include "protocols/tls/fingerprint.hpp"

#include <algorithm>
#include <charconv>

#include "core/digest.hpp"

namespace qw::tls {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::uint16_t server_name_extension = 0;
constexpr std::uint16_t protocols_extension = 16;

template <std::size_t most>
void add_decimal(ShortText<most>& text, std::uint16_t number) {
  std::array<char, 5> digits;
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.add({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

/// One of JA3's lists: joined by dashes, with a comma before it.
class DashedList {
 public:
  explicit DashedList(ShortText<most_ja3_text>& text) : text_{text} { text_.add(','); }
  void add(std::uint16_t number) {
    if (is_grease(number)) return;
    if (!first_) text_.add('-');
    first_ = false;
    add_decimal(text_, number);
  }
  void add_all(Bytes numbers) {
    Numbers list{numbers};
    for (std::uint16_t number = 0; list.next(number);) add(number);
  }

 private:
  ShortText<most_ja3_text>& text_;
  bool first_ = true;
};

/// Numbers of a hello without GREASE, as far as there is room.
class Values {
 public:
  void add(std::uint16_t value) {
    if (is_grease(value)) return;
    if (size_ == values_.size()) {
      full_ = true;
      return;
    }
    values_[size_++] = value;
  }
  void add_all(Bytes numbers) {
    Numbers list{numbers};
    for (std::uint16_t number = 0; list.next(number);) add(number);
  }
  void sort() { std::ranges::sort(std::span{values_}.first(size_)); }

  [[nodiscard]] std::span<std::uint16_t const> all() const {
    return std::span{values_}.first(size_);
  }
  [[nodiscard]] bool full() const { return full_; }

 private:
  std::array<std::uint16_t, most_ja4_values> values_;
  std::size_t size_ = 0;
  bool full_ = false;
};

using ListText = ShortText<most_ja4_values * 10 + 1>;  // two lists of "002f," and a line between

void add_hex(ListText& text, std::span<std::uint16_t const> values) {
  for (bool first = true; auto const value : values) {
    if (!first) text.add(',');
    first = false;
    for (int shift = 12; shift >= 0; shift -= 4) text.add(hex_digits[(value >> shift) & 15U]);
  }
}

/// JA4 keeps twelve digits of a digest, and zeros for an empty list.
void add_digest(ShortText<36>& text, ListText const& list) {
  if (list.view().empty()) return text.add("000000000000");
  text.add(HexText{Sha256::of(bytes_of(list.view()))}.view().substr(0, 12));
}

std::string_view ja4_version(std::uint16_t version) {
  switch (version) {
    case 0x0300: return "s3";
    case 0x0301: return "10";
    case 0x0302: return "11";
    case 0x0303: return "12";
    case 0x0304: return "13";
    default: return "00";
  }
}

void add_count(ShortText<36>& text, std::size_t count) {
  auto const shown = std::min<std::size_t>(count, 99);
  text.add(hex_digits[shown / 10]);
  text.add(hex_digits[shown % 10]);
}

constexpr bool is_alphanumeric(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// First and last character of the first ALPN name; their hexadecimal digits,
/// the outer ones, if either is neither letter nor digit.
void add_protocol(ShortText<36>& text, Bytes protocols) {
  ProtocolNames names{protocols};
  std::string_view name;
  if (!names.next(name) || name.empty()) return text.add("00");
  auto const first = static_cast<unsigned char>(name.front());
  auto const last = static_cast<unsigned char>(name.back());
  bool const plain = is_alphanumeric(first) && is_alphanumeric(last);
  text.add(plain ? name.front() : hex_digits[first >> 4]);
  text.add(plain ? name.back() : hex_digits[last & 15U]);
}

}  // namespace

ShortText<32> ja3_of(HelloView const& hello) {
  ShortText<most_ja3_text> text;
  add_decimal(text, hello.legacy_version);
  DashedList{text}.add_all(hello.ciphers);
  DashedList extensions{text};
  Extensions list{hello.extensions};
  for (Extensions::Item item; list.next(item);) extensions.add(item.type);
  DashedList{text}.add_all(hello.groups);
  DashedList formats{text};
  for (auto const format : hello.point_formats) formats.add(std::to_integer<std::uint8_t>(format));

  ShortText<32> digest;
  if (!text.full()) digest.add(HexText{md5_of(bytes_of(text.view()))}.view());
  return digest;
}

ShortText<36> ja4_of(HelloView const& hello) {
  Values ciphers;
  ciphers.add_all(hello.ciphers);
  Values extensions;  // all but server name and ALPN, which stand in clear
  std::size_t extension_count = 0;
  Extensions list{hello.extensions};
  for (Extensions::Item item; list.next(item);) {
    if (!is_grease(item.type)) ++extension_count;
    if (item.type != server_name_extension && item.type != protocols_extension)
      extensions.add(item.type);
  }
  Values signatures;  // in the order of the client
  signatures.add_all(hello.signatures);
  if (ciphers.full() || extensions.full() || signatures.full()) return {};
  ciphers.sort();
  extensions.sort();

  ShortText<36> text;
  text.add('t');
  text.add(ja4_version(hello.highest));
  text.add(hello.has_server_name ? 'd' : 'i');
  add_count(text, ciphers.all().size());
  add_count(text, extension_count);
  add_protocol(text, hello.protocols);
  ListText cipher_text;
  add_hex(cipher_text, ciphers.all());
  ListText extension_text;
  add_hex(extension_text, extensions.all());
  if (!signatures.all().empty()) {
    extension_text.add('_');
    add_hex(extension_text, signatures.all());
  }
  text.add('_');
  add_digest(text, cipher_text);
  text.add('_');
  add_digest(text, extension_text);
  return text;
}

}  // namespace qw::tls
