// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "decode/packet.hpp"

namespace qw::decode {

class Fragments;

struct DecoderLimits {
  std::size_t fragment_octets = 4 << 20;  // held at once over all datagrams
  std::size_t fragment_datagrams = 1024;
  Nanoseconds fragment_timeout = seconds(30);  // packet time, from the first fragment
  Nanoseconds copy_window = milliseconds(50);  // after completion, for `fragment_copy`
  std::uint8_t depth = 8;                      // encapsulations of one frame
  std::uint8_t vlan_tags = 8;                  // in a row
  /// Off, because it reads every octet of every packet once more.
  bool verify_transport_checksums = false;
};

struct DecoderCounts {
  std::uint64_t bad_checksums = 0;      // IPv4 headers; transport too, if asked for
  std::uint64_t fragments = 0;          // frames, copies included
  std::uint64_t reassembled = 0;        // datagrams
  std::uint64_t fragments_evicted = 0;  // frames, by limit or time-out
  std::uint64_t fragment_overlaps = 0;  // frames that said again, and differently, what was held
};

/// A datagram that never became whole. Its frames were answered `fragment`; this
/// is where they are accounted for.
struct LostDatagram {
  enum class Why : std::uint8_t {
    timed_out,
    evicted,  // by a limit on all datagrams
    spoilt,   // IPv6 fragments that overlap, or more pieces than our limit
    ended,    // the capture ended first
  };
  Why why = Why::timed_out;
  SourceId source_id{};
  PointId point{};
  FrameSpan frames;
  Stamp at;         // of its last fragment
  Endpoint source;  // ports 0; realm set by the caller
  Endpoint destination;
  Endpoint outer_source;
  Endpoint outer_destination;
  std::uint8_t protocol = 0;
  std::uint32_t frame_count = 0;
  std::uint64_t octets = 0;       // of these frames, as captured
  std::uint64_t wire_octets = 0;  // the same without a mirror's headers
};

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

 private:
  DecoderLimits limits_;
  DecoderCounts counts_;
  std::unique_ptr<Fragments> fragments_;
};

}  // namespace qw::decode
