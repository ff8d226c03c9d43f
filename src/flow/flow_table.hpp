// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>

#include "core/state.hpp"
#include "flow/clock.hpp"
#include "flow/expectations.hpp"
#include "flow/index.hpp"
#include "flow/limits.hpp"
#include "flow/slots.hpp"
#include "flow/wheel.hpp"

namespace qw::flow {

/// The conversations of one shard: counts them, puts their streams in order, finds
/// their protocols, hands them their octets, and lets them end.
///
/// Each direction of a conversation is measured, and read, at the point where it was first
/// heard; the other points' sightings of it do not count. A point that has been silent for
/// `Limits::silence` hands over. Of TCP, what cannot belong to the same connection is a
/// conversation of its own: two machines have the same address.
///
/// Room is made in this order: conversations of one frame or an unanswered SYN, closed ones,
/// datagrams, streams. In each the longest silent goes first, as far as its wheel tells them
/// apart: a packet does not move its conversation, which would cost the memory of two others.
/// Whose turn comes and who has spoken since it was put there goes where it belongs by then.
class FlowTable {
 public:
  /// Without a namer, what no protocol claims has no name.
  FlowTable(Limits const& limits, Protocols protocols, Voice& voice, ExpectationTable& expectations,
            delivery::Bodies& bodies, Observer& observer, delivery::Namer* namer = nullptr);

  /// False for another sighting of a conversation that is measured elsewhere. `hash` is
  /// that of the packet's conversation.
  bool on_packet(decode::PacketView const& packet, std::uint64_t hash);
  /// A packet of this hash comes soon, or next: its memory can be on its way meanwhile.
  [[gnu::always_inline]] void comes_soon(std::uint64_t hash) const { index_.prefetch(hash); }
  [[gnu::always_inline]] void comes_next(std::uint64_t hash) const {
    if (auto const slot = index_.candidate(hash); slot != Index::none) slots_.prefetch(slot);
  }
  /// Packet time has come to `now`: deadlines, holes, idle conversations.
  void on_tick(Stamp now);
  /// Has `on_tick` anything to do at this time? May be wrong only in saying yes.
  [[nodiscard]] bool due(Stamp now) const { return now >= due_; }
  /// The capture ends; everything closes, oldest first.
  void on_end(Stamp now);

  /// Conversations and counts. Between two packets.
  void save_to(StateWriter& out) const;
  /// Into an empty table. Trackers are made anew, and those of streams are told of a gap.
  void load_from(StateReader& in);

  [[nodiscard]] Counts const& counts() const { return counts_; }
  [[nodiscard]] std::size_t size() const { return slots_.used(); }

 private:
  class Sink;

  // Life and death of conversations: table.cpp
  std::uint32_t find_or_open(decode::PacketView const& packet, std::uint64_t hash);
  std::uint32_t find(decode::PacketView const& packet, std::uint16_t apart,
                     std::uint64_t hash) const;
  struct Syn {
    std::uint32_t sequence = 0;
    bool from_low = false;  // by the lower endpoint of the key
  };
  std::uint32_t open(decode::PacketView const& packet, std::uint16_t apart, std::uint64_t hash,
                     std::optional<Syn> const& syn = {});
  bool opener_is_source(decode::PacketView const& packet) const;
  std::optional<bool> destination_serves(decode::PacketView const& packet) const;
  void count(Flow& flow, decode::PacketView const& packet, delivery::Side from);
  void touch(std::uint32_t slot);
  void report(Flow& flow, Report what, Ending ending, Stamp at);
  void close(std::uint32_t slot, Ending ending, Stamp at);
  void make_room(Stamp at);
  [[nodiscard]] Wheel& wheel(Waiting list) { return wheels_[static_cast<std::size_t>(list)]; }
  [[nodiscard]] Wheel const& wheel(Waiting list) const {
    return wheels_[static_cast<std::size_t>(list)];
  }
  void enlist(std::uint32_t slot, Waiting list);
  void delist(std::uint32_t slot);
  bool enlist_anew(std::uint32_t slot);
  [[nodiscard]] Nanoseconds timeout(Waiting list) const;
  [[nodiscard]] Stamp expiry_of_oldest(Waiting list) const;
  [[nodiscard]] Stamp next_due() const;
  void tick_by(Stamp at) { due_ = std::min(due_, at); }
  void expire(Waiting list, Stamp now);
  void relieve_memory(std::uint32_t current, Stamp at);
  void drop_buffers(std::uint32_t slot, Stamp at);

