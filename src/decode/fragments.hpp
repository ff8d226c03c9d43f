// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <list>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "core/frame.hpp"
#include "core/hash.hpp"
#include "decode/counts.hpp"
#include "decode/limits.hpp"

namespace qw::decode {

/// What makes fragments belong together: RFC 791, RFC 8200 section 4.5, and where
/// they were seen, since other cranes behind the same tap may use the same addresses.
struct DatagramKey {
  Address source;
  Address destination;
  std::uint32_t identification = 0;
  SourceId source_id{};
  PointId point{};
  std::uint16_t vlan = 0;     // outermost
  std::uint8_t protocol = 0;  // of IPv4; no part of the key in IPv6
  Address tunnel_source;      // empty outside of tunnels
  Address tunnel_destination;
  friend bool operator==(DatagramKey const&, DatagramKey const&) = default;

  static constexpr auto state() {
    using K = DatagramKey;
    return std::tuple{&K::source,    &K::destination,   &K::identification,
                      &K::source_id, &K::point,         &K::vlan,
                      &K::protocol,  &K::tunnel_source, &K::tunnel_destination};
  }
};
std::uint64_t hash_of(DatagramKey const& key);

/// Frames and their octets, to be accounted together.
struct Charge {
  std::uint32_t frames = 0;
  std::uint64_t octets = 0;       // of the frames, as captured
  std::uint64_t wire_octets = 0;  // without a mirror's headers
  Charge& operator+=(Charge const& other) {
    frames += other.frames;
    octets += other.octets;
    wire_octets += other.wire_octets;
    return *this;
  }

  static constexpr auto state() {
    return std::tuple{&Charge::frames, &Charge::octets, &Charge::wire_octets};
  }
};

struct Fragment {
  DatagramKey key;
  std::size_t offset = 0;  // octets from the start of the datagram's payload
  bool more = false;
  Bytes header;  // of the datagram, at most `Fragments::header_octets`
  Bytes octets;
  Endpoint outer_source;  // only for the account of what is lost
  Endpoint outer_destination;
};

/// Holds fragments until their datagram is whole.
///
/// IPv4: what came first stays, a later fragment fills only what is missing.
/// IPv6: an overlap that is no exact copy spoils the datagram (RFC 5722).
/// At a limit the datagram goes whose first fragment is oldest.
class Fragments {
 public:
  static constexpr std::size_t header_octets = 60;
  static constexpr std::size_t datagram_octets = 65'535;
  static constexpr std::size_t pieces = 512;  // of one datagram; more spoil it

  enum class Outcome : std::uint8_t {
    held,
    whole,          // header and payload valid until the next `begin`
    copy,           // nothing new in it
    spoilt,         // of a datagram that was given up
    contradiction,  // does not fit what is held; left out
  };
  struct Answer {
    Outcome outcome = Outcome::held;
    Bytes header;
    Bytes payload;
    FrameNumber first_frame = 0;
    Charge earlier;  // of `whole`: frames held until now
  };

  /// Both outlive this.
  Fragments(DecoderLimits const& limits, DecoderCounts& counts)
      : limits_{limits}, counts_{counts} {}

  /// A new frame has come: earlier answers end, what is too old goes.
  void begin(Stamp now) {
    completed_ = 0;
    if (!held_.empty()) expire(now);
  }

  Answer add(Fragment const& fragment, FrameView const& frame, Charge const& charge);

  void finish();

  static constexpr auto state() { return std::tuple{&Fragments::held_}; }
  bool restored();

  [[nodiscard]] std::vector<LostDatagram> const& lost() const { return lost_; }
  void clear_lost() { lost_.clear(); }

 private:
  struct Piece {
    std::size_t begin;  // in the datagram
    std::size_t end;
    std::size_t stored;  // in `octets`

    static constexpr auto state() { return std::tuple{&Piece::begin, &Piece::end, &Piece::stored}; }
  };
  struct Datagram {
    enum class State : std::uint8_t { open, whole, spoilt };
    DatagramKey key;
    State stage = State::open;
    std::vector<std::byte> octets;  // in order of arrival
    std::vector<Piece> pieces;      // by offset, without overlap
    std::array<std::byte, header_octets> header{};
    std::size_t header_size = 0;
    std::size_t size = 0;  // of the payload, once the last fragment is there
    bool size_known = false;
    std::size_t received = 0;
    Stamp first;
    Stamp last;
    FrameSpan frames;
    Charge charge;
    Endpoint outer_source;
    Endpoint outer_destination;

    static constexpr auto state() {
      using D = Datagram;
      return std::tuple{
          &D::key,         &D::stage,  &D::octets,     &D::pieces,       &D::header,
          &D::header_size, &D::size,   &D::size_known, &D::received,     &D::first,
          &D::last,        &D::frames, &D::charge,     &D::outer_source, &D::outer_destination};
    }
  };
  using Held = std::list<Datagram>;

  enum class Overlap : std::uint8_t { none, copy, partial };

  void expire(Stamp now);
  Datagram& datagram_of(Fragment const& fragment, FrameView const& frame);
  [[nodiscard]] bool finished_long_ago(Datagram const& datagram, Stamp now) const;
  static bool contradicts(Datagram const& datagram, Fragment const& fragment);
  static Overlap overlap_of(Datagram const& datagram, Fragment const& fragment);
  Answer add_to(Datagram& datagram, Fragment const& fragment, FrameView const& frame,
                Charge const& charge);
  static void store(Datagram& datagram, Fragment const& fragment);
  Answer complete(Datagram& datagram);
  Answer spoil(Datagram& datagram);
  static bool is_whole(Datagram const& datagram);
  void lose(Datagram& datagram, LostDatagram::Why why);
  void evict_to_limits();
  void drop(Held::iterator datagram);
  static std::size_t octets_of(Datagram const& datagram);

  DecoderLimits const& limits_;
  DecoderCounts& counts_;
  Held held_;                                                       // oldest first
  std::unordered_map<DatagramKey, Held::iterator, Hasher> by_key_;  // looked up, never walked
  std::size_t octets_ = 0;
  std::vector<std::vector<std::byte>> completed_buffers_;  // one a nesting within one frame
  std::size_t completed_ = 0;
  std::vector<LostDatagram> lost_;
};

}  // namespace qw::decode
