// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>

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
  std::array<std::uint64_t, 2> lost{};
  std::uint64_t repeated_frames = 0;
  std::uint64_t understood = 0;
};

/// TCP's part of a conversation.
struct Stream {
  std::array<StreamSide, 2> sides;
  std::array<Tail, 2> tails;
  std::array<bool, 2> finished{};
};

/// Where one direction of a conversation is measured, and how far it has come there.
struct Ear {
  PointId point{};
  SourceId source{};
  bool hears = false;
  Stamp last;
  std::uint32_t sequence = 0;  // of TCP: what comes next
};

/// One conversation.
struct Flow {
  Key key;
  std::uint64_t hash = 0;
  ConversationId id;
  SourceId source{};
  PointId point{};

  bool client_is_low = true;
  bool opener_known = false;  // a SYN was seen
  bool reset = false;
  bool given_up = false;  // no protocol, or none any more: what comes is unknown
  bool understood_any = false;
  std::array<bool, 2> base_known{};   // TCP: the first sequence number each way ...
  std::array<bool, 2> base_is_syn{};  // ... and whether it was that of a SYN
  std::array<std::uint32_t, 2> base{};
  std::array<Ear, 2> ears{};
  Waiting waiting = Waiting::brief;
  Known known = Known::no;

  Stamp first;
  Stamp last;
  FrameNumber last_frame = 0;
  Stamp reported;
  Tallies tallies;
  std::array<std::uint64_t, 2> payload_seen{};  // over the whole life
  std::array<std::uint8_t, 2> hops{};           // of the first frame each way; 0 not seen
  std::array<Address, 2> macs{};
  std::uint16_t vlan = 0;
  std::uint8_t opening_size = 0;
  std::array<std::byte, 16> opening{};  // first octets of payload, either way

  delivery::Registration const* protocol = nullptr;
  std::unique_ptr<delivery::Tracker> tracker;  // of the face that the transport has
  std::optional<bool> was_encrypted;           // what a tracker that is gone said
  std::unique_ptr<delivery::Hearing> hearing;  // while a namer may still find a name
  Term named;                                  // what the namer said, without a protocol
  bool naming_over = false;
  std::unique_ptr<Stream> stream;
  std::unique_ptr<OpeningKeeper> keeper;
  std::size_t tracker_octets = 0;  // last known heap of the tracker
  std::size_t buffered_octets = 0;
  Stamp armed;  // deadline that the clock knows of
  bool is_armed = false;

  // The list that `waiting` names, oldest first; slot numbers.
  std::uint32_t older = UINT32_MAX;
  std::uint32_t newer = UINT32_MAX;
  Stamp touched;                 // when it last moved to the list's end
  std::uint32_t generation = 0;  // of the slot

  [[nodiscard]] Endpoint const& client() const { return client_is_low ? key.low : key.high; }
  [[nodiscard]] Endpoint const& server() const { return client_is_low ? key.high : key.low; }
  [[nodiscard]] bool undecided() const { return tracker == nullptr && !given_up; }
  [[nodiscard]] std::optional<bool> encrypted() const {
    return tracker != nullptr ? tracker->encrypted() : was_encrypted;
  }
  [[nodiscard]] Term service() const { return protocol == nullptr ? named : protocol->name; }
};

/// The other side turns out to have opened it.
void swap_sides(Flow& flow);

enum class Report : std::uint8_t { opened, update, closed };

/// Hears of conversations. Tallies speak of the time since the last report.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_flow(Flow const& flow, Report report, Ending ending, Stamp at) = 0;
};

}  // namespace qw::flow
