// SPDX-License-Identifier: Apache-2.0
#include "protocols/tls/certificate.hpp"

#include <algorithm>
#include <array>

#include "core/address.hpp"
#include "core/cursor.hpp"

namespace qw::tls {
namespace {

namespace tag {
constexpr std::uint8_t octet_string = 0x04;
constexpr std::uint8_t object_identifier = 0x06;
constexpr std::uint8_t generalized_time = 0x18;
constexpr std::uint8_t bmp_string = 0x1e;
constexpr std::uint8_t sequence = 0x30;
constexpr std::uint8_t set = 0x31;
constexpr std::uint8_t version = 0xa0;     // [0] of TBSCertificate
constexpr std::uint8_t extensions = 0xa3;  // [3] of TBSCertificate
}  // namespace tag

struct Element {
  std::uint8_t tag = 0;
  Bytes content;
};

/// Walks the elements of one level of DER. Lengths are definite, of four octets
/// at most; false at the end and for anything else.
class Elements {
 public:
  explicit Elements(Bytes content) : in_{content} {}

  bool next(Element& element) {
    if (in_.empty()) return false;
    element.tag = in_.u8();
    std::size_t length = in_.u8();
    if (length >= 0x80) {
      auto const octets = length & 0x7f;
      if (octets == 0 || octets > 4) return false;
      length = 0;
      for (std::size_t i = 0; i < octets; ++i) length = length << 8 | in_.u8();
    }
    element.content = in_.take(length);
    return in_.ok();
  }

  /// The content of the next element, if it has this tag.
  std::optional<Bytes> expect(std::uint8_t tag) {
    Element element;
    if (!next(element) || element.tag != tag) return std::nullopt;
    return element.content;
  }

