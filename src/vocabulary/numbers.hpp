// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>

#include "vocabulary/values.hpp"

namespace qw {

namespace detail {

/// `raw` must hold sizeof(Raw) octets from `at` on.
template <std::unsigned_integral Raw>
Raw assembled(Bytes raw, std::size_t at, bool little) {
  Raw value = 0;
  for (std::size_t i = 0; i < sizeof(Raw); ++i) {
    auto const octet = octet_at(raw, at + (little ? sizeof(Raw) - 1 - i : i));
    value = static_cast<Raw>(static_cast<std::uint64_t>(value) << 8 | octet);
  }
  return value;
}

template <std::unsigned_integral Raw, class Number, class Visit>
void visit_numbers(Values const& values, bool little, Visit& visit) {
  auto const count = std::min<std::size_t>(values.count, values.raw.size() / sizeof(Raw));
  for (std::size_t i = 0; i < count; ++i)
    visit(std::bit_cast<Number>(assembled<Raw>(values.raw, i * sizeof(Raw), little)));
}

}  // namespace detail

/// Do values of this type read as numbers?
constexpr bool is_number(WireType type) {
  return type == WireType::bits || (type >= WireType::u8 && type <= WireType::f64le);
}

/// Calls `visit` with each value, oldest octet first, as the number that it is:
/// bits as 0 or 1, integers at their width, reals as float or double. Values that
/// `raw` does not hold whole are not visited; octets, texts, times and structures are no numbers.
template <class Visit>
void each_number(Values const& values, Visit&& visit) {
  using detail::visit_numbers;
  switch (values.type) {
    case WireType::bits: {
      auto const count = std::min<std::size_t>(values.count, values.raw.size() * 8);
      for (std::size_t i = 0; i < count; ++i)
        visit(static_cast<std::uint8_t>(octet_at(values.raw, i / 8) >> (i % 8) & 1));
      return;
    }
    case WireType::u8: return visit_numbers<std::uint8_t, std::uint8_t>(values, false, visit);
    case WireType::s8: return visit_numbers<std::uint8_t, std::int8_t>(values, false, visit);
    case WireType::u16be: return visit_numbers<std::uint16_t, std::uint16_t>(values, false, visit);
    case WireType::u16le: return visit_numbers<std::uint16_t, std::uint16_t>(values, true, visit);
    case WireType::s16be: return visit_numbers<std::uint16_t, std::int16_t>(values, false, visit);
    case WireType::s16le: return visit_numbers<std::uint16_t, std::int16_t>(values, true, visit);
    case WireType::u32be: return visit_numbers<std::uint32_t, std::uint32_t>(values, false, visit);
    case WireType::u32le: return visit_numbers<std::uint32_t, std::uint32_t>(values, true, visit);
    case WireType::s32be: return visit_numbers<std::uint32_t, std::int32_t>(values, false, visit);
    case WireType::s32le: return visit_numbers<std::uint32_t, std::int32_t>(values, true, visit);
    case WireType::u64be: return visit_numbers<std::uint64_t, std::uint64_t>(values, false, visit);
    case WireType::u64le: return visit_numbers<std::uint64_t, std::uint64_t>(values, true, visit);
    case WireType::s64be: return visit_numbers<std::uint64_t, std::int64_t>(values, false, visit);
    case WireType::s64le: return visit_numbers<std::uint64_t, std::int64_t>(values, true, visit);
    case WireType::f32be: return visit_numbers<std::uint32_t, float>(values, false, visit);
    case WireType::f32le: return visit_numbers<std::uint32_t, float>(values, true, visit);
    case WireType::f64be: return visit_numbers<std::uint64_t, double>(values, false, visit);
    case WireType::f64le: return visit_numbers<std::uint64_t, double>(values, true, visit);
    default: return;  // no numbers
  }
}

}  // namespace qw
