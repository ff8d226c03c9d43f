// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "capture/source.hpp"

namespace qw::capture {
namespace {

/// A heap of the parts' next frames. A part is asked for its next frame only when
/// the one before is no longer in use.
class MergedSource final : public Source {
 public:
  explicit MergedSource(std::vector<std::unique_ptr<Source>> parts) : parts_{std::move(parts)} {
    report_.name = "merged";
    report_.format = "merged";
  }

  bool next(FrameView& frame) override {
    if (!started_)
      start();
    else
      advance_first();
    if (heap_.empty()) return false;
    frame = heap_.front().frame;
    return true;
  }

  [[nodiscard]] BlockRef const& block() const override {
    static BlockRef const none;
    return heap_.empty() ? none : parts_[heap_.front().part]->block();
  }

  /// Sums of the parts; their damage stays with them. Drops are known if all know.
  [[nodiscard]] SourceReport const& report() const override {
    SourceReport sum;
    sum.drops_known = !parts_.empty();
    for (auto const& part : parts_) {
      auto const& each = part->report();
      sum.frames += each.frames;
      sum.octets += each.octets;
      sum.captured_octets += each.captured_octets;
      sum.cut_frames += each.cut_frames;
      sum.file_octets += each.file_octets;
      sum.dropped += each.dropped;
      sum.drops_known = sum.drops_known && each.drops_known;
      sum.damages += each.damages;
    }
    sum.name = report_.name;
    sum.format = report_.format;
    report_ = std::move(sum);
    return report_;
  }

  /// 0 as soon as the size of one part is not known.
  [[nodiscard]] std::uint64_t size() const override {
    std::uint64_t sum = 0;
    for (auto const& part : parts_) {
      if (part->size() == 0) return 0;
      sum += part->size();
    }
    return sum;
  }
  [[nodiscard]] std::uint64_t position() const override {
    std::uint64_t sum = 0;
    for (auto const& part : parts_) sum += part->position();
    return sum;
  }

 private:
  struct Head {
    FrameView frame;
    std::size_t part = 0;

    [[nodiscard]] bool before(Head const& other) const {
      return frame.at != other.frame.at ? frame.at < other.frame.at : part < other.part;
    }
  };

  void start() {
    started_ = true;
    for (std::size_t part = 0; part < parts_.size(); ++part) {
      Head head;
      head.part = part;
      if (parts_[part]->next(head.frame)) heap_.push_back(head);
    }
    for (std::size_t at = heap_.size(); at-- > 0;) sink(at);
  }

  void advance_first() {
    if (heap_.empty()) return;
    auto& first = heap_.front();
    if (!parts_[first.part]->next(first.frame)) {
      std::swap(first, heap_.back());
      heap_.pop_back();
    }
    sink(0);
  }

  void sink(std::size_t at) {
    for (;;) {
      auto least = at;
      for (auto const child : {2 * at + 1, 2 * at + 2})
        if (child < heap_.size() && heap_[child].before(heap_[least])) least = child;
      if (least == at) return;
      std::swap(heap_[at], heap_[least]);
      at = least;
    }
  }

  std::vector<std::unique_ptr<Source>> parts_;
  std::vector<Head> heap_;
  mutable SourceReport report_;  // summed up when asked
  bool started_ = false;
};

}  // namespace

std::unique_ptr<Source> merged(std::vector<std::unique_ptr<Source>> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<MergedSource>(std::move(parts));
}

}  // namespace qw::capture
