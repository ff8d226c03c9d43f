// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "core/moment.hpp"
#include "vocabulary/field.hpp"

/// Where every frame and octet went, as the early rooms counted it. The pipeline
/// fills this in; coverage, ledger and `--json` read it.
namespace qw {

/// Frames of one cause, with their wire octets.
struct Tally {
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
  void add(std::uint64_t wire_octets) {
    ++frames;
    octets += wire_octets;
  }

  static constexpr auto fields() {
    return std::tuple{field("frames", &Tally::frames, "frames"),
                      field("octets", &Tally::octets, "octets")};
  }
};

struct CauseTally {
  std::string cause;
  Tally tally;

  static constexpr auto fields() {
    using C = CauseTally;
    return std::tuple{field("cause", &C::cause), field("tally", &C::tally)};
  }
};

/// A place where a capture could not be read.
struct DamageNote {
  FrameNumber after_frame = 0;
  std::uint64_t offset = 0;
  std::uint64_t skipped = 0;
  std::string text;

  static constexpr auto fields() {
    using D = DamageNote;
    return std::tuple{field("after_frame", &D::after_frame), field("offset", &D::offset, "octets"),
                      field("skipped", &D::skipped, "octets"), field("text", &D::text)};
  }
};

/// One capture file or interface.
struct SourceAccount {
  SourceId source{};
  PointId point{};
  std::string name;
  std::string point_name;
  std::string format;
  std::uint64_t file_octets = 0;
  Tally read;    // = unique + duplicates + sum of undecoded
  Tally unique;  // decoded and belonging to a conversation
  Tally duplicates;
  std::uint64_t mirror_octets = 0;    // of unique: headers that a mirror put around frames (ERSPAN)
  std::vector<CauseTally> undecoded;  // by cause, in the order of decode::Cause
  std::uint64_t cut_frames = 0;
  std::uint64_t dropped = 0;
  bool drops_known = false;
  std::uint64_t damages = 0;
  std::vector<DamageNote> damage;
  std::uint64_t epochs = 0;    // jumps of packet time that were confirmed
  std::uint64_t backward = 0;  // frames whose stamp ran back and was held
  Stamp first;
  Stamp last;

  static constexpr auto fields() {
    using S = SourceAccount;
    return std::tuple{field("name", &S::name),
                      field("point", &S::point_name),
                      field("format", &S::format),
                      field("file_octets", &S::file_octets, "octets"),
                      field("read", &S::read),
                      field("unique", &S::unique),
                      field("duplicates", &S::duplicates),
                      field("mirror_octets", &S::mirror_octets, "octets"),
                      field("undecoded", &S::undecoded),
                      field("cut_frames", &S::cut_frames, "frames"),
                      field("dropped", &S::dropped, "frames"),
                      field("drops_known", &S::drops_known),
                      field("damages", &S::damages),
                      field("damage", &S::damage),
                      field("epochs", &S::epochs),
                      field("backward", &S::backward, "frames"),
                      field("first", &S::first),
                      field("last", &S::last)};
  }
};

/// Conversations that no protocol claimed, as a library named them.
struct NamingAccount {
  std::string library;  // name and version; empty: none is linked
  bool wanted = false;
  std::uint64_t heard = 0;      // conversations
  std::uint64_t named = 0;      // of those
  std::uint64_t cut_short = 0;  // made room for others before they had a name
};

/// The whole run.
struct Accounts {
  std::vector<SourceAccount> sources;
  std::uint64_t conversations = 0;
  std::uint64_t evicted_conversations = 0;  // limit of the flow table
  std::uint64_t bad_checksums = 0;
  std::uint64_t fragments = 0;
  std::uint64_t reassembled = 0;
  std::uint64_t fragments_evicted = 0;
  std::uint64_t lost_stream_octets = 0;    // acknowledged, never seen
  std::uint64_t buffer_evictions = 0;      // reassembly given up for memory
  std::uint64_t evicted_expectations = 0;  // conversations announced, forgotten before they came
  std::uint64_t evicted_bodies = 0;        // objects whose rest was not followed, for memory
  std::uint64_t payload_octets = 0;        // above the transport
  std::uint64_t understood_octets = 0;     // consumed by a protocol
  std::uint64_t encrypted_octets = 0;      // of those, what cannot be read
  std::uint64_t unknown_octets = 0;
  std::uint64_t one_directional = 0;  // TCP conversations with one side only
  NamingAccount naming;

  [[nodiscard]] std::uint64_t frames() const {
    std::uint64_t sum = 0;
    for (auto const& source : sources) sum += source.read.frames;
    return sum;
  }
  [[nodiscard]] std::uint64_t octets() const {
    std::uint64_t sum = 0;
    for (auto const& source : sources) sum += source.read.octets;
    return sum;
  }
  /// Stamps of the first and of the last frame of all sources; 0 if nothing was read.
  [[nodiscard]] Stamp first() const {
    Stamp first;
    for (auto const& source : sources)
      if (source.read.frames != 0 && (first == Stamp{} || source.first < first))
        first = source.first;
    return first;
  }
  [[nodiscard]] Stamp last() const {
    Stamp last;
    for (auto const& source : sources)
      if (source.read.frames != 0) last = std::max(last, source.last);
    return last;
  }
  /// Payload that a protocol consumed and could read.
  [[nodiscard]] std::uint64_t readable_octets() const {
    return understood_octets - std::min(understood_octets, encrypted_octets);
  }
};

}  // namespace qw
