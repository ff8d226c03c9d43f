// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <tuple>
#include <type_traits>
#include <utility>
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

/// Moves every borrowed view of an event into an arena, found by its fields.
template <class Kind>
void keep_views(Kind& kind, Arena& arena);

/// A copy of the event whose views lie in the arena.
template <class Kind>
Kind kept(Kind kind, Arena& arena) {
  keep_views(kind, arena);
  return kind;
}

/// Events in order. They lie in an arena and stay where they were made.
class EventList {
 public:
  class Iterator {
   public:
    using value_type = Ordered;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(Ordered const* const* at) : at_{at} {}
    Ordered const& operator*() const { return **at_; }
    Ordered const* operator->() const { return *at_; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return Iterator{at_++}; }
    friend bool operator==(Iterator, Iterator) = default;

   private:
    Ordered const* const* at_ = nullptr;
  };

  void add(Ordered const& ordered) { events_.push_back(&ordered); }
  void clear() { events_.clear(); }

  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] bool empty() const { return events_.empty(); }
  Ordered const& operator[](std::size_t index) const { return *events_[index]; }
  [[nodiscard]] Ordered const& front() const { return *events_.front(); }
  [[nodiscard]] Ordered const& back() const { return *events_.back(); }
  [[nodiscard]] Iterator begin() const { return Iterator{events_.data()}; }
  [[nodiscard]] Iterator end() const { return Iterator{events_.data() + events_.size()}; }

 private:
  std::vector<Ordered const*> events_;
};

/// What one shard said during one batch, in order, with the memory it lives in.
struct Batch {
  Arena arena;
  EventList events;

  /// Keeps a copy, views and all. An Event is large, and copied as a whole however small
  /// its kind; so it is made where it stays.
  template <class Kind>
  void keep(Order const& order, Kind const& kind) {
    auto* const place = arena.room<Ordered>(1).data();
    ::new (static_cast<void*>(place)) Ordered{order, Event{std::in_place_type<Kind>, kind}};
    keep_views(*std::get_if<Kind>(&place->event), arena);
    events.add(*place);
  }

  void clear() {
    events.clear();
    arena.clear();
  }
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
inline void keep_view(NumberList& list, Arena& arena) {
  auto const room = arena.room<std::uint32_t>(list.size());
  std::ranges::copy(list, room.begin());
  list = room;
}
template <class Member>
void keep_view(Member&, Arena&) {
  static_assert(std::is_trivially_destructible_v<Member>);
}

}  // namespace detail

template <class Kind>
void keep_views(Kind& kind, Arena& arena) {
  std::apply([&](auto const&... each) { (detail::keep_view(kind.*each.member, arena), ...); },
             fields_of<Kind>);
}

}  // namespace qw