 private:
  Cursor in_;
};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (char const c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Days since 1970 of a date of the proleptic Gregorian calendar.
constexpr std::int64_t days_of(int year, int month, int day) {
  auto const shifted = month <= 2 ? year - 1 : year;
  auto const era = shifted / 400;
  auto const of_era = shifted - era * 400;
  auto const of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  auto const day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
  return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

/// "YYMMDDHHMMSSZ" or with four digits of the year (RFC 5280, section 4.1.2.5).
std::optional<Stamp> time_of(Element const& element) {
  auto text = text_of(element.content);
  auto const year_digits = element.tag == tag::generalized_time ? 4U : 2U;
  if (text.size() != year_digits + 11 || text.back() != 'Z') return std::nullopt;
  auto year = digits(text, 0, year_digits);
  if (!year) return std::nullopt;
  if (year_digits == 2) *year += *year < 50 ? 2000 : 1900;
  text.remove_prefix(year_digits);
  std::array<int, 5> parts{};  // month, day, hour, minute, second
  constexpr std::array<std::pair<int, int>, 5> ranges = {
      {{1, 12}, {1, 31}, {0, 23}, {0, 59}, {0, 60}}};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto const part = digits(text, i * 2, 2);
    if (!part || *part < ranges[i].first || *part > ranges[i].second) return std::nullopt;
    parts[i] = *part;
  }
  if (*year < 1700 || *year > 2261) return std::nullopt;
  auto const day = days_of(*year, parts[0], parts[1]);
  auto const second = day * 86'400 + parts[2] * 3600 + parts[3] * 60 + parts[4];
  return Stamp{second * 1'000'000'000};
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

/// An object identifier in dotted numbers; arcs of up to 32 bits.
std::string dotted(Bytes identifier) {
  std::string text;
  std::uint32_t arc = 0;
  for (auto const octet : identifier) {
    auto const value = std::to_integer<std::uint32_t>(octet);
    arc = arc << 7 | (value & 0x7f);
    if ((value & 0x80) != 0) continue;
    if (text.empty()) {
      auto const root = std::min(arc / 40, 2U);
      text = std::to_string(root) + "." + std::to_string(arc - root * 40);
    } else {
      text += "." + std::to_string(arc);
    }
    arc = 0;
  }
  return text;
}

std::string attribute_name(Bytes identifier) {
  for (auto const& known : known_attributes)
    if (std::ranges::equal(identifier,
                           std::as_bytes(std::span{known.identifier}).first(known.size)))
      return std::string{known.name};
  return dotted(identifier);
}

/// Code units of a BMPString as UTF-8.
std::string utf8_of(Bytes units) {
  std::string text;
  Cursor in{units};
  while (in.left() >= 2) {
    auto const unit = in.u16be();
    if (unit < 0x80) {
      text += static_cast<char>(unit);
    } else if (unit < 0x800) {
      text += static_cast<char>(0xc0 | unit >> 6);
      text += static_cast<char>(0x80 | (unit & 0x3f));
    } else {
      text += static_cast<char>(0xe0 | unit >> 12);
      text += static_cast<char>(0x80 | (unit >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (unit & 0x3f));
    }
  }
  return text;
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
std::string relative_name(Bytes set) {
  std::string text;
  Elements parts{set};
  while (auto const part = parts.expect(tag::sequence)) {
    Elements pair{*part};
    auto const identifier = pair.expect(tag::object_identifier);
    Element value;
    if (!identifier || !pair.next(value)) break;
    auto const content = value.content.first(std::min(value.content.size(), most_name_octets));
    if (!text.empty()) text += '+';
    text += attribute_name(*identifier) + "=" +
            escaped(value.tag == tag::bmp_string ? utf8_of(content)
                                                 : std::string{text_of(content)});
    if (text.size() > most_name_octets) break;
  }
  return text;
}

/// The content of the GeneralNames, out of the extension 2.5.29.17.
Bytes alternative_names_of(Bytes extensions) {
  constexpr std::array<std::uint8_t, 3> wanted = {0x55, 0x1d, 0x11};
  Elements outer{extensions};
  Elements list{outer.expect(tag::sequence).value_or(Bytes{})};
  while (auto const extension = list.expect(tag::sequence)) {
    Elements parts{*extension};
    auto const identifier = parts.expect(tag::object_identifier);
    if (!identifier || !std::ranges::equal(*identifier, std::as_bytes(std::span{wanted}))) continue;
    for (Element part; parts.next(part);)
      if (part.tag == tag::octet_string)
        return Elements{part.content}.expect(tag::sequence).value_or(Bytes{});
  }
  return {};
}

}  // namespace

std::optional<CertificateView> read_certificate(Bytes der) {
  auto const certificate = Elements{der}.expect(tag::sequence);
  if (!certificate) return std::nullopt;
  auto const signed_part = Elements{*certificate}.expect(tag::sequence);
  if (!signed_part) return std::nullopt;

  Elements parts{*signed_part};
  Element part;
  if (!parts.next(part)) return std::nullopt;
  if (part.tag == tag::version && !parts.next(part)) return std::nullopt;  // then the serial
  if (!parts.expect(tag::sequence)) return std::nullopt;                   // signature algorithm
  auto const issuer = parts.expect(tag::sequence);
  auto const validity = parts.expect(tag::sequence);
  auto const subject = parts.expect(tag::sequence);
  if (!issuer || !validity || !subject) return std::nullopt;

  CertificateView view{.issuer = *issuer, .subject = *subject};
  Elements times{*validity};
  if (times.next(part)) view.not_before = time_of(part);
  if (times.next(part)) view.not_after = time_of(part);
  while (parts.next(part))
    if (part.tag == tag::extensions) view.alternative_names = alternative_names_of(part.content);
  return view;
}

std::string name_text(Bytes name) {
  std::string text;
  Elements sets{name};
  while (auto const set = sets.expect(tag::set)) {
    auto part = relative_name(*set);
    if (!text.empty()) part += ',';
    text.insert(0, part);
    if (text.size() > most_name_octets) break;
  }
  if (text.size() > most_name_octets) text.resize(most_name_octets);
  return text;
}

std::vector<std::string> alternative_names(Bytes names) {
  std::vector<std::string> texts;
  Elements list{names};
  for (Element each; texts.size() < most_alternative_names && list.next(each);) {
    auto const content = each.content.first(std::min(each.content.size(), most_name_octets));
    switch (each.tag & 0x1f) {  // context tags of GeneralName
      case 1: case 2: case 6: texts.emplace_back(text_of(content)); break;
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
