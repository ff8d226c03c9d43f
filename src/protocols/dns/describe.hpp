// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/text_writer.hpp"
#include "protocols/dns/parse.hpp"

/// Records as text, in the words of master files (RFC 1035, section 5).
namespace qw::dns {

namespace type {
inline constexpr std::uint16_t a = 1;
inline constexpr std::uint16_t ptr = 12;
inline constexpr std::uint16_t txt = 16;
inline constexpr std::uint16_t aaaa = 28;
inline constexpr std::uint16_t srv = 33;
inline constexpr std::uint16_t opt = 41;
inline constexpr std::uint16_t nsec = 47;
}  // namespace type

/// Most characters that a name takes as text: each octet as \DDD.
inline constexpr std::size_t most_name_characters = 4 * most_name_octets;

/// "A", "PTR"; "unassigned" for numbers that the IANA registry does not name.
Term type_name(std::uint16_t type);

/// "NOERROR", "NXDOMAIN" as the IANA registry has them; empty if it has none.
Term rcode_name(std::uint8_t rcode);

/// Without the final dot; the root is ".". A dot within a label gets a backslash.
void write_name(Bytes message, std::size_t offset, TextWriter& out);

/// The data of a record: addresses, names and numbers where the type is known,
/// else its first octets as RFC 3597 writes them.
void write_data(MessageView const& message, Record const& record, TextWriter& out);

/// The octets written in hexadecimal for a type that we do not read.
inline constexpr std::size_t most_unread_octets = 64;

/// Walks the strings of a TXT record. False at the end, or when one is cut.
class Strings {
 public:
  explicit Strings(Bytes data) : in_{data} {}
  bool next(Bytes& string);

 private:
  Cursor in_;
};

}  // namespace qw::dns
