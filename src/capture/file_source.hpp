// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>

#include "capture/source.hpp"
#include "capture/window.hpp"

namespace qw::capture {

/// More in one frame is taken for damage: no network's frames come near.
inline constexpr std::size_t max_frame_octets = 4 << 20;
/// More is unusual (it is libpcap's own bound for networks) and has to be confirmed
/// by what follows.
inline constexpr std::size_t usual_frame_octets = 256 << 10;
/// Kept of each source; all are counted.
inline constexpr std::size_t max_damage_listed = 64;

/// Who a capture is in this run.
struct Origin {
  std::string name;
  SourceId id{};
  PointId point{};
};

/// What the readers of all file formats share: the window, the account of what
/// was read, and the damage.
class FileSource : public Source {
 public:
  [[nodiscard]] BlockRef const& block() const final { return window_.block(); }
  [[nodiscard]] SourceReport const& report() const final {
    report_.file_octets = position();
    return report_;
  }
  [[nodiscard]] bool live() const final { return window_.stream().live(); }
  [[nodiscard]] std::uint64_t size() const final { return window_.stream().size(); }
  [[nodiscard]] std::uint64_t position() const final { return window_.stream().position(); }

 protected:
  FileSource(Window window, Origin const& origin);

  /// The format's name as reported; packing is added.
  void name_format(std::string_view format);

  /// `skipped` octets from `offset` on were passed over. Joins on to the last
  /// damage if that ended there without a frame in between.
  void damaged(std::string text, std::uint64_t offset, std::uint64_t skipped);

  /// Says, once, why the stream ended early if it did.
  Next finish();

  /// Fills `frame` with the window's octets from `octets` on and counts it.
  void give(FrameView& frame, FrameView const& pattern, Stamp at, Bytes octets,
            std::uint32_t wire_octets) {
    auto const wire = std::max(wire_octets, static_cast<std::uint32_t>(octets.size()));
    frame = pattern;
    frame.at = at;
    frame.octets = octets;
    frame.wire_octets = wire;
    frame.number = ++report_.frames;
    report_.octets += wire;
    report_.captured_octets += octets.size();
    report_.cut_frames += wire > octets.size() ? 1 : 0;
  }

  Window window_;
  FrameView pattern_;            // what is the same in all frames of this source
  mutable SourceReport report_;  // mutable for `file_octets`, taken when asked

 private:
  void note(Damage damage);

  bool finished_ = false;
};

}  // namespace qw::capture
