// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "capture/source.hpp"

namespace qw::test {

/// The first frames of another source.
class FirstFrames final : public capture::Source {
 public:
  FirstFrames(std::unique_ptr<capture::Source> all, std::uint64_t most)
      : all_{std::move(all)}, left_{most} {}

  capture::Next next(FrameView& frame) override {
    if (left_ == 0) return capture::Next::end;
    --left_;
    return all_->next(frame);
  }
  [[nodiscard]] bool live() const override { return false; }
  [[nodiscard]] capture::BlockRef const& block() const override { return all_->block(); }
  [[nodiscard]] capture::SourceReport const& report() const override { return all_->report(); }
  [[nodiscard]] std::uint64_t size() const override { return all_->size(); }
  [[nodiscard]] std::uint64_t position() const override { return all_->position(); }

 private:
  std::unique_ptr<capture::Source> all_;
  std::uint64_t left_;
};

}  // namespace qw::test
