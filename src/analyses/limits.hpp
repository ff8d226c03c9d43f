// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// Where the tables of this room end. What reaches a limit is counted, and coverage
/// says so.
namespace qw::analyses::limit {

inline constexpr std::size_t hosts = 65'536;  // newcomers are then not described
inline constexpr std::size_t attributes_per_host = 64;
inline constexpr std::size_t services_per_host = 32;
inline constexpr std::size_t addresses_per_mac = 16;   // beyond it is a router's anyway
inline constexpr std::size_t rows = 65'536;            // of conduits, commands and the ledger, each
inline constexpr std::size_t conversations = 131'072;  // whose service may still be learnt
inline constexpr std::size_t names = 65'536;           // hosts whose names are kept
inline constexpr std::size_t names_per_host = 4;
inline constexpr std::size_t name_octets = 253;  // RFC 1035, section 3.1
inline constexpr std::size_t clocks = 4'096;     // hosts that tell the time
inline constexpr std::size_t protocols = 1'024;  // services with shares of their own
inline constexpr std::size_t text_octets = 512;  // of an attribute's value

}  // namespace qw::analyses::limit

namespace qw::analyses {

/// Limits that a budget may lower.
struct Limits {
  std::size_t rows = limit::rows;  // newcomers then share one
  std::size_t conversations = limit::conversations;
};

}  // namespace qw::analyses
