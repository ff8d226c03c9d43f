// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "flow/flow_table.hpp"

namespace qw::flow {
namespace {

using decode::PacketView;
using delivery::Side;
namespace flag = decode::tcp_flag;

std::size_t at(Side side) { return static_cast<std::size_t>(side); }

Moment moment_of(Flow const& flow, PacketView const& packet) {
  return {.at = packet.frame.at,
          .frames = {packet.first_frame, packet.frame.number},
          .source = packet.frame.source,
          .point = packet.frame.point,
          .speaker = packet.source,
          .listener = packet.destination,
          .conversation = flow.id};
}

/// Zeros behind a bare acknowledgment or SYN in a frame that is no longer than Ethernet's
/// shortest: most likely its filling, which a broken IP length counts in, or the one octet of a
/// keep-alive (RFC 9293, 3.8.4). Neither is data, which mostly comes with PSH.
bool may_be_filling(PacketView const& packet) {
  constexpr std::size_t shortest_frame = 60;
  constexpr std::size_t most = 6;  // behind 54 octets of headers
  bool const bare = (packet.tcp.flags & ~(flag::syn | flag::ack)) == 0;
  if (!bare || packet.frame.wire_octets > shortest_frame) return false;
  if (packet.payload.size() != packet.payload_wire_octets || packet.payload.size() > most)
    return false;
  return std::ranges::all_of(packet.payload, [](std::byte each) { return each == std::byte{0}; });
}

/// Of a packet that is no reset.
std::uint16_t history_of(decode::TcpHeader const& tcp, bool has_data) {
  unsigned events = 0;
  if (has_data) events |= TcpHistory::data;
  bool const acknowledges = (tcp.flags & flag::ack) != 0;
  if ((tcp.flags & flag::syn) != 0)
    events |= static_cast<unsigned>(acknowledges ? TcpHistory::syn_ack : TcpHistory::syn);
  else if (acknowledges && !has_data && (tcp.flags & flag::fin) == 0)
    events |= TcpHistory::bare_ack;
  if ((tcp.flags & flag::fin) != 0) events |= TcpHistory::fin;
  if (tcp.window == 0) events |= TcpHistory::zero_window;
  return static_cast<std::uint16_t>(events);
}

/// Would what the server says be taken for its protocol whatever the client had said? A tracker
/// that looks for its place again consumes anything, so that it consumed it proves nothing.
bool is_answer(Flow const& flow, Bytes bytes) {
  if (flow.protocol->recognise == nullptr) return false;
  auto const likeness = flow.protocol->recognise(
      {delivery::Transport::tcp, {}, bytes, flow.client().port, flow.server().port});
  return likeness == delivery::Likeness::certain || likeness == delivery::Likeness::likely;
}

}  // namespace

/// Takes one end's octets in order to its tracker.
class FlowTable::Sink final : public StreamSink {
 public:
  Sink(FlowTable& table, std::uint32_t slot, std::size_t end)
      : table_{table}, slot_{slot}, end_{end} {}

  void data(Bytes bytes, Moment const& moment) override {
    auto& flow = table_.slots_[slot_];
    auto const from = flow.side_of(end_);
    table_.count_payload(flow, from, bytes);
    table_.hand_on(slot_, from, bytes, bytes.size(), moment);
  }
  void gap(std::uint64_t octets, Moment const& moment) override {
    auto& flow = table_.slots_[slot_];
    table_.hand_gap(slot_, flow.side_of(end_), octets, moment.at);
  }

