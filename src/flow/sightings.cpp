// SPDX-License-Identifier: Apache-2.0
#include "flow/table.hpp"

namespace qw::flow {
namespace {

using decode::PacketView;
namespace flag = decode::tcp_flag;

/// Octets by which two sightings of one TCP connection may be apart: more than a fast link
/// carries within the difference of two clocks that were set. Of two connections that have
/// nothing to do with each other one pair in 128 is as near by chance.
constexpr std::uint32_t most_apart = 16U << 20;

bool near(std::uint32_t a, std::uint32_t b) { return a - b <= most_apart || b - a <= most_apart; }

/// May the segment belong to the connection, as far as its numbers tell?
bool fits(Ear const& own, Ear const& other, PacketView const& packet) {
  if (own.hears && !near(packet.tcp.sequence, own.sequence)) return false;
  bool const acknowledges = (packet.tcp.flags & flag::ack) != 0;
  return !acknowledges || !other.hears || near(packet.tcp.acknowledgment, other.sequence);
}

}  // namespace

Table::Sighting Table::sighting_of(Flow const& flow, PacketView const& packet) const {
  auto const side = packet.source == flow.client() ? std::size_t{0} : std::size_t{1};
  auto const& own = flow.ears[side];
  auto const& other = flow.ears[1 - side];
  auto const& heard = own.hears ? own : other;
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
  if (tcp && !free && !later && !fits(own, other, packet)) return Sighting::namesake;
  if (same_point || silent || !own.hears) return Sighting::counts;
  return Sighting::again;
}

}  // namespace qw::flow
