// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

namespace qw {

inline constexpr std::size_t large_page = std::size_t{2} << 20;

/// Memory of at least `octets`, aligned to a large page and zeroed, for which the kernel is
/// asked for large pages. Where it gives none (transparent_hugepage is `never`, or memory is
/// in pieces) the pages are ordinary ones; both become resident only when they are touched.
/// Throws `std::bad_alloc`.
void* map_large_pages(std::size_t octets);
/// `octets` as they were asked for.
void unmap_large_pages(void* start, std::size_t octets) noexcept;

/// For the memory of big tables that are read at random: with ordinary pages each read
/// first waits for the translation of its address, and memory asked for ahead does as well.
/// What is smaller than a large page comes from the heap.
template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class Other>
  explicit LargePages(LargePages<Other> const&) {}

  T* allocate(std::size_t count) {
    auto const octets = count * sizeof(T);
    if (octets < large_page) return std::allocator<T>{}.allocate(count);
    return static_cast<T*>(map_large_pages(octets));
  }
  void deallocate(T* start, std::size_t count) noexcept {
    auto const octets = count * sizeof(T);
    if (octets < large_page) return std::allocator<T>{}.deallocate(start, count);
    unmap_large_pages(start, octets);
  }

  friend bool operator==(LargePages const&, LargePages const&) { return true; }
};

}  // namespace qw
