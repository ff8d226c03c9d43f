// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/cursor.hpp"
#include "core/text_writer.hpp"

/// The Basic Encoding Rules of ASN.1, as SNMP, MMS and X.509 use them: definite
/// lengths only. Source: ITU-T X.690, clause 8.
namespace qw::ber {

enum class TagClass : std::uint8_t { universal, application, context, private_use };

/// Identifier octets of the universal types that our protocols use.
namespace tag {
inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t null = 0x05;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t utf8_string = 0x0c;
inline constexpr std::uint8_t sequence = 0x30;
inline constexpr std::uint8_t set = 0x31;
}  // namespace tag

/// One element. `identifier` is its first octet, which names the type entirely
/// while the tag number is below 31.
struct Element {
  std::uint8_t identifier = 0;
  std::uint32_t number = 0;  // of the tag
  Bytes content;
  std::size_t offset = 0;  // of the content, from the start of what was read

  [[nodiscard]] bool constructed() const { return (identifier & 0x20) != 0; }
  [[nodiscard]] TagClass tag_class() const { return static_cast<TagClass>(identifier >> 6); }
};

/// Reads elements that follow each other. The first that is broken ends it: later
/// reads fail, as with a Cursor.
class Reader {
 public:
  explicit Reader(Bytes bytes, std::size_t offset = 0) : in_{bytes}, offset_{offset} {}
  /// The inside of a constructed element; offsets go on from the outside's.
  explicit Reader(Element const& element) : Reader{element.content, element.offset} {}

  /// False at the end, or where an element is broken.
  bool next(Element& element);
  /// The next element must have this identifier; one without content otherwise.
  Element expect(std::uint8_t identifier);

  [[nodiscard]] bool ok() const { return ok_ && in_.ok(); }
  [[nodiscard]] bool empty() const { return in_.empty(); }
  [[nodiscard]] std::size_t position() const { return offset_ + in_.position(); }
  [[nodiscard]] Bytes rest() const { return in_.rest(); }

 private:
  Cursor in_;
  std::size_t offset_;
  bool ok_ = true;
};

/// Octets that the element at the start of `bytes` takes with its header; none
/// while the header is not whole, 0 if it is no such header.
std::optional<std::size_t> element_size(Bytes bytes);

/// Two's complement, 1 to 8 octets; none for other sizes. Clause 8.3.
std::optional<std::int64_t> integer(Bytes content);
/// The same for types that are not negative (a counter may have a ninth octet,
/// which is 0).
std::optional<std::uint64_t> natural(Bytes content);

/// "1.3.6.1": at most 128 numbers of at most 32 bits. False, and nothing more is
/// written, where the content is none. Clause 8.19.
bool write_object_identifier(Bytes content, TextWriter& out);

}  // namespace qw::ber
