// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "flow/flow.hpp"

namespace qw::flow {

/// Where flows live: chunks that never move, a list of free slots, and for each
/// kind of waiting a list from the oldest to the newest.
class Slots {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  Flow& operator[](std::uint32_t slot) { return chunks_[slot / chunk][slot % chunk]; }
  Flow const& operator[](std::uint32_t slot) const { return chunks_[slot / chunk][slot % chunk]; }

  /// Asks for the memory of a flow.
  void prefetch(std::uint32_t slot) const {
    constexpr std::size_t line = 64;
    auto const* const start = reinterpret_cast<std::byte const*>(&(*this)[slot]);
    for (std::size_t at = 0; at < sizeof(Flow); at += line) __builtin_prefetch(start + at);
  }

  /// A slot with a fresh flow, in no list.
  std::uint32_t take();
  /// The flow must be in no list.
  void give_back(std::uint32_t slot);

  void append(std::uint32_t slot, Waiting list);
  void remove(std::uint32_t slot);
  [[nodiscard]] std::uint32_t oldest(Waiting list) const { return ends_[at(list)].oldest; }

  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  static constexpr std::uint32_t chunk = 256;
  struct Ends {
    std::uint32_t oldest = none;
    std::uint32_t newest = none;
  };
  static std::size_t at(Waiting list) { return static_cast<std::size_t>(list); }

  std::vector<std::unique_ptr<Flow[]>> chunks_;
  std::vector<std::uint32_t> free_;
  std::array<Ends, waiting_kinds> ends_;
  std::size_t used_ = 0;
};

}  // namespace qw::flow
