// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/bytes.hpp"
#include "core/moment.hpp"

namespace qw {

/// Link-layer types that decode knows, by their number in the LINKTYPE registry
/// of the tcpdump group. Files may carry any other number.
enum class LinkType : std::uint32_t {
  null = 0,
  ethernet = 1,
  token_ring = 6,
  slip = 8,
  ppp = 9,
  ppp_hdlc = 50,
  ppp_ether = 51,
  raw = 101,
  cisco_hdlc = 104,
  ieee802_11 = 105,
  loop = 108,
  linux_sll = 113,
  ieee802_11_radiotap = 127,
  ppi = 192,
  ipv4 = 228,
  ipv6 = 229,
  linux_sll2 = 276,
};

/// One captured frame. Octets are borrowed from the memory of the source that
/// read it, which says how long they stay.
struct FrameView {
  Stamp at;
  Bytes octets;                   // what was captured
  std::uint32_t wire_octets = 0;  // what was on the wire; not less than captured
  LinkType link_type = LinkType::ethernet;
  std::uint8_t fcs_octets = 0;  // check sequence at the end of `octets`, if the file says so
  std::uint16_t interface = 0;  // of a pcapng section
  SourceId source{};
  PointId point{};
  FrameNumber number = 0;  // within the source, from 1
};

}  // namespace qw
