// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "core/tcp_history.hpp"
#include "delivery/naming.hpp"
#include "flow/identify.hpp"
#include "flow/key.hpp"
#include "flow/stream_side.hpp"
#include "flow/tail.hpp"

namespace qw::flow {

/// How the service of a conversation is known. `application`: by a namer's word only.
enum class Known : std::uint8_t { no, content, expected, application };

enum class Ending : std::uint8_t { none, finished, reset, idle, evicted, end_of_capture };

/// Which time-out a conversation waits for, and in which order it makes room.
enum class Waiting : std::uint8_t { brief, closed, datagram, stream };
inline constexpr std::size_t waiting_kinds = 4;

/// Counted each way: from the client, from the server. Since the last report.
struct Tallies {
  std::array<std::uint64_t, 2> frames{};
  std::array<std::uint64_t, 2> octets{};   // on the wire
  std::array<std::uint64_t, 2> payload{};  // above the transport, repetition excluded
  std::uint64_t understood = 0;
  std::uint64_t repeated_frames = 0;
  std::array<std::uint64_t, 2> lost{};

  static constexpr auto state() {
    using T = Tallies;
    return std::tuple{&T::frames,     &T::octets,          &T::payload,
                      &T::understood, &T::repeated_frames, &T::lost};
  }
};

/// TCP's part of a conversation.
struct Stream {
  std::array<StreamSide, 2> ends;  // of the lower and the higher endpoint of the key
  std::array<Tail, 2> tails;       // of the client and the server
};

/// Where one direction of a conversation is measured, and how far it has come there.
/// Means nothing before the direction was heard: `Flow::heard`.
struct Vantage {
  Stamp last;
  std::uint32_t sequence = 0;  // of TCP: what comes next
  PointId point{};
  SourceId source{};

  static constexpr auto state() {
    return std::tuple{&Vantage::last, &Vantage::sequence, &Vantage::point, &Vantage::source};
  }
};

/// One conversation. Members stand in the order of how often packets need them, so that a
/// packet reads the fewest lines of memory (64 octets): the first three whatever it is, the
/// fourth if it has payload. The rest is for beginnings, ends and reports.
struct alignas(64) Flow {
  Key key;
  bool client_is_low : 1 = true;
  bool reset : 1 = false;
  bool given_up : 1 = false;     // no protocol, or none any more: what comes is unknown
  bool in_question : 1 = false;  // TCP: what comes tells of a rival or of zeros, below
  bool begun : 1 = false;        // octets, or the lack of some, were handed on
  bool resumed : 1 = false;      // from a state: what its tracker had heard is gone
  Waiting waiting = Waiting::brief;
  std::array<bool, 2> heard{};          // each way: has its ear heard anything?
  std::array<bool, 2> base_known{};     // TCP: the first sequence number each way
  std::array<bool, 2> finished{};       // TCP: a FIN was seen
  std::array<bool, 2> mac_known{};      // each way, below
  std::array<std::uint8_t, 2> hops{};   // of the first frame each way; 0 not seen
  std::array<bool, 2> payload_seen{};   // over the whole life
  std::array<std::uint8_t, 2> noted{};  // each way: what `history` need not hear again

  std::array<Vantage, 2> ears{};
  Stamp last;
  Stamp reported;
  FrameNumber last_frame = 0;
  std::unique_ptr<Stream> stream;

  Tallies tallies;  // of these a bare packet needs frames and octets

  std::unique_ptr<delivery::Tracker> tracker;  // of the face that the transport has
  std::size_t tracker_octets = 0;              // last known heap of the tracker
  std::size_t buffered_octets = 0;
  Stamp armed;  // deadline that the clock knows of
  ConversationId id;
  bool is_armed = false;
  bool understood_any = false;
  std::uint8_t opening_size = 0;
  bool opener_known = false;          // a SYN was seen
  bool opener_guessed = false;        // neither a SYN, the ports nor the content tell who opened it
  bool opening_lost = false;          // TCP: the client said more before what was first seen of it
  bool answer_heard = false;          // TCP: of the server, since there is a protocol ...
  bool answered = false;              // ... and it is of that protocol by itself
  std::array<bool, 2> base_is_syn{};  // was the first sequence number that of a SYN?
  std::uint16_t vlan = 0;
  std::uint16_t inner_vlan = 0;
  TcpHistory history;
  std::optional<std::uint16_t> icmp;  // type and code of its first message

