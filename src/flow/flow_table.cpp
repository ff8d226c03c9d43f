// SPDX-License-Identifier: Apache-2.0
#include "flow/flow_table.hpp"

#include <algorithm>

namespace qw::flow {
namespace {

using decode::PacketView;
namespace flag = decode::tcp_flag;

constexpr std::size_t relief_steps = 1024;
/// In the order in which room is made.
constexpr Waiting every_waiting[] = {Waiting::brief, Waiting::closed, Waiting::datagram,
                                     Waiting::stream};

/// a - b on the circle of sequence numbers.
std::int64_t gap_between(std::uint32_t a, std::uint32_t b) {
  return static_cast<std::int32_t>(a - b);
}

/// A SYN with another sequence number than before reuses the ports for a new connection. So does
/// one after a beginning without any, lest a stray segment hide who opens.
bool begins_anew(Flow const& flow, PacketView const& packet, delivery::Side from) {
  auto const side = static_cast<std::size_t>(from);
  return !flow.opener_known || (flow.base_known[side] && (!flow.base_is_syn[side] ||
                                                          flow.base[side] != packet.tcp.sequence));
}

/// Might its two ends still go on with it? Then they go on whatever SYN comes: anybody can send
/// one, and it is answered with what was acknowledged last (RFC 9293, 3.10.7.4).
bool lives(Flow const& flow) {
  return !flow.reset && !(flow.finished[0] && flow.finished[1]) && flow.heard[0] && flow.heard[1];
}

/// Does the other side acknowledge the SYN that waits? Where its own SYN was lost, what it
/// acknowledges must be far from what it had to acknowledge before.
bool takes_up_rival(Flow const& flow, PacketView const& packet, delivery::Side from) {
  constexpr std::int64_t near = 1 << 20;
  if (!flow.has_rival) return false;
  std::size_t const end = flow.rival_is_low ? 0 : 1;
  auto const flags = packet.tcp.flags;
  if (flow.end_of(from) == end || (flags & flag::ack) == 0 || (flags & flag::rst) != 0)
    return false;
  auto const beyond = gap_between(packet.tcp.acknowledgment, flow.rival + 1);
  if ((flags & flag::syn) != 0) return beyond == 0;
  auto const before = flow.stream != nullptr && flow.stream->ends[end].started()
                          ? flow.stream->ends[end].next()
                          : flow.base[static_cast<std::size_t>(flow.side_of(end))] + 1;
  auto const from_before = gap_between(packet.tcp.acknowledgment, before);
  return beyond >= 0 && beyond < near && (from_before > 2 * near || from_before < -2 * near);
}

std::vector<bool> hints_of(Protocols protocols, Ports (Protocol::*ports)() const) {
  std::vector<bool> hints(65'536);
  for (auto const* each : protocols)
    for (auto const port : (each->protocol.*ports)()) hints[port] = true;
  return hints;
}

std::optional<std::uint16_t> icmp_of(PacketView const& packet, delivery::Transport transport) {
  if (transport != delivery::Transport::icmp || packet.payload.size() < 2) return std::nullopt;
  return static_cast<std::uint16_t>(octet_at(packet.payload, 0) << 8 | octet_at(packet.payload, 1));
}

bool is_tcp(PacketView const& packet) {
  return packet.layer == decode::Layer::transport && packet.protocol == decode::ip_protocol::tcp;
}

}  // namespace

FlowTable::FlowTable(Limits const& limits, Protocols protocols, Voice& voice,
                     ExpectationTable& expectations, delivery::Bodies& bodies, Observer& observer,
                     delivery::Namer* namer)
    : limits_{limits},
      protocols_{protocols},
      around_{voice, expectations, bodies},
      expectations_{expectations},
      observer_{observer},
      namer_{namer},
      slots_{limits.flows},
      wheels_{Wheel{slots_, timeout(Waiting::brief)}, Wheel{slots_, timeout(Waiting::closed)},
              Wheel{slots_, timeout(Waiting::datagram)}, Wheel{slots_, timeout(Waiting::stream)}},
      tcp_hints_{hints_of(protocols, &Protocol::tcp_ports)},
      udp_hints_{hints_of(protocols, &Protocol::udp_ports)} {}

bool FlowTable::on_packet(PacketView const& packet, std::uint64_t hash) {
  auto const slot = find_or_open(packet, hash);
  if (slot == Index::none) return false;
  auto& flow = slots_[slot];
  auto const from =
      packet.source == flow.client() ? delivery::Side::client : delivery::Side::server;
  count(flow, packet, from);
  if (packet.layer == decode::Layer::link)
    on_frame(slot, packet, from);
  else if (is_tcp(packet))
    on_tcp(slot, packet, from);
  else
    on_datagram(slot, packet, from);
  touch(slot);
  if (flow.last - flow.reported >= limits_.update)
    report(flow, Report::update, Ending::none, flow.last);
  if (buffered_octets_ > limits_.buffer_octets || tracker_octets_ > limits_.tracker_octets)
    relieve_memory(slot, packet.frame.at);
  return true;
}

std::uint32_t FlowTable::find(PacketView const& packet, std::uint16_t apart,
                              std::uint64_t hash) const {
  return index_.find(hash, [&](std::uint32_t each) {
    auto const& key = slots_[each].key;
    return key.apart == apart && belongs(packet, key);
  });
}

/// The conversation that the packet counts for; none if it is measured elsewhere.
std::uint32_t FlowTable::find_or_open(PacketView const& packet, std::uint64_t hash) {
  std::uint16_t apart = 0;
  auto slot = find(packet, apart, hash);
  auto const sighting = slot == Index::none ? Sighting::counts : sighting_of(slots_[slot], packet);
  if (sighting == Sighting::again) return Index::none;
  if (sighting == Sighting::namesake || (slot == Index::none && namesakes_ != 0)) {
    auto const own = static_cast<std::uint16_t>(static_cast<unsigned>(packet.frame.source) + 1U);
    auto const own_hash = mixed(hash, own);
    auto const own_slot = find(packet, own, own_hash);
    if (sighting == Sighting::namesake || own_slot != Index::none) {
      apart = own;
      hash = own_hash;
      slot = own_slot;
    }
  }
  if (slot == Index::none) return open(packet, apart, hash);
  if (!is_tcp(packet)) return slot;
  auto& flow = slots_[slot];
  bool const syn = (packet.tcp.flags & (flag::syn | flag::ack)) == flag::syn;
  if (!syn && !flow.in_question) return slot;
  auto const from =
      packet.source == flow.client() ? delivery::Side::client : delivery::Side::server;
  std::optional<Syn> taken_up;
  if (syn) {
    if (!begins_anew(flow, packet, from)) return slot;
    if (lives(flow)) {
      flow.has_rival = flow.in_question = true;
      flow.rival = packet.tcp.sequence;
      flow.rival_is_low = flow.end_of(from) == 0;
      return slot;
    }
  } else {
    if (!takes_up_rival(flow, packet, from)) return slot;
    taken_up = Syn{flow.rival, flow.rival_is_low};
  }
  close(slot, flow.reset ? Ending::reset : Ending::finished, packet.frame.at);
  return open(packet, apart, hash, taken_up);
}

bool FlowTable::opener_is_source(PacketView const& packet) const {
  if (is_tcp(packet) && (packet.tcp.flags & flag::syn) != 0)
    return (packet.tcp.flags & flag::ack) == 0;
  if (packet.destination.host.address.is_multicast()) return true;
  if (auto const told = destination_serves(packet)) return *told;
  // Without that sign who spoke first counts as opener. Amid a connection it means nothing who
  // is heard first. A guess by the ports alone is at least the same in every capture of it.
  return !is_tcp(packet) || packet.destination.port <= packet.source.port;
}

/// Which end sits where servers sit: on a protocol's port, else on a low one. None where both do,
/// or neither.
std::optional<bool> FlowTable::destination_serves(PacketView const& packet) const {
  auto const& hints = is_tcp(packet) ? tcp_hints_ : udp_hints_;
  auto const source = packet.source.port;
  auto const destination = packet.destination.port;
  if (hints[source] != hints[destination]) return hints[destination];
  if ((source < 1024) != (destination < 1024)) return destination < 1024;
  return std::nullopt;
}

/// `syn` was seen before, if one is given.
std::uint32_t FlowTable::open(PacketView const& packet, std::uint16_t apart, std::uint64_t hash,
                              std::optional<Syn> const& syn) {
  if (slots_.used() >= limits_.flows) make_room(packet.frame.at);
  auto const slot = slots_.take();
  index_.insert(hash, slot);
  auto& flow = slots_[slot];
  flow.key = key_of(packet);
  flow.key.apart = apart;
  flow.hash = hash;
  if (apart != 0) ++namesakes_;
  flow.id = conversation_id(packet.frame.source, packet.frame.number);
  flow.frames_before = static_cast<std::uint32_t>(
      std::min<FrameNumber>(packet.frame.number - packet.first_frame, UINT32_MAX));
  flow.source = packet.frame.source;
  flow.point = packet.frame.point;
  flow.client_is_low =
      syn ? syn->from_low : (packet.source == flow.key.low) == opener_is_source(packet);
  flow.opener_known = syn || (is_tcp(packet) && (packet.tcp.flags & flag::syn) != 0);
  if (syn) {
    flow.base_known[0] = flow.base_is_syn[0] = true;
    flow.base[0] = syn->sequence;
  }
  auto const transport = transport_of(flow.key.carrier);
  bool const has_ports =
      transport == delivery::Transport::tcp || transport == delivery::Transport::udp;
  flow.opener_guessed = has_ports && !flow.opener_known && !destination_serves(packet) &&
                        !packet.destination.host.address.is_multicast();
  flow.first = flow.last = flow.reported = packet.frame.at;
  flow.last_frame = packet.frame.number;
  flow.vlan = packet.vlan[0];
  flow.inner_vlan = packet.vlan[1];
  flow.icmp = icmp_of(packet, transport);
  flow.history.turned(packet.source != flow.client());
  enlist(slot, Waiting::brief);
  ++counts_.conversations;
  observer_.on_flow(flow, Report::opened, Ending::none, packet.frame.at);
  meet(slot, packet.frame.at);
  return slot;
}

void FlowTable::count(Flow& flow, PacketView const& packet, delivery::Side from) {
  auto const side = static_cast<std::size_t>(from);
  flow.last = std::max(flow.last, packet.frame.at);
  flow.last_frame = packet.frame.number;
  flow.tallies.frames[side] += 1 + packet.held_frames;
  flow.tallies.octets[side] += packet.wire_octets;
  if (flow.hops[side] == 0) flow.hops[side] = packet.hops;
  if (!flow.mac_known[side] && !packet.mac_source.empty()) {
    flow.macs[side] = packet.mac_source;
    flow.mac_known[side] = true;
  }
  if (!std::exchange(flow.heard[side], true) && flow.tracker != nullptr)
    flow.tracker->on_heard(from);
  auto& ear = flow.ears[side];
  ear = {packet.frame.at, 0, packet.frame.point, packet.frame.source};
  if (!is_tcp(packet)) return;
  bool const numbered = (packet.tcp.flags & (flag::syn | flag::fin)) != 0;
  ear.sequence = packet.tcp.sequence + static_cast<std::uint32_t>(packet.payload_wire_octets) +
                 (numbered ? 1U : 0U);
}

/// What it waits for may have changed with the packet.
void FlowTable::touch(std::uint32_t slot) {
  auto const& flow = slots_[slot];
  auto list = Waiting::datagram;
  if (flow.key.carrier == decode::ip_protocol::tcp) {
    bool const over = flow.reset || (flow.finished[0] && flow.finished[1]);
    bool const answered = flow.base_known[0] && flow.base_known[1];
    list = over                                 ? Waiting::closed
           : answered || flow.stream != nullptr ? Waiting::stream
                                                : Waiting::brief;
  } else if (flow.waiting == Waiting::brief && flow.first == flow.last) {
    list = Waiting::brief;
  }
  if (list == flow.waiting) return;
  delist(slot);
  enlist(slot, list);
}

void FlowTable::enlist(std::uint32_t slot, Waiting list) {
  auto& flow = slots_[slot];
  flow.waiting = list;
  flow.touched = flow.last;
  wheel(list).append(slot);
  tick_by(flow.touched + timeout(list));
}

/// Who was second in the list may have waited longer than who was first.
void FlowTable::delist(std::uint32_t slot) {
  auto const list = slots_[slot].waiting;
  bool const first = wheel(list).oldest() == slot;
  wheel(list).remove(slot);
  if (first) tick_by(expiry_of_oldest(list));
}

/// False if it stands where it belongs, as there was no packet since it was put there.
bool FlowTable::enlist_anew(std::uint32_t slot) {
  auto const& flow = slots_[slot];
  if (flow.last == flow.touched) return false;
  delist(slot);
  enlist(slot, flow.waiting);
  return true;
}

Nanoseconds FlowTable::timeout(Waiting list) const {
  switch (list) {
    case Waiting::brief: return limits_.brief;
    case Waiting::closed: return limits_.closed;
    case Waiting::datagram: return limits_.datagram;
    case Waiting::stream: break;
  }
  return limits_.stream;
}

Stamp FlowTable::expiry_of_oldest(Waiting list) const {
  auto const slot = wheel(list).oldest();
  return slot == Slots::none ? Stamp{INT64_MAX} : slots_[slot].touched + timeout(list);
}

Stamp FlowTable::next_due() const {
  if (!holes_.empty()) return Stamp{INT64_MIN};
  auto next = clock_.next();
  for (auto const list : every_waiting) next = std::min(next, expiry_of_oldest(list));
  return next;
}

void FlowTable::report(Flow& flow, Report what, Ending ending, Stamp when) {
  observer_.on_flow(flow, what, ending, when);
  flow.tallies = {};
  flow.reported = when;
}

void FlowTable::close(std::uint32_t slot, Ending ending, Stamp when) {
  auto& flow = slots_[slot];
  if (flow.stream != nullptr) {
    Moment moment;
    moment.at = when;
    moment.source = flow.source;
    moment.point = flow.point;
    moment.conversation = flow.id;
    settle(slot, moment, true);
  }
  if (flow.tracker != nullptr) {
    flow.tracker->on_end(when);
    flow.was_encrypted = flow.encrypted();
  }
  if (flow.keeper != nullptr) {
    counts_.unknown_octets += flow.keeper->size();
    name_opening(flow, *flow.keeper);
  }
  bool const talked = flow.payload_seen[0] || flow.payload_seen[1];
  bool const both = flow.payload_seen[0] && flow.payload_seen[1];
  bool const heard_both = flow.base_known[0] && flow.base_known[1];
  if (flow.key.carrier == decode::ip_protocol::tcp && talked && !both && !heard_both)
    ++counts_.one_directional;
  report(flow, Report::closed, ending, when);
  buffered_octets_ -= flow.buffered_octets;
  tracker_octets_ -= flow.tracker_octets;
  if (flow.key.apart != 0) --namesakes_;
  index_.erase(flow.hash, slot);
  delist(slot);
  slots_.give_back(slot);
}

void FlowTable::make_room(Stamp when) {
  for (auto const list : every_waiting) {
    auto slot = wheel(list).oldest();
    while (slot != Slots::none && enlist_anew(slot)) slot = wheel(list).oldest();
    if (slot == Slots::none) continue;
    ++counts_.evicted;
    close(slot, Ending::evicted, when);
    return;
  }
}

void FlowTable::expire(Waiting list, Stamp now) {
  auto const after = timeout(list);
  for (auto slot = wheel(list).oldest(); slot != Slots::none; slot = wheel(list).oldest()) {
    auto const& flow = slots_[slot];
    if (now - flow.touched < after) return;
    if (enlist_anew(slot)) continue;
    auto const ending =
        list == Waiting::closed ? (flow.reset ? Ending::reset : Ending::finished) : Ending::idle;
    close(slot, ending, now);
  }
}

void FlowTable::on_tick(Stamp now) {
  settle_holes(now);  // what a hole kept back was said before any deadline that is due now
  while (clock_.due(now)) {
    auto const entry = clock_.pop_earliest();
    auto& flow = slots_[entry.slot];
    if (flow.generation != entry.generation || flow.tracker == nullptr) continue;
    flow.is_armed = false;
    if (auto const deadline = flow.tracker->deadline(); deadline && *deadline <= now)
      flow.tracker->on_time(now);
    after_tracker(entry.slot);
  }
  for (auto const list : every_waiting) expire(list, now);
  due_ = next_due();
}

void FlowTable::on_end(Stamp now) {
  for (auto const list : every_waiting)
    while (wheel(list).oldest() != Slots::none) {
      auto const slot = wheel(list).oldest();
      auto const& flow = slots_[slot];
      auto const ending = list != Waiting::closed ? Ending::end_of_capture
                          : flow.reset            ? Ending::reset
                                                  : Ending::finished;
      close(slot, ending, now);
    }
}

void FlowTable::drop_buffers(std::uint32_t slot, Stamp when) {
  auto& flow = slots_[slot];
  if (flow.stream != nullptr)
    for (auto& end : flow.stream->ends) end.drop_held();
  if (flow.keeper != nullptr) counts_.unknown_octets += flow.keeper->size();
  flow.keeper.reset();
  stop_naming(flow);
  leave_protocol(flow, when);
  after_tracker(slot);
}

void FlowTable::relieve_memory(std::uint32_t current, Stamp when) {
  auto const enough = [this] {
    return buffered_octets_ <= limits_.buffer_octets && tracker_octets_ <= limits_.tracker_octets;
  };
  auto const& streams = wheel(Waiting::stream);
  auto slot = streams.oldest();
  for (std::size_t step = 0; step < relief_steps && slot != Slots::none;) {
    if (enough()) return;
    auto next = streams.after(slot);
    if (enlist_anew(slot)) {
      if (next == Slots::none) next = slot;
    } else {
      ++step;
      if (slot != current && slots_[slot].buffered_octets + slots_[slot].tracker_octets != 0) {
        ++counts_.buffer_evictions;
        drop_buffers(slot, when);
      }
    }
    slot = next;
  }
  if (enough()) return;
  ++counts_.buffer_evictions;
  drop_buffers(current, when);
}

}  // namespace qw::flow
