// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>

#include "simulate/wire/path.hpp"

namespace qw::simulate {

/// How well a way carries TCP.
struct Quality {
  double loss = 0;                // part of segments that never arrive
  double lost_unseen = 0.5;       // part of the lost ones that no point saw
  double reorder = 0;             // part of segments that overtake the one before
  double bits_per_second = 80e6;  // paces what is sent at one go
};

/// One TCP connection, both ends of it: the simulator knows what each will say. RFC 9293,
/// RFC 5681 (two segments an acknowledgement, fast retransmission), RFC 1122 (delayed
/// acknowledgement), RFC 6298 in its first time-out.
///
/// Each call plans its frames from `at` on and says when the octets have arrived, so that
/// the answer can be planned at once:
///
///     auto const asked = talk->send(Side::client, shard.now(), request);
///     talk->send(Side::server, asked + milliseconds(3), reply);
///
/// A shared pointer holds it, as its timers must find it.
class Talk : public std::enable_shared_from_this<Talk> {
 public:
  static std::shared_ptr<Talk> make(Shard& shard, FlowId flow, Host& client, Host& server,
                                    std::uint16_t server_port, Quality const& quality = {});

  /// Three steps. Returns when the client may send.
  Stamp open(Stamp at);
  /// A refused one: SYN and RST. Returns when the client knows.
  Stamp open_refused(Stamp at);
  /// `tries` SYNs that nobody answers, a second apart, then two, four...
  Stamp open_unanswered(Stamp at, int tries = 3);

  /// All octets, in as many segments as they need. Returns when the last has arrived.
  Stamp send(Side from, Stamp at, Bytes payload);
  /// FIN from both sides, `from` first.
  Stamp close(Side from, Stamp at);
  Stamp reset(Side from, Stamp at);
  /// From now on `side` asks every `idle` of silence whether the other is still there.
  void keep_alive(Side side, Nanoseconds idle);

  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] Path& path() { return path_; }
  [[nodiscard]] Stamp last() const { return last_; }

 private:
  struct End {
    std::uint32_t next = 0;          // sequence number of its next octet
    std::uint32_t acknowledged = 0;  // of the peer's octets, by what it sent
    Stamp free;                      // its card is busy until then
    Stamp ack_due;                   // delayed acknowledgement, if `owes`
    bool owes = false;
    std::uint64_t timestamp_offset = 0;
    std::uint32_t timestamp_peer = 0;  // newest it saw
    std::uint32_t congestion = 10;     // segments
  };
  struct Segment {
    std::uint32_t sequence = 0;
    std::uint8_t flags = ack;
    Bytes payload;
    bool seen = true;    // by the points; a segment may be lost before
    Nanoseconds late{};  // what follows overtakes it
  };

  Talk(Shard& shard, FlowId flow, Host& client, Host& server, std::uint16_t server_port,
       Quality const& quality);

  End& end(Side side) { return ends_[index_of(side)]; }
  Stack const& stack(Side side) { return path_.host(side).stack; }
  Stamp emit(Side from, Stamp at, Segment const& segment);
  Octets options(Side from, Stamp at, bool syn);
  Stamp acknowledge(Side from, Stamp at, std::uint32_t to);
  void owe(Side from, Stamp at);
  void pay(Side from);
  std::uint16_t window(Side from) const;
  Stamp lose(Side from, Stamp at, Segment const& segment, std::size_t following);
  void watch(Side side, Nanoseconds idle);

  Shard& shard_;
  FlowId flow_;
  Path path_;
  Quality quality_;
  Dice dice_;
  End ends_[2];
  MarkId mark_ = MarkId::none;
  Stamp last_;
  bool open_ = false;
};

using TalkPointer = std::shared_ptr<Talk>;

/// Sends the first `head` octets by themselves, if any and if there are more, as programs do
/// that write twice. Returns when the last has arrived.
Stamp say_in_parts(Talk& talk, Side from, Stamp at, Bytes payload, std::size_t head);

}  // namespace qw::simulate
