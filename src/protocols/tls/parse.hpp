// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation. Views borrow from the message.
namespace qw::tls {

inline constexpr std::size_t header_octets = 5;             // type, version, length
inline constexpr std::size_t most_fragment = 16384 + 2048;  // RFC 5246, section 6.2.3
inline constexpr std::size_t message_header_octets = 4;     // type, length of 24 bits

enum class ContentType : std::uint8_t {
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
  heartbeat = 24,
};

struct RecordHeader {
  ContentType type = ContentType::handshake;
  std::uint16_t version = 0;
  std::uint16_t length = 0;  // octets of the fragment
};

/// The header alone, for records whose fragment nobody wants to wait for.
Parsed<RecordHeader> parse_header(Bytes stream);

struct RecordView {
  RecordHeader header;
  Bytes fragment;
};

/// The record whose header begins `stream`, once its fragment is whole.
Parsed<RecordView> with_fragment(RecordHeader const& header, Bytes stream);
/// One whole record. Source: RFC 5246, section 6.2.1; RFC 8446, section 5.1.
Parsed<RecordView> parse(Bytes stream);

enum class MessageType : std::uint8_t {
  client_hello = 1,
  server_hello = 2,
  certificate = 11,
};

struct MessageView {
  std::uint8_t type = 0;
  Bytes body;
};

/// One handshake message out of the joined fragments. RFC 8446, section 4.
Parsed<MessageView> parse_message(Bytes handshake);

/// Walks a list of 16-bit numbers; an odd octet at the end is left alone.
class Numbers {
 public:
  explicit Numbers(Bytes list) : in_{list} {}
  bool next(std::uint16_t& number) {
    if (in_.left() < 2) return false;
    number = in_.u16be();
    return true;
  }

 private:
  Cursor in_;
};

/// Walks extensions. False at the end, or at an extension that is cut.
class Extensions {
 public:
  struct Item {
    std::uint16_t type = 0;
    Bytes data;
  };
  explicit Extensions(Bytes list) : in_{list} {}
  bool next(Item& item);

 private:
  Cursor in_;
};

/// Walks the names of an ALPN list (RFC 7301, section 3.1).
class ProtocolNames {
 public:
  explicit ProtocolNames(Bytes list) : in_{list} {}
  bool next(std::string_view& protocol);

 private:
  Cursor in_;
};

/// What either hello says.
struct HelloView {
  std::uint16_t legacy_version = 0;
  std::uint16_t version = 0;  // highest offered that has a name, or the one chosen
  std::uint16_t highest = 0;  // highest number offered, GREASE aside
  Bytes ciphers;              // offered; of a server the one chosen
  Bytes extensions;
  bool has_server_name = false;
  std::string_view server_name;
  Bytes protocols;      // ALPN list; walk with `ProtocolNames`
  Bytes groups;         // numbers
  Bytes point_formats;  // octets
  Bytes signatures;     // numbers
  bool retry = false;   // a server's HelloRetryRequest
  bool broken = false;  // cut, or longer than its parts
};

/// RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2.
HelloView read_client_hello(Bytes body);
/// RFC 8446, section 4.1.3.
HelloView read_server_hello(Bytes body);

/// The first certificate of a Certificate message up to TLS 1.2 (RFC 5246,
/// section 7.4.2); empty for an empty list, none if the message contradicts itself.
std::optional<Bytes> first_certificate(Bytes body);

/// A ClientHello in the form of SSL 2.0 (RFC 5246, appendix E.2), which offers
/// any version. Ciphers have three octets each.
struct OldHelloView {
  std::uint16_t version = 0;
  Bytes ciphers;
};
Parsed<OldHelloView> parse_old_hello(Bytes stream);

/// Values that mean nothing and must be borne: RFC 8701, section 2.
constexpr bool is_grease(std::uint16_t value) {
  return (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
}

/// "TLS 1.3", "SSL 3.0"; "TLS 1.3 draft" for its drafts; empty for others.
Term version_name(std::uint16_t version);
/// The name in the registry of IANA for the usual suites, empty for others.
Term cipher_name(std::uint16_t cipher);
/// RFC 8446, section 6; RFC 5246, section 7.2.
Term alert_name(std::uint8_t description);

}  // namespace qw::tls
