// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.hpp"
#include "core/parsed.hpp"

/// The part of SSH that is in clear: octets to views, pure, stateless, no
/// allocation. Source: RFC 4253.
namespace qw::ssh {

/// Section 4.2: the identification line is at most 255 octets, CR LF included.
inline constexpr std::size_t most_line = 255;
/// Section 6.1 asks for 35,000; larger packets are met, but not before encryption.
inline constexpr std::size_t most_packet = 256 * 1024;

namespace message {
inline constexpr std::uint8_t disconnect = 1;
inline constexpr std::uint8_t key_exchange_init = 20;
inline constexpr std::uint8_t new_keys = 21;
}  // namespace message

/// One binary packet before encryption, section 6. `payload` begins with its type.
struct PacketView {
  std::uint8_t type = 0;
  Bytes payload;
};
Parsed<PacketView> parse(Bytes stream);

/// The identification line, without its end: "SSH-2.0-OpenSSH_9.2p1 Debian-2".
struct VersionView {
  std::string_view line;
  std::string_view protocol;  // "2.0"
  std::string_view software;  // "OpenSSH_9.2p1"
  std::string_view comments;  // "Debian-2"
};
/// A line of the stream's beginning: an identification, or, of a server, any other
/// line before it, for which `line` is empty.
Parsed<VersionView> parse_version(Bytes stream);

/// Section 7.1: the algorithms that a side offers, comma-separated, best first.
struct KeyExchangeView {
  std::string_view key_exchange;
  std::string_view host_key;
  std::string_view cipher;  // client to server
  std::string_view mac;     // client to server
};
std::optional<KeyExchangeView> read_key_exchange(Bytes payload);

/// Section 7.1: the first of the client's names that the server offers too; empty
/// if there is none among the first `most_names` of each.
inline constexpr std::size_t most_names = 128;
std::string_view chosen(std::string_view client, std::string_view server);

}  // namespace qw::ssh
