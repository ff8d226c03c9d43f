// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/access_point.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qw::s7comm {
namespace {

std::string_view connection_kind(std::uint8_t kind) {
  switch (kind) {
    case 1: return "PG";  // programming device
    case 2: return "OP";  // operator panel
    case 3: return "S7 basic";
    default: return "";
  }
}

}  // namespace

AccessPoint::AccessPoint(Bytes octets) : size_{std::min(octets.size(), octets_.size())} {
  std::copy_n(octets.begin(), size_, octets_.begin());
}

std::uint32_t AccessPoint::station() const {
  if (size_ != 2) return 0;
  auto const place = std::to_integer<std::uint32_t>(octets_[1]);
  return (place >> 5) << 8 | (place & 31);
}

std::string AccessPoint::text() const {
  if (size_ == 0) return {};
  if (size_ != 2) return std::string{text_of(Bytes{octets_}.first(size_))};
  auto const kind = std::to_integer<std::uint8_t>(octets_[0]);
  auto const named = connection_kind(kind);
  auto const place = station();
  return fmt::format("{} rack {} slot {}",
                     named.empty() ? fmt::format("connection {:02x}", kind) : std::string{named},
                     place >> 8, place & 255);
}

}  // namespace qw::s7comm
