// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/bytes.hpp"

namespace qw::s7comm {

/// The transport service access point that a connection calls. Two octets name
/// the kind of connection, then rack (three bits) and slot (five); newer devices
/// use text.
class AccessPoint {
 public:
  AccessPoint() = default;
  /// Keeps the first octets of a longer one.
  explicit AccessPoint(Bytes octets);

  /// rack << 8 | slot; 0 if the access point says nothing of them.
  [[nodiscard]] std::uint32_t station() const;
  /// "PG rack 0 slot 2", or the text that it is.
  [[nodiscard]] std::string text() const;

 private:
  std::array<std::byte, 32> octets_{};
  std::size_t size_ = 0;
};

}  // namespace qw::s7comm
