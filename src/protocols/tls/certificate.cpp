// SPDX-License-Identifier: Apache-2.0
#include "protocols/tls/certificate.hpp"

#include <algorithm>
#include <array>

#include "carriers/ber.hpp"
#include "core/address.hpp"
#include "core/stamp.hpp"
#include "core/utf16.hpp"

namespace qw::tls {
namespace {

constexpr std::uint8_t generalized_time = 0x18;
constexpr std::uint8_t bmp_string = 0x1e;
constexpr std::uint8_t version_field = 0xa0;     // [0] of TBSCertificate
constexpr std::uint8_t extensions_field = 0xa3;  // [3] of TBSCertificate

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (char const c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// "YYMMDDHHMMSSZ" or with four digits of the year (RFC 5280, section 4.1.2.5).
std::optional<Stamp> time_of(ber::Element const& element) {
  auto text = text_of(element.content);
  auto const year_digits = element.identifier == generalized_time ? 4U : 2U;
  if (text.size() != year_digits + 11 || text.back() != 'Z') return std::nullopt;
  auto year = digits(text, 0, year_digits);
  if (!year) return std::nullopt;
  if (year_digits == 2) *year += *year < 50 ? 2000 : 1900;
  text.remove_prefix(year_digits);
  std::array<unsigned, 5> parts{};  // month, day, hour, minute, second
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto const part = digits(text, i * 2, 2);
    if (!part) return std::nullopt;
    parts[i] = static_cast<unsigned>(*part);
  }
  return stamp_of({*year, parts[0], parts[1], parts[2], parts[3], parts[4]});
}

struct KnownAttribute {
  std::array<std::uint8_t, 10> identifier;
  std::size_t size;
  std::string_view name;
};
constexpr KnownAttribute known_attributes[] = {
    {{0x55, 0x04, 0x03}, 3, "CN"},
    {{0x55, 0x04, 0x05}, 3, "serialNumber"},
    {{0x55, 0x04, 0x06}, 3, "C"},
    {{0x55, 0x04, 0x07}, 3, "L"},
    {{0x55, 0x04, 0x08}, 3, "ST"},
    {{0x55, 0x04, 0x09}, 3, "street"},
    {{0x55, 0x04, 0x0a}, 3, "O"},
    {{0x55, 0x04, 0x0b}, 3, "OU"},
    {{0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01}, 10, "UID"},
    {{0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19}, 10, "DC"},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01}, 9, "emailAddress"},
};

std::string attribute_name(Bytes identifier) {
  for (auto const& known : known_attributes)
    if (std::ranges::equal(identifier,
                           std::as_bytes(std::span{known.identifier}).first(known.size)))
      return std::string{known.name};
  std::array<char, 128> room;
  TextWriter text{room};
  ber::write_object_identifier(identifier, text);
  return std::string{text.written()};
}

/// A string of any type as UTF-8, as far as it goes.
std::string value_text(ber::Element const& value) {
  auto const content = value.content.first(std::min(value.content.size(), most_name_octets));
  if (value.identifier != bmp_string) return std::string{text_of(content)};
  ShortText<most_name_octets> text;
  for (Cursor in{content}; in.left() >= 2;) add_utf8(text, in.u16be());
  return std::string{text.view()};
}

/// RFC 4514, section 2.4: what would be read as part of the notation is escaped.
std::string escaped(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    char const c = value[i];
    bool const edge = (c == ' ' && (i == 0 || i + 1 == value.size())) || (c == '#' && i == 0);
    if (edge || std::string_view{",+\"\\<>;"}.find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text;
}

/// "CN=value", with "+" between the parts of a set that has several.
std::string relative_name(ber::Element const& set) {
  std::string text;
  ber::Reader parts{set};
  for (ber::Element part; parts.next(part) && text.size() <= most_name_octets;) {
    ber::Reader pair{part};
    auto const identifier = pair.expect(ber::tag::object_identifier);
    ber::Element value;
    if (!pair.next(value)) break;
    if (!text.empty()) text += '+';
    text += attribute_name(identifier.content) + "=" + escaped(value_text(value));
  }
  return text;
}

/// The content of the GeneralNames, out of the extension 2.5.29.17.
Bytes alternative_names_of(ber::Element const& extensions) {
  constexpr std::array<std::uint8_t, 3> wanted = {0x55, 0x1d, 0x11};
  ber::Reader outer{extensions};
  ber::Reader list{outer.expect(ber::tag::sequence)};
  for (ber::Element extension; list.next(extension);) {
    ber::Reader parts{extension};
    auto const identifier = parts.expect(ber::tag::object_identifier).content;
    if (!std::ranges::equal(identifier, std::as_bytes(std::span{wanted}))) continue;
    for (ber::Element part; parts.next(part);)
      if (part.identifier == ber::tag::octet_string)
        return ber::Reader{part}.expect(ber::tag::sequence).content;
  }
  return {};
}

}  // namespace

std::optional<CertificateView> read_certificate(Bytes der) {
  ber::Reader outer{der};
  ber::Reader certificate{outer.expect(ber::tag::sequence)};
  ber::Reader parts{certificate.expect(ber::tag::sequence)};
  ber::Element part;
  if (!parts.next(part)) return std::nullopt;
  if (part.identifier == version_field && !parts.next(part)) return std::nullopt;
  parts.expect(ber::tag::sequence);  // signature algorithm; the serial was before it
  CertificateView view;
  view.issuer = parts.expect(ber::tag::sequence).content;
  ber::Reader times{parts.expect(ber::tag::sequence)};
  view.subject = parts.expect(ber::tag::sequence).content;
  if (!parts.ok()) return std::nullopt;
  if (times.next(part)) view.not_before = time_of(part);
  if (times.next(part)) view.not_after = time_of(part);
  while (parts.next(part))
    if (part.identifier == extensions_field) view.alternative_names = alternative_names_of(part);
  return view;
}

std::string name_text(Bytes name) {
  std::string text;
  ber::Reader sets{name};
  for (ber::Element set; sets.next(set) && text.size() <= most_name_octets;) {
    auto part = relative_name(set);
    if (!text.empty()) part += ',';
    text.insert(0, part);
  }
  if (text.size() > most_name_octets) text.resize(most_name_octets);
  return text;
}

std::vector<std::string> alternative_names(Bytes names) {
  std::vector<std::string> texts;
  ber::Reader list{names};
  for (ber::Element each; texts.size() < most_alternative_names && list.next(each);) {
    auto const content = each.content.first(std::min(each.content.size(), most_name_octets));
    switch (each.number) {  // context tags of GeneralName
      case 1:
      case 2:
      case 6: texts.emplace_back(text_of(content)); break;
      case 7:
        texts.push_back(
            to_text(content.size() == 4 ? Address::ipv4(content) : Address::ipv6(content)));
        break;
      default: break;
    }
  }
  return texts;
}

}  // namespace qw::tls
