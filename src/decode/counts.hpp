// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <tuple>

#include "core/moment.hpp"

namespace qw::decode {

struct DecoderCounts {
  std::uint64_t bad_checksums = 0;      // IPv4 headers; transport too, if asked for
  std::uint64_t fragments = 0;          // frames, copies included
  std::uint64_t reassembled = 0;        // datagrams
  std::uint64_t fragments_evicted = 0;  // frames, by limit or time-out
  std::uint64_t fragment_overlaps = 0;  // frames that said again, and differently, what was held

  static constexpr auto state() {
    using D = DecoderCounts;
    return std::tuple{&D::bad_checksums, &D::fragments, &D::reassembled, &D::fragments_evicted,
                      &D::fragment_overlaps};
  }
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

}  // namespace qw::decode
