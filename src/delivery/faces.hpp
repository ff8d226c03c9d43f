// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.hpp"
#include "core/moment.hpp"
#include "core/term.hpp"

/// The three faces that a protocol may have: a stream with gaps, datagrams,
/// frames. Flow calls them; protocols implement them; neither knows the other.
namespace qw::delivery {

/// Client is who opened the conversation, as far as the capture tells.
enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) { return side == Side::client ? Side::server : Side::client; }

/// Contiguous octets of one direction of a stream, from the first that the
/// tracker has not yet used. `moment`: speaker is who sent them; frames are those
/// that carried them; `at` is the stamp of the last. Valid during the call.
struct Segment {
  Side from = Side::client;
  Bytes bytes;
  Moment moment;
};

/// What a tracker made of a segment.
struct Taken {
  enum class Then : std::uint8_t {
    go_on,
    give_up,  // not, or no longer, this protocol: the rest of the stream is unknown
    offer,    // what follows, both ways, is another protocol: identify anew
  };
  std::size_t used = 0;  // octets done with; the rest comes again, with more behind it
  std::size_t want = 0;  // do not call before this many octets are there; 0: any more
  Then then = Then::go_on;
  Term hint;  // with `offer`: name of the protocol expected, or empty
};

/// One direction's payload of one datagram. `wire_octets` is its length as sent;
/// more than `bytes.size()` if the capture cut the frame.
struct Datagram {
  Side from = Side::client;
  Bytes bytes;
  std::size_t wire_octets = 0;
  Moment moment;
};

/// What follows the Ethernet type (or LLC/SNAP header) of one frame; endpoints
/// of `moment` are MAC addresses. `ip`-carried frames never come here.
struct Frame {
  std::uint16_t type = 0;  // Ethernet type, or a value of `llc_type`
  Bytes bytes;
  std::size_t wire_octets = 0;
  Moment moment;
};

/// Frame types of protocols that have no Ethernet type: SNAP with a foreign
/// organisation gives its low 16 bits of the protocol identifier, for Cisco.
namespace frame_type {
inline constexpr std::uint16_t arp = 0x0806;
inline constexpr std::uint16_t lldp = 0x88cc;
inline constexpr std::uint16_t cdp = 0x2000;            // SNAP 00-00-0C
inline constexpr std::uint16_t spanning_tree = 0x0042;  // LLC 42-42
inline constexpr std::uint16_t profinet = 0x8892;
}  // namespace frame_type

/// State that a protocol holds for one conversation. Its size is bounded by its
/// own limits. Speaks through the Voice that it was made with.
class Tracker {
 public:
  Tracker() = default;
  Tracker(Tracker const&) = delete;
  Tracker& operator=(Tracker const&) = delete;
  virtual ~Tracker() = default;

  /// A packet of this side was captured, with octets or without: once, and before any of its
  /// octets. A direction of which nothing is captured proves nothing by its silence.
  virtual void on_heard(Side side) { static_cast<void>(side); }
  /// When `on_time` wants to be called at the latest, if at all.
  [[nodiscard]] virtual std::optional<Stamp> deadline() const { return std::nullopt; }
  /// A deadline has passed. `now` is packet time, not earlier than the deadline.
  virtual void on_time(Stamp now) { static_cast<void>(now); }
  /// Nothing more comes: closed, idle, evicted, or the capture ended. What is
  /// still open must be said now, with outcome `unseen`.
  virtual void on_end(Stamp now) { static_cast<void>(now); }
  /// Did the payload turn out to be encrypted? Unknown until it says.
  [[nodiscard]] virtual std::optional<bool> encrypted() const { return false; }
  /// Octets of heap that the tracker holds beyond its own size.
  [[nodiscard]] virtual std::size_t heap_octets() const { return 0; }
};

class StreamTracker : public Tracker {
 public:
  using Face = StreamTracker;

  virtual Taken on_stream(Segment const& segment) = 0;
  /// `octets` of this direction were never seen; what comes next follows them.
  virtual void on_gap(Side from, std::uint64_t octets, Stamp at) = 0;
  /// This side has sent all that it will, and all of it was handed on. Not called
  /// when the capture cannot tell: octets missing at the end, reset, time-out.
  virtual void on_finish(Side from, Stamp at) { static_cast<void>(from), static_cast<void>(at); }
};

class DatagramTracker : public Tracker {
 public:
  using Face = DatagramTracker;

  /// False: not, or no longer, this protocol.
  virtual bool on_datagram(Datagram const& datagram) = 0;
};

class FrameTracker : public Tracker {
 public:
  using Face = FrameTracker;

  virtual void on_frame(Frame const& frame) = 0;
};

}  // namespace qw::delivery
