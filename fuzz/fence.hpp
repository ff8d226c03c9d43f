// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <span>

#include "core/bytes.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define QW_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define QW_POISONS 1
#endif
#endif
#ifdef QW_POISONS
#include <sanitizer/asan_interface.h>
#endif

namespace qw::fuzz {

/// Memory in which one piece of an input lies at a time, its end before a page that nobody may
/// touch: one octet too far stops the program, with or without a sanitizer. With
/// AddressSanitizer all but the piece is poisoned, so that a view of one that is over is seen too.
/// A block of the heap for each piece would cost several times as much.
class Fence {
 public:
  Fence() { take(std::size_t{1} << 15); }
  Fence(Fence const&) = delete;
  Fence& operator=(Fence const&) = delete;
  ~Fence() { give_back(); }

  /// Room for the next piece; the one before is over, and its memory the last to be used again.
  std::span<std::byte> room(std::size_t octets) {
    close();
    if (octets > slot_octets_) {
      give_back();
      take(2 * octets);
    }
    slot_ = (slot_ + 1) % slots;
    auto* const end = memory_ + slot_ * (slot_octets_ + page_) + slot_octets_;
    piece_ = {end - octets, octets};
    unpoison(piece_);
    return piece_;
  }

  /// A copy of the piece; the one before is over.
  Bytes lend(Bytes piece) {
    auto const place = room(piece.size());
    std::ranges::copy(piece, place.begin());
    return place;
  }

  /// No piece is there any more.
  void close() {
    poison(piece_);
    piece_ = {};
  }

 private:
  static constexpr std::size_t slots = 4;

#ifdef QW_POISONS
  static void poison(Bytes memory) { __asan_poison_memory_region(memory.data(), memory.size()); }
  static void unpoison(Bytes memory) {
    __asan_unpoison_memory_region(memory.data(), memory.size());
  }
#else
  static void poison(Bytes) {}
  static void unpoison(Bytes) {}
#endif

  [[nodiscard]] std::size_t all_octets() const { return slots * (slot_octets_ + page_); }

  void take(std::size_t octets) {
    slot_octets_ = (octets + page_ - 1) / page_ * page_;
    auto* const memory =
        ::mmap(nullptr, all_octets(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    memory_ = static_cast<std::byte*>(memory);
    for (std::size_t slot = 1; slot <= slots; ++slot)
      if (::mprotect(memory_ + slot * (slot_octets_ + page_) - page_, page_, PROT_NONE) != 0)
        std::abort();
    poison({memory_, all_octets()});
  }
  void give_back() {
    unpoison({memory_, all_octets()});
    ::munmap(memory_, all_octets());
  }

  std::size_t page_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::byte* memory_ = nullptr;
  std::size_t slot_octets_ = 0;
  std::size_t slot_ = 0;
  std::span<std::byte> piece_;
};

}  // namespace qw::fuzz
