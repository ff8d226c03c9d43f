// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cstdint>
#include <cstdio>
#include <cstring>

/// Walks the record headers of a classic little-endian pcap in mapped memory: the least
/// that touches every frame at all.
int main(int count, char** arguments) {
  if (count != 2) return 2;
  int const file = ::open(arguments[1], O_RDONLY);
  struct stat about {};
  if (file < 0 || ::fstat(file, &about) != 0) return 1;
  auto const size = static_cast<std::size_t>(about.st_size);
  auto* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (memory == MAP_FAILED) return 1;
  auto const* const data = static_cast<unsigned char const*>(memory);
  constexpr std::size_t file_header = 24;
  constexpr std::size_t record_header = 16;
  std::uint64_t frames = 0;
  for (std::size_t at = file_header; at + record_header <= size; ++frames) {
    std::uint32_t captured = 0;
    std::memcpy(&captured, data + at + 8, sizeof captured);
    at += record_header + captured;
  }
  std::printf("%ju\n", static_cast<std::uintmax_t>(frames));
}
