// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace qw {

/// Borrowed octets. Whoever hands them out says how long they stay valid.
using Bytes = std::span<std::byte const>;

/// The same octets seen as text; borrowed alike, any encoding.
inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

/// The same text seen as octets; borrowed alike.
inline Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span{text}); }

/// One octet as a number. `index` must lie inside `bytes`.
inline std::uint8_t octet_at(Bytes bytes, std::size_t index) {
  return std::to_integer<std::uint8_t>(bytes[index]);
}

}  // namespace qw
