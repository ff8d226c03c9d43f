// SPDX-License-Identifier: Apache-2.0
#include "core/large_pages.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace qw {
namespace {

std::size_t rounded(std::size_t octets) { return (octets + large_page - 1) & ~(large_page - 1); }

}  // namespace

void* map_large_pages(std::size_t octets) {
  if (octets > SIZE_MAX / 2) throw std::bad_alloc{};
  // One page more than needed, to cut an aligned piece out of it.
  auto const size = rounded(octets);
  auto* const all = ::mmap(nullptr, size + large_page, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) throw std::bad_alloc{};
  auto* const begin = static_cast<std::byte*>(all);
  auto const before =
      (large_page - reinterpret_cast<std::uintptr_t>(begin) % large_page) % large_page;
  auto* const start = begin + before;
  if (before != 0) ::munmap(begin, before);
  ::munmap(start + size, large_page - before);
  ::madvise(start, size, MADV_HUGEPAGE);  // a wish: refused, the pages are ordinary ones
  return start;
}

void unmap_large_pages(void* start, std::size_t octets) noexcept {
  ::munmap(start, rounded(octets));
}

}  // namespace qw