  std::array<std::uint32_t, 2> base{};  // the first sequence numbers
  std::uint32_t frames_before = 0;  // from the first piece of its first datagram to the one in `id`
  /// Of a SYN that begins another connection once the other side takes it up, and from which end.
  std::uint32_t rival = 0;
  bool has_rival = false;
  bool rival_is_low = false;
  /// By end: zeros that came where the filling of a frame would stand. They are data once who
  /// sent them goes on behind them, or they are acknowledged.
  std::array<std::uint8_t, 2> zeros{};         // octets; 0: none wait
  std::array<std::uint32_t, 2> zeros_begin{};  // sequence numbers
  std::uint64_t hash = 0;
  Stamp first;
  delivery::Registration const* protocol = nullptr;
  std::unique_ptr<OpeningKeeper> keeper;
  SourceId source{};
  PointId point{};
  std::array<std::byte, 16> opening{};  // first octets of payload, either way
  std::array<Address, 2> macs{};

  Known known = Known::no;
  bool naming_over = false;
  std::uint32_t expectations_seen = 0;         // `changes()` when it was last looked up
  std::optional<bool> was_encrypted;           // what a tracker that is gone said
  Protocol named;                              // what the namer said, without a protocol
  std::unique_ptr<delivery::Hearing> hearing;  // while a namer may still find a name

  // On the wheel that `waiting` names; slot numbers.
  std::uint32_t older = UINT32_MAX;
  std::uint32_t newer = UINT32_MAX;
  Stamp touched;  // `last` when it was put there
  std::uint8_t bucket = 0;
  std::uint32_t generation = 0;  // of the slot

  [[nodiscard]] Endpoint const& client() const { return client_is_low ? key.low : key.high; }
  [[nodiscard]] Endpoint const& server() const { return client_is_low ? key.high : key.low; }
  /// Which end of the key, 0 the lower: what it is as client or server may turn while octets of
  /// it are on their way.
  [[nodiscard]] std::size_t end_of(delivery::Side side) const {
    return (side == delivery::Side::client) == client_is_low ? 0 : 1;
  }
  [[nodiscard]] delivery::Side side_of(std::size_t end) const {
    return (end == 0) == client_is_low ? delivery::Side::client : delivery::Side::server;
  }
  /// TCP: `events` of TcpHistory. Most packets do nothing new.
  void note(std::size_t side, std::uint16_t events) {
    auto const fresh = static_cast<std::uint16_t>(events & ~unsigned{noted[side]});
    if (fresh == 0) return;
    noted[side] = static_cast<std::uint8_t>(noted[side] | fresh);
    history.note(side, fresh);
  }
  void judge_question() { in_question = has_rival || zeros[0] != 0 || zeros[1] != 0; }
  [[nodiscard]] bool undecided() const { return tracker == nullptr && !given_up; }

  /// What a state has of it besides bits, stream and protocol (state.cpp). What a tracker has
  /// heard, octets that it has not used and what waits behind a hole do not survive.
  static constexpr auto state() {
    using F = Flow;
    return std::tuple{&F::key,
                      &F::heard,
                      &F::base_known,
                      &F::finished,
                      &F::mac_known,
                      &F::hops,
                      &F::payload_seen,
                      &F::noted,
                      &F::ears,
                      &F::last,
                      &F::reported,
                      &F::last_frame,
                      &F::tallies,
                      &F::id,
                      &F::understood_any,
                      &F::opening_size,
                      &F::opener_known,
                      &F::opener_guessed,
                      &F::opening_lost,
                      &F::answer_heard,
                      &F::answered,
                      &F::base_is_syn,
                      &F::vlan,
                      &F::inner_vlan,
                      &F::history,
                      &F::icmp,
                      &F::base,
                      &F::frames_before,
                      &F::rival,
                      &F::has_rival,
                      &F::rival_is_low,
                      &F::zeros,
                      &F::zeros_begin,
                      &F::hash,
                      &F::first,
                      &F::keeper,
                      &F::source,
                      &F::point,
                      &F::opening,
                      &F::macs,
                      &F::known,
                      &F::naming_over,
                      &F::expectations_seen,
                      &F::named,
                      &F::touched};
  }
  [[nodiscard]] std::optional<bool> encrypted() const {
    if (tracker == nullptr) return was_encrypted;
    auto const says = tracker->encrypted();
    // A tracker that has not heard the beginning may not know what was found out then.
    return resumed && was_encrypted && says != true ? was_encrypted : says;
  }
  [[nodiscard]] Protocol service() const {
    return protocol == nullptr ? named : protocol->protocol;
  }
};

/// The other side turns out to have opened it. May be called while an end of its stream hands on
/// octets.
void swap_sides(Flow& flow);

enum class Report : std::uint8_t { opened, update, closed };

/// Hears of conversations. Tallies speak of the time since the last report.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_flow(Flow const& flow, Report report, Ending ending, Stamp at) = 0;
};

}  // namespace qw::flow
