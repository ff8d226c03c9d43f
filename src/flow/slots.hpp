// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "flow/flow.hpp"

namespace qw::flow {

/// Where flows live: chunks that never move, and a list of free slots.
class Slots {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  Flow& operator[](std::uint32_t slot) { return chunks_[slot / chunk][slot % chunk]; }
  Flow const& operator[](std::uint32_t slot) const { return chunks_[slot / chunk][slot % chunk]; }

  /// Asks for the memory of a flow that packets need. Always inline: to GCC 12 a function
  /// that only asks for memory has no effect, and calls of it are dropped.
  [[gnu::always_inline]] void prefetch(std::uint32_t slot) const {
    constexpr std::size_t line = 64;
    auto const* const start = reinterpret_cast<std::byte const*>(&(*this)[slot]);
    __builtin_prefetch(start);
    __builtin_prefetch(start + line);
    __builtin_prefetch(start + 2 * line);
    __builtin_prefetch(start + 3 * line);
  }

  /// A slot with a fresh flow, on no wheel.
  std::uint32_t take();
  /// The flow must be on no wheel.
  void give_back(std::uint32_t slot);

  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  static constexpr std::uint32_t chunk = 256;

  std::vector<std::unique_ptr<Flow[]>> chunks_;
  std::vector<std::uint32_t> free_;
  std::size_t used_ = 0;
};

}  // namespace qw::flow
