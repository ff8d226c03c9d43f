// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/bytes.hpp"

struct evp_md_ctx_st;

namespace qw {

/// SHA-256 over octets that come in parts. Allocates once, when it is made; a
/// digest in progress is neither copied nor saved.
class Sha256 {
 public:
  static constexpr std::size_t octets = 32;
  using Value = std::array<std::byte, octets>;

  Sha256();

  void add(Bytes bytes);
  /// The digest of all that was added; the next `add` begins anew.
  Value finish();

  /// The digest of octets that are all here.
  static Value of(Bytes bytes);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  void begin();

  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// MD5 (RFC 1321) of octets that are all here: for fingerprints that are defined
/// by it, never for trust.
using Md5Value = std::array<std::byte, 16>;
Md5Value md5_of(Bytes bytes);

/// A digest as lower-case hexadecimal digits, held in place.
template <std::size_t size>
class HexText {
 public:
  explicit constexpr HexText(std::array<std::byte, size> const& octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < size; ++i) {
      auto const octet = std::to_integer<std::size_t>(octets[i]);
      text_[i * 2] = digits[octet >> 4];
      text_[i * 2 + 1] = digits[octet & 15];
    }
  }

  /// Borrowed from this.
  [[nodiscard]] constexpr std::string_view view() const { return {text_.data(), text_.size()}; }

 private:
  std::array<char, size * 2> text_{};
};

}  // namespace qw