 private:
  FlowTable& table_;
  std::uint32_t slot_;
  std::size_t end_;
};

void FlowTable::on_tcp(std::uint32_t slot, PacketView const& packet, Side from) {
  auto& flow = slots_[slot];
  auto const side = at(from);
  auto const end = flow.end_of(from);
  auto const flags = packet.tcp.flags;
  bool const syn = (flags & flag::syn) != 0;
  if (syn && flow.has_rival && flow.rival == packet.tcp.sequence && (end == 0) == flow.rival_is_low)
    return;  // nobody has taken it up
  if (!flow.base_known[side]) {
    flow.base_known[side] = true;
    flow.base_is_syn[side] = syn;
    flow.base[side] = packet.tcp.sequence;
  }
  if ((flags & flag::rst) != 0) {
    flow.reset = true;
    flow.note(side, TcpHistory::reset);
    return;  // what follows a reset's header is a diagnostic, not data (RFC 9293, 3.5.3)
  }
  auto const begin = packet.tcp.sequence + (syn ? 1U : 0U);
  if (flow.in_question) judge_zeros(slot, packet, end);
  bool const zeros = packet.payload_wire_octets != 0 && may_be_filling(packet);
  if (zeros) {
    flow.in_question = true;
    flow.zeros[end] = static_cast<std::uint8_t>(packet.payload.size());
    flow.zeros_begin[end] = begin;
  }
  bool const ends = (flags & flag::fin) != 0;
  bool const has_data = packet.payload_wire_octets != 0 && !zeros;
  flow.note(side, history_of(packet.tcp, has_data));
  if (flow.stream == nullptr) {
    if (!has_data && !ends) return;
    open_stream(flow);
  }
  if (syn) flow.stream->ends[end].start(begin);
  if ((flags & flag::ack) != 0)
    flow.stream->ends[1 - end].on_acknowledgment(packet.tcp.acknowledgment);
  if (has_data) {
    if (flow.side_of(end) == Side::client && !flow.payload_seen[0] && !flow.base_is_syn[0])
      flow.opening_lost = true;  // amid the connection, for all that is known
    TcpData const data{begin, packet.payload, packet.payload_wire_octets};
    if (!take_data(slot, end, data, moment_of(flow, packet))) {
      ++flow.tallies.repeated_frames;
      flow.note(at(flow.side_of(end)), TcpHistory::again);
    }
  }
  if (ends) on_fin(slot, packet, flow.side_of(end));  // what was heard may have turned the sides
}

void FlowTable::open_stream(Flow& flow) {
  flow.stream = std::make_unique<Stream>();
  for (auto const each : {Side::client, Side::server})
    if (flow.base_is_syn[at(each)])
      flow.stream->ends[flow.end_of(each)].start(flow.base[at(each)] + 1);
}

/// False if every octet came before.
bool FlowTable::take_data(std::uint32_t slot, std::size_t end, TcpData const& data,
                          Moment const& moment) {
  auto& flow = slots_[slot];
  auto& stream = flow.stream->ends[end];
  bool const had_hole = stream.has_hole();
  Sink sink{*this, slot, end};
  bool const fresh = stream.on_data(data, moment, limits_, sink);
  if (stream.has_hole() && !had_hole) {
    holes_.push_back({slot, flow.generation});
    tick_by(Stamp{INT64_MIN});
  }
  after_tracker(slot);
  return fresh;
}

/// Were zeros that came before this packet of `end` data? Only what follows them tells.
void FlowTable::judge_zeros(std::uint32_t slot, PacketView const& packet, std::size_t end) {
  static constexpr std::array<std::byte, UINT8_MAX> all_zeros{};
  auto& flow = slots_[slot];
  for (std::size_t const each : {end, 1 - end}) {
    if (flow.zeros[each] == 0) continue;
    auto const begin = flow.zeros_begin[each];
    auto const behind = begin + flow.zeros[each];
    bool const sent_by = each == end;
    bool const are_data =
        sent_by ? packet.tcp.sequence == behind
                : (packet.tcp.flags & flag::ack) != 0 && packet.tcp.acknowledgment == behind;
    bool const wait =
        !are_data &&
        (!sent_by || (packet.tcp.sequence == begin && packet.payload_wire_octets == 0));
    if (wait) continue;
    auto const zeros = Bytes{all_zeros}.first(std::exchange(flow.zeros[each], std::uint8_t{0}));
    if (!are_data) continue;
    // Where the sender's numbers are not known, they may be those of a keep-alive.
    bool const numbered = flow.stream != nullptr ? flow.stream->ends[each].started()
                                                 : flow.base_is_syn[at(flow.side_of(each))];
    if (!numbered) continue;
    if (flow.stream == nullptr) open_stream(flow);
    auto moment = moment_of(flow, packet);
    if (!sent_by) std::swap(moment.speaker, moment.listener);
    take_data(slot, each, {begin, zeros, zeros.size()}, moment);
  }
  flow.judge_question();
}

/// A tracker hears of the end only if nothing before it is missing.
void FlowTable::on_fin(std::uint32_t slot, PacketView const& packet, Side from) {
  auto& flow = slots_[slot];
  auto const& stream = flow.stream->ends[flow.end_of(from)];
  auto const end = packet.tcp.sequence + static_cast<std::uint32_t>(packet.payload_wire_octets);
  bool const first = !std::exchange(flow.finished[at(from)], true);
  if (!first || flow.tracker == nullptr || !stream.reached(end)) return;
  static_cast<delivery::StreamTracker&>(*flow.tracker).on_finish(from, packet.frame.at);
  after_tracker(slot);
}

void FlowTable::on_datagram(std::uint32_t slot, PacketView const& packet, Side from) {
  auto& flow = slots_[slot];
  if (packet.payload_wire_octets == 0) return;
  count_payload(flow, from, packet.payload);
  if (packet.payload_wire_octets > packet.payload.size()) {
    flow.tallies.lost[at(from)] += packet.payload_wire_octets - packet.payload.size();
    counts_.lost_octets += packet.payload_wire_octets - packet.payload.size();
  }
  hand_on(slot, from, packet.payload, packet.payload_wire_octets, moment_of(flow, packet));
  after_tracker(slot);
}

void FlowTable::on_frame(std::uint32_t slot, PacketView const& packet, Side from) {
  auto& flow = slots_[slot];
  count_payload(flow, from, packet.payload);
  if (flow.undecided()) {
    flow.given_up = true;
    for (auto const* each : protocols_) {
      auto const types = each->protocol.frame_types();
      if (std::ranges::find(types, packet.type) == types.end()) continue;
      flow.given_up = false;
      assign(flow, *each, Known::content, packet.frame.at);
      break;
    }
  }
  if (flow.tracker == nullptr) {
    counts_.unknown_octets += packet.payload.size();
    return;
  }
  static_cast<delivery::FrameTracker&>(*flow.tracker)
      .on_frame({packet.type, packet.payload, packet.payload_wire_octets, moment_of(flow, packet)});
  understood(flow, packet.payload.size());
  after_tracker(slot);
}

void FlowTable::count_payload(Flow& flow, Side from, Bytes bytes) {
  flow.tallies.payload[at(from)] += bytes.size();
  if (!bytes.empty()) flow.payload_seen[at(from)] = true;
  counts_.payload_octets += bytes.size();
  if (flow.opening_size != 0) return;
  flow.opening_size = static_cast<std::uint8_t>(std::min(bytes.size(), flow.opening.size()));
  std::copy_n(bytes.begin(), flow.opening_size, flow.opening.begin());
}

void FlowTable::hand_on(std::uint32_t slot, Side from, Bytes bytes, std::size_t wire_octets,
                        Moment const& moment) {
  auto& flow = slots_[slot];
  if (may_meet(flow)) from = meet_late(slot, from, wire_octets, moment.at);
  flow.begun = true;
  if (flow.given_up) {
    counts_.unknown_octets += bytes.size();
    if (wire_octets == bytes.size()) name(flow, from, bytes, moment.at);
  } else if (flow.tracker == nullptr) {
    keep_and_identify(slot, from, bytes, wire_octets, moment);
  } else if (flow.key.carrier == decode::ip_protocol::tcp) {
    if (from == Side::server && !std::exchange(flow.answer_heard, true))
      flow.answered = is_answer(flow, bytes);
    feed(flow, from, bytes, moment);
  } else {
    auto& tracker = static_cast<delivery::DatagramTracker&>(*flow.tracker);
    if (tracker.on_datagram({from, bytes, wire_octets, moment})) {
      understood(flow, bytes.size());
    } else {
      leave_protocol(flow, moment.at);
      counts_.unknown_octets += bytes.size();
      if (wire_octets == bytes.size()) name(flow, from, bytes, moment.at);
    }
  }
}

void FlowTable::hand_gap(std::uint32_t slot, Side from, std::uint64_t octets, Stamp when) {
  auto& flow = slots_[slot];
  if (may_meet(flow)) from = meet_late(slot, from, octets, when);
  flow.begun = true;
  flow.tallies.lost[at(from)] += octets;
  flow.note(at(from), TcpHistory::gap);
  counts_.lost_octets += octets;
  if (from == Side::client && !flow.payload_seen[0]) flow.opening_lost = true;
  stop_naming(flow);
  if (flow.tracker == nullptr || flow.stream == nullptr) return;
  auto& tail = flow.stream->tails[at(from)];
  counts_.unknown_octets += tail.size();
  octets += tail.size();
  tail.clear();
  static_cast<delivery::StreamTracker&>(*flow.tracker).on_gap(from, octets, when);
}

void FlowTable::feed(Flow& flow, Side from, Bytes bytes, Moment const& moment) {
  auto& tracker = static_cast<delivery::StreamTracker&>(*flow.tracker);
  auto& tail = flow.stream->tails[at(from)];
  if (tail.empty()) {
    auto const taken = tracker.on_stream({from, bytes, moment});
    after_taken(flow, taken, from, bytes.subspan(std::min(taken.used, bytes.size())), moment);
    return;
  }
  tail.append(bytes, moment.frames);
  if (tail.size() < tail.want) {
    if (tail.size() > limits_.tail_octets) leave_protocol(flow, moment.at);
    return;
  }
  auto whole = moment;
  whole.frames = tail.frames();
  auto const taken = tracker.on_stream({from, tail.bytes(), whole});
  tail.drop(std::min(taken.used, tail.size()));
  after_taken(flow, taken, from, {}, moment);
}

void FlowTable::after_taken(Flow& flow, delivery::Taken const& taken, Side from, Bytes rest,
                            Moment const& moment) {
  using Then = delivery::Taken::Then;
  auto& tail = flow.stream->tails[at(from)];
  understood(flow, taken.used);
  if (taken.then == Then::offer) {
    offer_on(flow, taken.hint, from, rest, moment);
    return;
  }
  if (!rest.empty()) tail.append(rest, moment.frames);
  tail.want = taken.want;
  if (taken.then == Then::give_up) {
    leave_protocol(flow, moment.at);
  } else if (tail.size() > limits_.tail_octets) {
    ++counts_.buffer_evictions;
    leave_protocol(flow, moment.at);
  }
}

void FlowTable::understood(Flow& flow, std::size_t octets) {
  if (octets == 0) return;
  flow.understood_any = true;
  flow.tallies.understood += octets;
  counts_.understood_octets += octets;
  if (flow.tracker->encrypted() == true) counts_.encrypted_octets += octets;
}

void FlowTable::after_tracker(std::uint32_t slot) {
  auto& flow = slots_[slot];
  std::size_t buffered = 0;
  if (flow.stream != nullptr)
    for (std::size_t i = 0; i < 2; ++i)
      buffered += flow.stream->ends[i].held_octets() + flow.stream->tails[i].size();
  if (flow.keeper != nullptr) buffered += flow.keeper->size();
  buffered_octets_ += buffered - flow.buffered_octets;
  flow.buffered_octets = buffered;

  auto const heap = flow.tracker == nullptr ? 0 : flow.tracker->heap_octets();
  tracker_octets_ += heap - flow.tracker_octets;
  flow.tracker_octets = heap;

  if (flow.tracker == nullptr) return;
  auto const deadline = flow.tracker->deadline();
  if (!deadline || (flow.is_armed && flow.armed <= *deadline)) return;
  flow.is_armed = true;
  flow.armed = *deadline;
  clock_.set({*deadline, slot, flow.generation});
  tick_by(*deadline);
}

void FlowTable::settle_holes(Stamp now) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < holes_.size(); ++i) {
    auto const waiter = holes_[i];
    auto& flow = slots_[waiter.slot];
    if (flow.generation != waiter.generation || flow.stream == nullptr) continue;
    Moment moment;
    moment.at = now;
    moment.conversation = flow.id;
    settle(waiter.slot, moment, false);
    after_tracker(waiter.slot);
    if (flow.stream->ends[0].has_hole() || flow.stream->ends[1].has_hole()) holes_[kept++] = waiter;
  }
  holes_.resize(kept);
}

/// The client's end first, as far as it is known who that is.
void FlowTable::settle(std::uint32_t slot, Moment const& moment, bool at_end) {
  auto& flow = slots_[slot];
  auto const first = flow.end_of(Side::client);
  for (auto const end : {first, 1 - first}) {
    Sink sink{*this, slot, end};
    flow.stream->ends[end].settle(moment, limits_, at_end, sink);
  }
}

}  // namespace qw::flow
