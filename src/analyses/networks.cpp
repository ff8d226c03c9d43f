// SPDX-License-Identifier: Apache-2.0
#include "analyses/networks.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "core/cursor.hpp"

namespace qw::analyses {
namespace {

constexpr std::string_view magic = "QWNETS1\n";
constexpr std::size_t header_octets = 28;
constexpr std::size_t octets_of_number = 4;

constexpr std::size_t range_octets(std::size_t address) { return 2 * address + octets_of_number; }

/// The whole file, mapped; empty if it cannot be read or holds nothing.
Bytes mapped(std::string const& path) {
  int const file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat about {};
  bool const regular = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
  auto const size = static_cast<std::size_t>(about.st_size);
  void* const place = regular ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  close(file);
  if (place == MAP_FAILED) return {};
  return {static_cast<std::byte const*>(place), size};
}

}  // namespace

Networks::~Networks() {
  if (!file_.empty()) munmap(const_cast<std::byte*>(file_.data()), file_.size());
}

Status Networks::load(std::string const& path) {
  file_ = mapped(path);
  if (file_.empty()) return Error{fmt::format("{}: cannot be read", path)};
  Cursor in{file_};
  bool const known = text_of(in.take(magic.size())) == magic;
  ranges4_ = in.u32be();
  ranges6_ = in.u32be();
  texts_ = in.u32be();
  std::size_t const text_octets = in.u32be();
  damaged_ = in.u32be();
  ends_at_ = header_octets + ranges4_ * range_octets(4) + ranges6_ * range_octets(16);
  text_at_ = ends_at_ + texts_ * octets_of_number;
  if (known && in.ok() && file_.size() == text_at_ + text_octets) return Nothing{};
  ranges4_ = ranges6_ = texts_ = 0;
  return Error{fmt::format("{}: not a table of networks; tools/make_networks makes one", path)};
}

std::uint32_t Networks::number_at(std::size_t offset) const {
  return Cursor{file_.subspan(offset, octets_of_number)}.u32be();
}

std::string_view Networks::text(std::uint32_t index) const {
  if (index >= texts_) return {};
  auto const at = ends_at_ + index * octets_of_number;
  auto const all = file_.subspan(text_at_);
  std::size_t const first = index == 0 ? 0 : number_at(at - octets_of_number);
  std::size_t const end = number_at(at);
  if (first > end || end > all.size()) return {};
  return text_of(all.subspan(first, end - first));
}

std::string_view Networks::of(Address const& address) const {
  if (!address.is_ip() || file_.empty()) return {};
  auto const octets = address.octets();
  bool const old = address.family() == Address::Family::ipv4;
  auto const stride = range_octets(octets.size());
  auto const start = header_octets + (old ? 0 : ranges4_ * range_octets(4));
  auto const compared = [&](std::size_t offset) {
    return std::memcmp(file_.data() + offset, octets.data(), octets.size());
  };
  std::size_t low = 0;  // ranges before it begin at or below the address, from high on above
  std::size_t high = old ? ranges4_ : ranges6_;
  while (low < high) {
    auto const middle = low + (high - low) / 2;
    if (compared(start + middle * stride) <= 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == 0) return {};
  auto const range = start + (low - 1) * stride;
  if (compared(range + octets.size()) < 0) return {};
  return text(number_at(range + 2 * octets.size()));
}

}  // namespace qw::analyses
