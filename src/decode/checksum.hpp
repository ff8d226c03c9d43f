// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>

#include "core/bytes.hpp"

namespace qw::decode {

/// One's complement sum of 16-bit words as they lie in memory, not yet folded.
/// Sums of parts add up if every part but the last has an even size (RFC 1071).
inline std::uint64_t word_sum(Bytes bytes) {
  std::uint64_t sum = 0;
  std::size_t at = 0;
  for (; at + 4 <= bytes.size(); at += 4) {
    std::uint32_t words;
    std::memcpy(&words, bytes.data() + at, sizeof words);
    sum += words;
  }
  if (at + 2 <= bytes.size()) {
    std::uint16_t word;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    sum += word;
    at += 2;
  }
  if (at < bytes.size()) {
    std::byte const last[2] = {bytes[at], std::byte{0}};
    std::uint16_t word;
    std::memcpy(&word, last, sizeof word);
    sum += word;
  }
  return sum;
}

/// Is the sum over a part with its checksum in it what it must be?
inline bool sums_up(std::uint64_t sum) {
  while ((sum >> 16) != 0) sum = (sum & 0xffff) + (sum >> 16);
  return sum == 0xffff;
}

}  // namespace qw::decode
