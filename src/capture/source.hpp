// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "capture/block.hpp"
#include "core/frame.hpp"
#include "core/result.hpp"

namespace qw::capture {

/// A place in a capture where it could not be read as its format demands.
struct Damage {
  FrameNumber after_frame = 0;  // last good frame before it
  std::uint64_t offset = 0;     // octets from the start of the (unpacked) stream
  std::uint64_t skipped = 0;    // octets passed over before reading went on
  std::string text;             // what was wrong, for people
};

/// What a source knows of itself once it has been read to the end.
struct SourceReport {
  std::string name;    // as given: a path, "-", an interface
  std::string format;  // "pcap, nanoseconds", "pcapng, gzip"
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;  // wire octets of these frames
  std::uint64_t captured_octets = 0;
  std::uint64_t cut_frames = 0;   // captured less than the wire had
  std::uint64_t file_octets = 0;  // read, before unpacking
  std::uint64_t dropped = 0;      // as the capture's own statistics say
  bool drops_known = false;       // no statistics is not the same as no drops
  std::uint64_t damages = 0;      // all of them; the list below is bounded
  std::vector<Damage> damage;
};

/// What a source answers when it is asked for its next frame.
enum class Next : std::uint8_t {
  frame,
  nothing_yet,  // it waited a short while in vain: ask again
  end,          // for good
};

/// One capture, read front to back.
class Source {
 public:
  virtual ~Source() = default;

  /// Fills `frame` if there is one. Never fails: what cannot be read is skipped and reported as
  /// damage. Only a live source says `nothing_yet`, and it waits first, so that who asks again
  /// at once does not spin.
  virtual Next next(FrameView& frame) = 0;

  /// After `nothing_yet`: no frame stamped earlier will come. The least stamp if the source does
  /// not know that.
  [[nodiscard]] virtual Stamp nothing_before() const { return Stamp{INT64_MIN}; }

  /// Frames come as they happen, and somebody waits for what they mean.
  [[nodiscard]] virtual bool live() const = 0;

  /// The block that the frame of the last `next` lies in. Its octets stay as long
  /// as somebody holds it.
  [[nodiscard]] virtual BlockRef const& block() const = 0;

  /// As of the last `next`; valid until the next call of either.
  [[nodiscard]] virtual SourceReport const& report() const = 0;

  /// Size of the file, and how far it was read, before unpacking; 0 if not known (a
  /// pipe). Another thread may ask.
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  [[nodiscard]] virtual std::uint64_t position() const = 0;
};

/// Opens a pcap, pcapng or snoop file, plain, gzip or zstd; "-" is standard input. The
/// error says what the file seems to be instead. The pool must outlive the source.
Result<std::unique_ptr<Source>> open_file(std::string const& path, SourceId id, PointId point,
                                          BlockPool& pool);

/// Several sources as one, by packet time; frames of one source keep their order
/// and equal stamps go by source. Reports stay with the parts. A frame waits for every part that
/// has nothing yet, unless that part's `nothing_before` lets it go first: the order is the same
/// as without pauses. So a silent part that does not know how far time has come holds up the
/// others.
std::unique_ptr<Source> merge_sources(std::vector<std::unique_ptr<Source>> parts);

}  // namespace qw::capture
