// SPDX-License-Identifier: Apache-2.0
#include "protocols/tls/parse.hpp"

#include <algorithm>
#include <array>

namespace qw::tls {
namespace {

namespace extension {
constexpr std::uint16_t server_name = 0;
constexpr std::uint16_t supported_groups = 10;
constexpr std::uint16_t point_formats = 11;
constexpr std::uint16_t signature_algorithms = 13;
constexpr std::uint16_t protocols = 16;
constexpr std::uint16_t supported_versions = 43;
}  // namespace extension

/// RFC 8446, section 4.1.3: the random value that makes a ServerHello a retry.
constexpr std::array<std::uint8_t, 32> retry_random = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

/// Drafts of TLS 1.3 went by 7f00 and their number; they rank between 1.2 and 1.3.
constexpr bool is_draft(std::uint16_t version) { return (version >> 8) == 0x7f; }

constexpr bool is_version(std::uint16_t version) {
  return (version >= 0x0300 && version <= 0x0304) || is_draft(version);
}

constexpr std::uint32_t rank(std::uint16_t version) {
  return is_draft(version) ? 0x0303'00U + (version & 0xffU) : version * 0x100U;
}

/// The first host_name of a server_name extension (RFC 6066, section 3).
std::string_view host_name(Bytes data) {
  Cursor in{data};
  Cursor list{in.take(in.u16be())};
  auto const type = list.u8();
  auto const host = list.take(list.u16be());
  return list.ok() && type == 0 ? text_of(host) : std::string_view{};
}

/// A list behind its length in two octets, or in one.
Bytes long_list(Bytes data) {
  Cursor in{data};
  return in.take(in.u16be());
}
Bytes short_list(Bytes data) {
  Cursor in{data};
  return in.take(in.u8());
}

void read_versions(HelloView& hello, Bytes versions) {
  std::uint16_t best = 0;
  std::uint16_t highest = 0;
  Numbers list{versions};
  for (std::uint16_t version = 0; list.next(version);) {
    if (is_version(version) && rank(version) > rank(best)) best = version;
    if (!is_grease(version)) highest = std::max(highest, version);
  }
  if (best != 0) hello.version = best;
  if (highest != 0) hello.highest = highest;
}

void read_extensions(HelloView& hello, bool of_client) {
  Extensions list{hello.extensions};
  for (Extensions::Item item; list.next(item);) {
    switch (item.type) {
      case extension::server_name:
        hello.has_server_name = true;
        hello.server_name = host_name(item.data);
        break;
      case extension::supported_groups: hello.groups = long_list(item.data); break;
      case extension::point_formats: hello.point_formats = short_list(item.data); break;
      case extension::signature_algorithms: hello.signatures = long_list(item.data); break;
      case extension::protocols: hello.protocols = long_list(item.data); break;
      case extension::supported_versions:
        read_versions(hello, of_client ? short_list(item.data) : item.data);
        break;
      default: break;
    }
  }
}

/// Extensions may be left out altogether before TLS 1.3.
void take_extensions(HelloView& hello, Cursor& in, bool of_client) {
  if (in.ok() && !in.empty()) hello.extensions = in.take(in.u16be());
  hello.broken = !in.ok() || !in.empty();
  if (in.ok()) read_extensions(hello, of_client);
}

}  // namespace

Parsed<RecordHeader> parse_header(Bytes stream) {
  Cursor in{stream};
  auto const type = in.u8();
  if (in.ok() && (type < 20 || type > 24)) return Malformed{Fault::value, 0, "no content type"};
  auto const major = in.u8();
  if (in.ok() && major != 3) return Malformed{Fault::value, 1, "major version is not 3"};
  auto const minor = in.u8();
  if (in.ok() && minor > 4) return Malformed{Fault::value, 2, "minor version is above 4"};
  auto const length = in.u16be();
  if (!in.ok()) return NeedMore{header_octets};
  if (length > most_fragment) return Malformed{Fault::length, 3, "record is above 18432 octets"};
  auto const version = static_cast<std::uint16_t>(major << 8 | minor);
  return Done<RecordHeader>{{static_cast<ContentType>(type), version, length}, header_octets};
}

Parsed<RecordView> with_fragment(RecordHeader const& header, Bytes stream) {
  auto const total = header_octets + header.length;
  if (stream.size() < total) return NeedMore{total};
  return Done<RecordView>{{header, stream.subspan(header_octets, header.length)}, total};
}

Parsed<RecordView> parse(Bytes stream) {
  auto const header = parse_header(stream);
  if (auto const* more = std::get_if<NeedMore>(&header)) return *more;
  if (auto const* bad = std::get_if<Malformed>(&header)) return *bad;
  return with_fragment(std::get_if<0>(&header)->message, stream);
}

Parsed<MessageView> parse_message(Bytes handshake) {
  Cursor in{handshake};
  auto const type = in.u8();
  auto const length = in.u24be();
  if (!in.ok()) return NeedMore{message_header_octets};
  auto const body = in.take(length);
  if (!in.ok()) return NeedMore{message_header_octets + length};
  return Done<MessageView>{{type, body}, message_header_octets + length};
}

bool Extensions::next(Item& item) {
  if (in_.empty()) return false;
  item.type = in_.u16be();
  item.data = in_.take(in_.u16be());
  return in_.ok();
}

bool ProtocolNames::next(std::string_view& protocol) {
  if (in_.empty()) return false;
  protocol = text_of(in_.take(in_.u8()));
  return in_.ok();
}

HelloView read_client_hello(Bytes body) {
  Cursor in{body};
  HelloView hello;
  hello.legacy_version = hello.version = hello.highest = in.u16be();
  in.skip(32);       // random
  in.skip(in.u8());  // session
  hello.ciphers = in.take(in.u16be());
  in.skip(in.u8());  // compression
  take_extensions(hello, in, true);
  return hello;
}

HelloView read_server_hello(Bytes body) {
  Cursor in{body};
  HelloView hello;
  hello.legacy_version = hello.version = in.u16be();
  // Drafts before 22 left out session and compression, and gave their own version.
  bool const short_form = is_draft(hello.version);
  auto const random = in.take(32);
  if (!short_form) in.skip(in.u8());
  hello.ciphers = in.take(2);
  if (!short_form) in.skip(1);
  hello.retry = std::ranges::equal(random, std::as_bytes(std::span{retry_random}));
  take_extensions(hello, in, false);
  return hello;
}

std::optional<Bytes> first_certificate(Bytes body) {
  Cursor in{body};
  Cursor list{in.take(in.u24be())};
  if (!in.ok() || !in.empty()) return std::nullopt;
  if (list.empty()) return Bytes{};
  auto const first = list.take(list.u24be());
  if (!list.ok()) return std::nullopt;
  return first;
}

Parsed<OldHelloView> parse_old_hello(Bytes stream) {
  Cursor in{stream};
  auto const head = in.u16be();  // high bit: no padding; the rest is the length
  if (in.ok() && (head & 0x8000) == 0)
    return Malformed{Fault::value, 0, "no SSL 2.0 record without padding"};
  auto const type = in.u8();
  if (in.ok() && type != 1) return Malformed{Fault::value, 2, "no CLIENT-HELLO"};
  auto const version = in.u16be();
  if (in.ok() && version != 0x0002 && !is_version(version))
    return Malformed{Fault::value, 3, "no version of SSL or TLS"};
  auto const cipher_octets = in.u16be();
  auto const session_octets = in.u16be();
  auto const challenge_octets = in.u16be();
  if (!in.ok()) return NeedMore{11};
  auto const length = static_cast<std::size_t>(head & 0x7fff);
  if (cipher_octets == 0 || cipher_octets % 3 != 0 || challenge_octets < 16 ||
      challenge_octets > 32 || length != 9U + cipher_octets + session_octets + challenge_octets)
    return Malformed{Fault::length, 5, "lengths of CLIENT-HELLO contradict each other"};
  auto const ciphers = in.take(cipher_octets);
  in.skip(session_octets);
  in.skip(challenge_octets);
  if (!in.ok()) return NeedMore{2 + length};
  return Done<OldHelloView>{{version, ciphers}, 2 + length};
}

Term version_name(std::uint16_t version) {
  switch (version) {
    case 0x0002: return "SSL 2.0";
    case 0x0300: return "SSL 3.0";
    case 0x0301: return "TLS 1.0";
    case 0x0302: return "TLS 1.1";
    case 0x0303: return "TLS 1.2";
    case 0x0304: return "TLS 1.3";
    default: break;
  }
  if (is_draft(version)) return "TLS 1.3 draft";
  return {};
}

}  // namespace qw::tls
