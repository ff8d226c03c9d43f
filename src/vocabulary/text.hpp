// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/moment.hpp"
#include "vocabulary/names.hpp"
#include "vocabulary/values.hpp"

/// Texts of what events and records hold, appended to a buffer: output writes
/// millions of them, so nothing is allocated beyond the buffer's own growth.
namespace qw {

namespace detail {
void append_digits(std::string& out, std::uint64_t value);
}

/// Decimal digits, with a sign if negative.
template <std::integral Number>
void append_text(std::string& out, Number value) {
  if constexpr (std::signed_integral<Number>) {
    if (value < 0) {
      out += '-';
      detail::append_digits(out, std::uint64_t{0} - static_cast<std::uint64_t>(value));
      return;
    }
  }
  detail::append_digits(out, static_cast<std::uint64_t>(value));
}

/// The shortest digits that read back as the same number; "nan", "inf", "-inf".
void append_text(std::string& out, double value);
void append_text(std::string& out, float value);

void append_text(std::string& out, Address const& address);

/// An address outside realm 0 is preceded by its realm: "crane2/10.0.0.1".
void append_text(std::string& out, Host const& host, Names const& names);
/// "10.0.0.1:502", "crane2/[fe80::1]:502"; without a port as the host.
void append_text(std::string& out, Endpoint const& endpoint, Names const& names);

/// "DB 5:20.3+4 @2": space, block, offset, bit, length, station, each only where
/// it says something; a symbol stands first: "Motor.Speed (tag)".
void append_text(std::string& out, Object const& object);
std::string to_text(Object const& object);
/// The same for sentences: "DB 5 at 20.3, 4 long".
std::string to_words(Object const& object);

/// Appends the text of values as UTF-8. What is no text in the encoding that `type` names, or has
/// none that is known, is appended as it is; `valid_utf8` makes text of that.
void append_decoded(std::string& out, WireType type, Bytes raw);

/// Octets of the valid UTF-8 sequence that `text` begins with (RFC 3629: no
/// overlong forms, no surrogates, at most U+10FFFF); 0 if there is none.
std::size_t utf8_length(std::string_view text);

/// The text if it is valid UTF-8. Else a copy in `scratch`, in which an octet that
/// is no part of valid UTF-8 is the code point of its own value: 0xff is U+00FF.
std::string_view valid_utf8(std::string_view text, std::string& scratch);

/// Two lower-case digits for each octet.
void append_hex(std::string& out, Bytes bytes);

}  // namespace qw
