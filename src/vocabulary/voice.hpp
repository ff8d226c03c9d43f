// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "vocabulary/batch.hpp"
#include "vocabulary/refrain.hpp"

namespace qw {

/// Hears each event when it is said, before anybody else.
class FirstListener {
 public:
  virtual ~FirstListener() = default;

  struct Heard {
    bool news = true;                // others shall hear it too
    std::optional<SaidPlace> place;  // where it can be counted if it is said again
  };
  virtual Heard hear(Order const& order, EventRef event) = 0;

  /// Counts all that a refrain says once more, at other times and in other frames. False, and
  /// nothing is counted, where that would not be the same as hearing it.
  virtual bool hear_again(Refrain const& refrain, Order const& first) = 0;
};

/// What a protocol speaks into. One per shard, alive as long as the shard.
class Voice {
 public:
  explicit Voice(std::uint32_t shard) : shard_{shard} {}

  /// Events go there until the next call. The batch must outlive its use.
  void speak_into(Batch& batch) { batch_ = &batch; }
  /// Who hears each event first, and decides whether the batch gets it. It outlives the Voice;
  /// `octets` is what may be kept of exchanges so that it can hear of them again.
  void speak_to(FirstListener& ear, std::size_t octets) {
    ear_ = &ear;
    refrains_.limit(octets);
  }
  /// All that is said from now on belongs to this step of the reader.
  void at_step(std::uint64_t step) {
    if (step == step_) return;
    step_ = step;
    ordinal_ = 0;
  }

  [[nodiscard]] std::uint32_t shard() const { return shard_; }

  /// Borrowed views are copied; the caller's may die at once.
  template <class Kind>
  void say(Kind const& kind) {
    Order const order{step_, shard_, ordinal_++};
    if (ear_ != nullptr) {
      auto const heard = ear_->hear(order, &kind);
      if (refrain_ != nullptr) refrain_->note(kind, heard.place);
      if (!heard.news) return;
    }
    batch_->keep(order, kind);
  }

  /// Says what `speak` says of an exchange. Where the octets of the last time come again between
  /// the same two, nobody need read them: `speak` is not called if the FirstListener can count what
  /// it said then.
  template <class Speak>
  void say_exchange(Exchange const& exchange, Speak const& speak) {
    if (ear_ == nullptr) return speak();
    auto& refrain = refrains_.of(exchange);
    if (refrain.again(exchange) && ear_->hear_again(refrain, {step_, shard_, ordinal_})) {
      ordinal_ += static_cast<std::uint32_t>(refrain.lines().size());
      return;
    }
    refrain.begin(exchange);
    refrain_ = &refrain;
    speak();
    refrain_ = nullptr;
    refrains_.settle(refrain);
  }

 private:
  Batch* batch_ = nullptr;
  FirstListener* ear_ = nullptr;
  Refrains refrains_;
  Refrain* refrain_ = nullptr;  // what is being said belongs to it
  std::uint64_t step_ = 0;
  std::uint32_t shard_;
  std::uint32_t ordinal_ = 0;
};

}  // namespace qw
