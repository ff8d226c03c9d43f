// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/address.hpp"
#include "core/bytes.hpp"

namespace qw {

/// Writes text into borrowed room, without allocating. From the first piece that
/// does not fit, nothing more is written and `whole()` is false.
class TextWriter {
 public:
  explicit TextWriter(std::span<char> room) : room_{room} {}

  TextWriter& text(std::string_view text);
  TextWriter& character(char character) { return text({&character, 1}); }
  /// Decimal.
  TextWriter& number(std::uint64_t value);
  /// Two lower-case digits an octet, without separators.
  TextWriter& hex(Bytes octets);
  /// As `to_text` gives it.
  TextWriter& address(Address const& address);
  /// Foreign text: control characters and the backslash as \DDD, three decimal
  /// digits as in master files of the DNS; all else as it is.
  TextWriter& escaped(Bytes octets);

  /// What was written since the last `take`; it stays valid as long as the room,
  /// and what is written next goes behind it.
  std::string_view take();
  /// The same, without starting anew.
  [[nodiscard]] std::string_view written() const { return {room_.data() + start_, used_ - start_}; }
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  std::span<char> room_;
  std::size_t start_ = 0;  // of the piece that is being written
  std::size_t used_ = 0;
  bool whole_ = true;
};

}  // namespace qw
