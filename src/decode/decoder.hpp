// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "decode/packet.hpp"

namespace qw::decode {

struct DecoderLimits {
  std::size_t fragment_octets = 4 << 20;        // held at once over all datagrams
  std::size_t fragment_datagrams = 1024;
  Nanoseconds fragment_timeout = seconds(30);   // packet time
  std::uint8_t depth = 8;                       // encapsulations of one frame
};

struct DecoderCounts {
  std::uint64_t bad_checksums = 0;
  std::uint64_t fragments = 0;
  std::uint64_t reassembled = 0;
  std::uint64_t fragments_evicted = 0;          // limit or time-out
  std::uint64_t fragment_overlaps = 0;
};

/// Turns frames into packets: link, VLAN, MPLS, PPPoE, tunnels, IP, fragments,
/// transport headers. Keeps state for fragments only. Allocates nothing for a
/// frame that is not a fragment.
class Decoder {
 public:
  explicit Decoder(DecoderLimits const& limits = {});
  ~Decoder();

  /// Fills `packet`; answers `none`, or why there is nothing, or nothing whole,
  /// in it. With any other cause than `none` or `fragment` the packet still holds
  /// what was read before the trouble (at least `frame`), so it can be accounted.
  Cause decode(FrameView const& frame, PacketView& packet);

  [[nodiscard]] DecoderCounts const& counts() const { return counts_; }

 private:
  class Fragments;
  DecoderLimits limits_;
  DecoderCounts counts_;
  std::unique_ptr<Fragments> fragments_;
};

}  // namespace qw::decode
