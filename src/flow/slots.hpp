// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "core/large_pages.hpp"
#include "flow/flow.hpp"

namespace qw::flow {

/// Where flows live, and never move: slabs, and a list of free slots.
///
/// Each slab is a range of addresses for 32,768 flows that is filled from its beginning, as
/// flows are needed. The first has ordinary pages, so that few flows take little memory;
/// later ones have large pages if the kernel gives them: 2 MiB of at least 14 MiB.
class Slots {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  /// Of at most so many flows.
  explicit Slots(std::size_t most) : most_{most} {}

  Flow& operator[](std::uint32_t slot) { return starts_[slot / slab][slot % slab]; }
  Flow const& operator[](std::uint32_t slot) const { return starts_[slot / slab][slot % slab]; }

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
  static constexpr std::uint32_t slab = 1U << 15;  // flows: just seven large pages
  static constexpr std::uint32_t chunk = 256;      // of them are made at once

  void add_chunk();

  std::vector<Flow> first_;                                // with room for all that it will hold
  std::vector<std::vector<Flow, LargePages<Flow>>> more_;  // each as well
  std::vector<Flow*> starts_;                              // of all slabs
  std::size_t most_;
  std::vector<std::uint32_t> free_;
  std::size_t used_ = 0;
};

}  // namespace qw::flow
