// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
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
    for (std::size_t part = 0; part < parts_.size(); ++part) silent_.push_back(part);
  }

  Next next(FrameView& frame) override {
    if (given_) advance_first();
    given_ = first_may_go() || (ask_silent(), first_may_go());
    if (!given_) return heap_.empty() && silent_.empty() ? Next::end : Next::nothing_yet;
    frame = heap_.front().frame;
    return Next::frame;
  }

  [[nodiscard]] bool live() const override {
    return std::ranges::any_of(parts_, [](auto const& part) { return part->live(); });
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

  /// Whether a silent part may bring a frame that belongs before the first.
  [[nodiscard]] bool holds_up(std::size_t part) const {
    if (heap_.empty()) return true;
    auto const& first = heap_.front();
    auto const least = parts_[part]->nothing_before();
    return first.frame.at != least ? first.frame.at > least : first.part > part;
  }
  [[nodiscard]] bool first_may_go() const {
    return !heap_.empty() &&
           std::ranges::none_of(silent_, [&](auto each) { return holds_up(each); });
  }

  void ask_silent() {
    std::erase_if(silent_, [&](std::size_t part) {
      if (asked_all_ && !holds_up(part)) return false;
      Head head;
      head.part = part;
      auto const answer = parts_[part]->next(head.frame);
      if (answer == Next::frame) add(head);
      return answer != Next::nothing_yet;
    });
    asked_all_ = true;
  }

  void advance_first() {
    auto& first = heap_.front();
    auto const answer = parts_[first.part]->next(first.frame);
    if (answer != Next::frame) {
      if (answer == Next::nothing_yet) silent_.push_back(first.part);
      std::swap(first, heap_.back());
      heap_.pop_back();
    }
    sink(0);
  }

  void add(Head const& head) {
    heap_.push_back(head);
    for (auto at = heap_.size() - 1; at != 0 && heap_[at].before(heap_[(at - 1) / 2]);
         at = (at - 1) / 2)
      std::swap(heap_[at], heap_[(at - 1) / 2]);
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
  std::vector<std::size_t> silent_;  // parts that had nothing yet; at first all
  mutable SourceReport report_;      // summed up when asked
  bool asked_all_ = false;
  bool given_ = false;  // the first of the heap is in use
};

}  // namespace

std::unique_ptr<Source> merge_sources(std::vector<std::unique_ptr<Source>> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return std::make_unique<MergedSource>(std::move(parts));
}

}  // namespace qw::capture
