// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>
#include <type_traits>
#include <vector>

#include "core/arena.hpp"
#include "vocabulary/kinds.hpp"

namespace qw {

/// Where an event stands among all events of a run, whichever shard said it.
struct Order {
  std::uint64_t step = 0;  // of the reader: one for each frame and each tick
  std::uint32_t shard = 0;
  std::uint32_t ordinal = 0;  // within step and shard
  friend constexpr auto operator<=>(Order const&, Order const&) = default;
};

struct Ordered {
  Order order;
  Event event;
};

/// What one shard said during one batch, in order, with the memory it lives in.
struct Batch {
  Arena arena;
  std::vector<Ordered> events;

  void clear() {
    events.clear();
    arena.clear();
  }
};

/// Copies every borrowed view of an event into an arena, found by its fields.
template <class Kind>
Kind kept(Kind kind, Arena& arena);

/// What a protocol speaks into. One per shard, alive as long as the shard.
class Voice {
 public:
  explicit Voice(std::uint32_t shard) : shard_{shard} {}

  /// Events go there until the next call. The batch must outlive its use.
  void speak_into(Batch& batch) { batch_ = &batch; }
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
    batch_->events.push_back({Order{step_, shard_, ordinal_++}, Event{kept(kind, batch_->arena)}});
  }

 private:
  Batch* batch_ = nullptr;
  std::uint64_t step_ = 0;
  std::uint32_t shard_;
  std::uint32_t ordinal_ = 0;
};

namespace detail {

inline void keep_view(std::string_view& view, Arena& arena) { view = arena.keep(view); }
inline void keep_view(Values& values, Arena& arena) { values.raw = arena.keep(values.raw); }
inline void keep_view(Object& object, Arena& arena) { object.symbol = arena.keep(object.symbol); }
inline void keep_view(TextList& list, Arena& arena) {
  auto const room = arena.room<std::string_view>(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) room[i] = arena.keep(list[i]);
  list = room;
}
template <class Member>
void keep_view(Member&, Arena&) {
  static_assert(std::is_trivially_destructible_v<Member>);
}

}  // namespace detail

template <class Kind>
Kind kept(Kind kind, Arena& arena) {
  std::apply([&](auto const&... each) { (detail::keep_view(kind.*each.member, arena), ...); },
             Kind::fields());
  return kind;
}

}  // namespace qw
