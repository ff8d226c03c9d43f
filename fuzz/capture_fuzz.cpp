// SPDX-License-Identifier: Apache-2.0

/// Drives the readers of all capture formats, and the unpackers. The first octet
/// chooses sizes of blocks and pieces; the rest is the file.

#include <cstdlib>
#include <cstring>
#include <vector>

#include "capture/open.hpp"

namespace {

void demand(bool condition) {
  if (!condition) std::abort();
}

/// Reads every octet of the frame, so that one outside its memory is found.
std::uint64_t touch(qw::Bytes octets) {
  std::uint64_t sum = 0;
  for (auto const octet : octets) sum += std::to_integer<unsigned>(octet);
  return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace qw::capture;
  if (size == 0) return 0;
  constexpr std::size_t blocks[] = {64, 500, 4096, 1 << 20};
  constexpr std::size_t pieces[] = {1, 100, 5000, SIZE_MAX};
  std::vector<std::byte> exact(size - 1);  // own memory: one octet too far is a crash
  if (size > 1) std::memcpy(exact.data(), data + 1, size - 1);

  BlockPool pool{blocks[data[0] & 3]};
  bool const pauses = (data[0] & 0x10) != 0;
  auto opened = read_capture(
      std::make_unique<MemoryStream>(qw::Bytes{exact}, pieces[data[0] >> 2 & 3], pauses), {"fuzz"},
      pool);
  if (!opened) {
    demand(opened.error().text.starts_with("fuzz: "));
    return 0;
  }
  auto& source = **opened;
  std::uint64_t frames = 0;
  std::uint64_t captured = 0;
  static std::uint64_t volatile sink = 0;
  qw::FrameView frame;
  for (auto answer = source.next(frame); answer != Next::end; answer = source.next(frame)) {
    demand(answer == Next::frame || pauses);
    if (answer != Next::frame) continue;
    demand(frame.number == ++frames);
    demand(frame.wire_octets >= frame.octets.size());
    demand(frame.octets.size() <= max_frame_octets);
    auto const* const begin = source.block()->data();
    demand(frame.octets.data() >= begin &&
           frame.octets.data() + frame.octets.size() <= begin + source.block()->size());
    sink = sink + touch(frame.octets);
    captured += frame.octets.size();
  }
  auto const& report = source.report();
  demand(report.frames == frames && report.captured_octets == captured);
  demand(report.octets >= captured);
  demand(report.damage.size() <= max_damage_listed && report.damage.size() <= report.damages);
  demand(report.file_octets <= exact.size());
  return 0;
}
