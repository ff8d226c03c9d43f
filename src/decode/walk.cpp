// SPDX-License-Identifier: Apache-2.0
#include "decode/walk.hpp"

#include <algorithm>

namespace qw::decode {

Walk::Walk(FrameView const& frame, PacketView& packet, DecoderLimits const& limits,
           DecoderCounts& counts, Fragments& fragments)
    : frame_{frame},
      packet_{packet},
      limits_{limits},
      counts_{counts},
      fragments_{fragments},
      rest_{frame.octets},
      wire_{std::max<std::size_t>(frame.wire_octets, frame.octets.size())},
      charge_{1, frame.wire_octets, frame.wire_octets} {
  if (frame.fcs_octets <= wire_) trim(wire_ - frame.fcs_octets);
}

Cause Walk::walk_headers() {
  for (auto next = begin(); next != Next::end;) next = step(next);
  finish();
  return cause_;
}

Walk::Next Walk::step(Next next) {
  switch (next) {
    case Next::ethernet: return ethernet();
    case Next::by_ether_type: return by_ether_type();
    case Next::ip:
      if (rest_.empty()) return stop(Cause::truncated);
      return octet_at(rest_, 0) >> 4 == 6 ? Next::ipv6 : Next::ipv4;
    case Next::ipv4: return ipv4();
    case Next::ipv6: return ipv6();
    case Next::by_ip_protocol: return by_ip_protocol();
    case Next::ppp: return ppp();
    case Next::wireless: return wireless();
    case Next::end: break;
  }
  return Next::end;
}

void Walk::finish() {
  if (packet_.layer == Layer::link && packet_.source.host.address.empty()) {
    packet_.source.host.address = Address::mac(mac_source_);
    packet_.destination.host.address = Address::mac(mac_destination_);
  }
  if (packet_.outer_source.host.address.empty()) {
    packet_.outer_source = packet_.source;
    packet_.outer_destination = packet_.destination;
  }
  packet_.payload = rest_;
  packet_.payload_wire_octets = wire_;
  packet_.wire_octets = charge_.wire_octets;
  packet_.held_frames = charge_.frames - 1;
  packet_.held_octets = charge_.octets - frame_.wire_octets;
}

/// Goes into an encapsulation. The first one that has an IP header of its own
/// outside gives the outer endpoints.
Walk::Next Walk::into(Next inside) {
  if (depth_ >= limits_.depth) return stop(Cause::too_deep);
  ++depth_;
  ++packet_.tunnels;
  if (packet_.layer != Layer::link && packet_.outer_source.host.address.empty()) {
    packet_.outer_source = packet_.source;
    packet_.outer_destination = packet_.destination;
  }
  return inside;
}

/// Goes into a frame that a switch mirrored to us: what is outside was made by
/// the mirror, so nothing of it is kept, and only the inside is accounted.
Walk::Next Walk::into_mirrored(Next inside) {
  if (into(inside) == Next::end) return Next::end;
  auto const first_frame = packet_.first_frame;
  packet_ = PacketView{.frame = frame_, .first_frame = first_frame, .mirrored = true};
  mac_source_ = {};
  mac_destination_ = {};
  charge_.wire_octets = wire_;
  return inside;
}

}  // namespace qw::decode