  // Several points, one conversation or two: sightings.cpp
  enum class Sighting : std::uint8_t { counts, again, namesake };
  [[nodiscard]] Sighting sighting_of(Flow const& flow, decode::PacketView const& packet) const;

  // Octets on their way to a tracker: deliver.cpp
  void on_tcp(std::uint32_t slot, decode::PacketView const& packet, delivery::Side from);
  void open_stream(Flow& flow);
  bool take_data(std::uint32_t slot, std::size_t end, TcpData const& data, Moment const& moment);
  void judge_zeros(std::uint32_t slot, decode::PacketView const& packet, std::size_t end);
  void on_fin(std::uint32_t slot, decode::PacketView const& packet, delivery::Side from);
  void on_datagram(std::uint32_t slot, decode::PacketView const& packet, delivery::Side from);
  void on_frame(std::uint32_t slot, decode::PacketView const& packet, delivery::Side from);
  void count_payload(Flow& flow, delivery::Side from, Bytes bytes);
  void hand_on(std::uint32_t slot, delivery::Side from, Bytes bytes, std::size_t wire_octets,
               Moment const& moment);
  void hand_gap(std::uint32_t slot, delivery::Side from, std::uint64_t octets, Stamp at);
  void feed(Flow& flow, delivery::Side from, Bytes bytes, Moment const& moment);
  void after_taken(Flow& flow, delivery::Taken const& taken, delivery::Side from, Bytes rest,
                   Moment const& moment);
  void understood(Flow& flow, std::size_t octets);
  void after_tracker(std::uint32_t slot);
  void settle_holes(Stamp now);
  void settle(std::uint32_t slot, Moment const& moment, bool at_end);

  // Which protocol: assign.cpp
  void keep_and_identify(std::uint32_t slot, delivery::Side from, Bytes bytes,
                         std::size_t wire_octets, Moment const& moment);
  [[nodiscard]] Identified identify_flow(Flow const& flow) const;
  void replay(std::uint32_t slot, OpeningKeeper const& keeper);
  void assign(Flow& flow, delivery::Registration const& protocol, Known known, Stamp at,
              std::shared_ptr<delivery::Announced const> announced = nullptr);
  void make_tracker(Flow& flow, std::shared_ptr<delivery::Announced const> announced) const;

  // What survives the end of the program: state.cpp
  void save_flow(StateWriter& out, Flow const& flow) const;
  bool load_flow(StateReader& in, Flow& flow);
  void begin_again(Flow& flow, std::array<std::uint64_t, 2> const& lost);
  void leave_protocol(Flow& flow, Stamp at);
  void offer_on(Flow& flow, Term hint, delivery::Side from, Bytes rest, Moment const& moment);

  // What others announced: expect.cpp
  struct Expected {
    delivery::Registration const* protocol = nullptr;  // null: nothing is expected
    std::shared_ptr<delivery::Announced const> announced;
    bool reversed = false;  // who was taken for the client listens
  };
  [[nodiscard]] Expected expected_of(Flow const& flow, Stamp at) const;
  /// Can what is expected still change what the conversation is?
  [[nodiscard]] bool may_meet(Flow const& flow) const {
    return !flow.understood_any && flow.expectations_seen != expectations_.changes();
  }
  bool meet(std::uint32_t slot, Stamp at);
  bool claim(std::uint32_t slot, Expected const& expected, Stamp at);
  void tell_missed(Flow& flow, delivery::Side from, std::uint64_t coming, Stamp at);
  delivery::Side meet_late(std::uint32_t slot, delivery::Side from, std::uint64_t coming, Stamp at);

  // What it may be that no protocol claims: name.cpp
  void name(Flow& flow, delivery::Side from, Bytes bytes, Stamp at);
  void name_opening(Flow& flow, OpeningKeeper const& keeper);
  void stop_naming(Flow& flow);

  Limits limits_;
  Protocols protocols_;
  delivery::Surroundings around_;
  ExpectationTable& expectations_;
  Observer& observer_;
  delivery::Namer* namer_;
  Slots slots_;
  std::array<Wheel, waiting_kinds> wheels_;
  Index index_;
  DeadlineClock clock_;
  struct Waiter {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };
  std::vector<Waiter> holes_;  // streams with a hole; each once
  std::vector<bool> tcp_hints_;
  std::vector<bool> udp_hints_;
  std::size_t namesakes_ = 0;  // conversations whose key is set apart
  Counts counts_;
  std::size_t buffered_octets_ = 0;
  std::size_t tracker_octets_ = 0;
  Stamp due_{INT64_MAX};  // no tick before has anything to do
};

}  // namespace qw::flow
