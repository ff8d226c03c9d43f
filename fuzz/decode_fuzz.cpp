// SPDX-License-Identifier: Apache-2.0
// Frames of any link type through one decoder and one duplicate filter. Input is a
// list of records: link type (index), flags, milliseconds since the last, size (two
// octets), octets. Checks that views stay inside what they may borrow from, and that
// every frame is accounted for exactly once.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/cursor.hpp"
#include "decode/decoder.hpp"
#include "decode/duplicate.hpp"

namespace {

using qw::decode::Cause;

constexpr std::uint32_t links[] = {0,   1,   9,   12,  50,  51,  101, 104,
                                   105, 108, 113, 127, 192, 228, 229, 276};

void demand(bool condition) {
  if (!condition) std::abort();
}

/// Reads each octet, so that a view that leaves its memory is seen.
void touch(qw::Bytes bytes) {
  unsigned sum = 0;
  for (auto const octet : bytes) sum += std::to_integer<unsigned>(octet);
  demand(sum != 0xffff'ffff);  // too large a sum: the loop must not be optimised away
}

struct Totals {
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
};

class Run {
 public:
  explicit Run(qw::Bytes input) {
    qw::Cursor in{input};
    while (in.left() >= 5) frame(in);
    decoder_.finish();
    for (auto const& lost : decoder_.lost()) {
      accounted_.frames += lost.frame_count;
      accounted_.octets += lost.octets;
    }
    demand(read_.frames == accounted_.frames && read_.octets == accounted_.octets);
  }

 private:
  void frame(qw::Cursor& in) {
    qw::FrameView view;
    view.link_type = static_cast<qw::LinkType>(links[in.u8() % std::size(links)]);
    auto const flags = in.u8();
    now_ = now_ + qw::milliseconds(in.u8());
    std::size_t const size = in.u16le() & 0x7ffU;
    auto const octets = in.take(std::min(size, in.left()));
    std::vector<std::byte> const exact{octets.begin(), octets.end()};
    view.octets = exact;
    view.at = now_;
    view.number = ++number_;
    view.wire_octets = static_cast<std::uint32_t>(exact.size() + ((flags & 1) != 0 ? flags : 0U));
    view.fcs_octets = (flags & 2) != 0 ? 4 : 0;
    view.point = qw::PointId{static_cast<std::uint16_t>(flags >> 7)};

    qw::decode::PacketView packet;
    auto const cause = decoder_.decode(view, packet);
    demand(packet.payload_wire_octets >= packet.payload.size());
    touch(packet.payload);
    touch(packet.network);
    read_.frames += 1;
    read_.octets += view.wire_octets;
    if (cause == Cause::fragment) return;
    accounted_.frames += 1 + packet.held_frames;
    accounted_.octets += view.wire_octets + packet.held_octets;
    if (cause == Cause::none)
      static_cast<void>(filter_.seen_before(packet, qw::decode::likeness_of(packet)));
  }

  // Small limits, so that they are reached.
  qw::decode::Decoder decoder_{{.fragment_octets = 4096,
                                .fragment_datagrams = 4,
                                .fragment_timeout = qw::seconds(1),
                                .verify_transport_checksums = true}};
  qw::decode::DuplicateFilter filter_{{.entries = 16}};
  qw::Stamp now_;
  qw::FrameNumber number_ = 0;
  Totals read_;
  Totals accounted_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Run const run{std::as_bytes(std::span{data, size})};
  return 0;
}
