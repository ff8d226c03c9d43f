// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "decode/counts.hpp"
#include "decode/limits.hpp"
#include "decode/packet.hpp"

namespace qw {
class StateReader;
class StateWriter;
}  // namespace qw

namespace qw::decode {

class Fragments;

/// Turns frames into packets: link, VLAN, MPLS, PPPoE, tunnels, IP, fragments,
/// transport headers. Keeps state for fragments only. Allocates nothing for a
/// frame that is not a fragment.
///
/// Accounting: a frame answered `fragment` is counted later, exactly once: with
/// the packet that it completes (`held_frames`, `held_octets`, whatever the cause
/// of that packet), or in `lost`.
class Decoder {
 public:
  explicit Decoder(DecoderLimits const& limits = {});
  Decoder(Decoder const&) = delete;
  Decoder& operator=(Decoder const&) = delete;
  ~Decoder();

  /// Fills `packet`; answers `none`, or why there is nothing, or nothing whole,
  /// in it. With any other cause than `none` or `fragment` the packet still holds
  /// what was read before the trouble (at least `frame`), so it can be accounted.
  Cause decode(FrameView const& frame, PacketView& packet);

  /// Gives up what is still held, when nothing more will come.
  void finish();

  /// Datagrams given up since `clear_lost`, in the order of giving up. Grows by
  /// at most `fragment_datagrams` plus the frames decoded since then.
  [[nodiscard]] std::vector<LostDatagram> const& lost() const;
  void clear_lost();

  [[nodiscard]] DecoderCounts const& counts() const { return counts_; }

  /// Counts, and the fragments that wait for others.
  void save_to(StateWriter& out) const;
  /// Before the first frame.
  void load_from(StateReader& in);

 private:
  DecoderLimits limits_;
  DecoderCounts counts_;
  std::unique_ptr<Fragments> fragments_;
};

}  // namespace qw::decode
