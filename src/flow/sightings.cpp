// SPDX-License-Identifier: Apache-2.0
#include "flow/flow_table.hpp"

namespace qw::flow {
namespace {

using decode::PacketView;
namespace flag = decode::tcp_flag;

/// Octets by which two sightings of one TCP connection may be apart: more than a fast link
/// carries within the difference of two clocks that were set. Of two connections that have
/// nothing to do with each other one pair in 128 is as near by chance.
constexpr std::uint32_t most_apart = 16U << 20;

bool near(std::uint32_t a, std::uint32_t b) { return a - b <= most_apart || b - a <= most_apart; }

/// May the segment of this side belong to the connection, as far as its numbers tell?
bool fits(Flow const& flow, std::size_t side, PacketView const& packet) {
  if (flow.heard[side] && !near(packet.tcp.sequence, flow.ears[side].sequence)) return false;
  bool const acknowledges = (packet.tcp.flags & flag::ack) != 0;
  return !acknowledges || !flow.heard[1 - side] ||
         near(packet.tcp.acknowledgment, flow.ears[1 - side].sequence);
}

}  // namespace

FlowTable::Sighting FlowTable::sighting_of(Flow const& flow, PacketView const& packet) const {
  auto const side = packet.source == flow.client() ? std::size_t{0} : std::size_t{1};
  bool const own = flow.heard[side];
  auto const& heard = flow.ears[own ? side : 1 - side];
  if (heard.source == packet.frame.source) return Sighting::counts;

  bool const silent = packet.frame.at - heard.last >= limits_.silence;
  bool const tcp =
      packet.layer == decode::Layer::transport && packet.protocol == decode::ip_protocol::tcp;
  auto const flags = packet.tcp.flags;
  // The first SYN and a reset need not continue anything: both are taken for what the
  // measuring point is about to hear, or has heard.
  bool const free = (flags & flag::rst) != 0 || (flags & (flag::syn | flag::ack)) == flag::syn;
  bool const same_point = heard.point == packet.frame.point;
  // Files of one point may leave out more than that between them.
  bool const later = same_point && silent;
  if (tcp && !free && !later && !fits(flow, side, packet)) return Sighting::namesake;
  if (same_point || silent || !own) return Sighting::counts;
  return Sighting::again;
}

}  // namespace qw::flow
