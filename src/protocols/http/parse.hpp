// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation. Views borrow from the stream.
namespace qw::http {

inline constexpr std::size_t most_head = 64 * 1024;  // start line and headers, octets
inline constexpr std::size_t most_line = 16 * 1024;  // start line, octets
inline constexpr std::size_t most_headers = 256;     // lines looked at in one head

/// Start line and header lines of a request or a response.
struct HeadView {
  bool response = false;
  std::string_view method;  // of a request
  std::string_view target;
  std::uint16_t status = 0;  // of a response: 100..599
  std::uint8_t minor = 1;    // of HTTP/1.x
  Bytes headers;             // all lines after the start line, without the empty one
  bool bare_line_feed = false;
};

/// Source: RFC 9112, sections 2 to 5. HTTP/0.9 and HTTP/2 are malformed here.
Parsed<HeadView> parse(Bytes stream);

/// How far the first octets could be a start line.
enum class Opens : std::uint8_t { no, unclear, request, response };
Opens opens(Bytes stream);

/// Walks header lines; a folded line belongs to the one before (RFC 9112, 5.2).
class Headers {
 public:
  struct Item {
    std::string_view name;   // empty for a line without a colon
    std::string_view value;  // without white space around it
  };
  explicit Headers(Bytes block) : rest_{text_of(block)} {}
  bool next(Item& item);

 private:
  std::string_view rest_;
};

/// The headers that steer framing, and those that the house has a word for.
struct Fields {
  std::string_view host;
  std::string_view content_type;
  std::string_view authorization;  // or Proxy-Authorization
  std::string_view challenge;      // WWW-Authenticate or Proxy-Authenticate, an NTLM one if any
  std::string_view server;
  std::string_view user_agent;
  std::string_view upgrade;
  std::optional<std::uint64_t> content_length;
  bool chunked = false;            // the last transfer coding is chunked
  bool coded = false;              // there is a Transfer-Encoding
  bool length_unreadable = false;  // no number, or several that differ
  bool without_colon = false;
  bool too_many = false;  // lines beyond `most_headers` were not read
};
Fields read_fields(Bytes headers);

/// ASCII letters compare alike in both cases.
bool same_word(std::string_view a, std::string_view b);

/// The specification's name of a method; "extension method" for others.
Term method_name(std::string_view method);
/// The reason phrase of RFC 9110, section 15; empty for other codes.
Term status_name(std::uint16_t status);

/// Host and path of a request, without scheme, user information, query and
/// fragment: what is left out may hold a secret. Parts borrow from the arguments.
struct Place {
  std::string_view host;
  std::string_view path;
};
Place place_of(std::string_view target, std::string_view host, bool connect);

/// Decodes at most `room.size()` octets of RFC 4648 base 64; what follows an
/// octet outside the alphabet is left. Gives the octets written.
Bytes decode_base64(std::string_view text, std::span<std::byte> room);

}  // namespace qw::http
