// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/bytes.hpp"
#include "core/frame_span.hpp"
#include "core/moment.hpp"

namespace qw::flow {

/// Octets of one direction that a tracker has not used yet, and which frames each
/// came from.
class Tail {
 public:
  void append(Bytes bytes, FrameSpan const& frames) {
    octets_.insert(octets_.end(), bytes.begin(), bytes.end());
    marks_.push_back({octets_.size(), frames});
  }

  void drop(std::size_t count) {
    octets_.erase(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(count));
    std::size_t gone = 0;
    while (gone < marks_.size() && marks_[gone].end <= count) ++gone;
    marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(gone));
    for (auto& mark : marks_) mark.end -= count;
  }

  void clear() {
    octets_.clear();
    marks_.clear();
    want = 0;
  }

  [[nodiscard]] Bytes bytes() const { return octets_; }
  [[nodiscard]] bool empty() const { return octets_.empty(); }
  [[nodiscard]] std::size_t size() const { return octets_.size(); }
  /// The frames that brought what is there.
  [[nodiscard]] FrameSpan frames() const {
    FrameSpan all;
    for (auto const& mark : marks_) all = over(all, mark.frames);
    return all;
  }

  std::size_t want = 0;  // octets that the tracker waits for

 private:
  struct Mark {
    std::size_t end = 0;  // offset behind the last octet of the frames
    FrameSpan frames;
  };
  std::vector<std::byte> octets_;
  std::vector<Mark> marks_;
};

}  // namespace qw::flow
