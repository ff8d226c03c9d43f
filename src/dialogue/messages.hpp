// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <variant>

#include "core/parsed.hpp"
#include "delivery/faces.hpp"

/// Cuts messages from a stream, for every protocol alike. The rules:
///
/// 1. A message is handed on once, when it is whole; until then the stream is asked for the
///    octets that `parse` wants.
/// 2. A fault is said once. What follows is passed over up to where `find` sees a message begin.
/// 3. Behind a gap the same is done, and nothing is said: no rule was broken.
/// 4. The stream is given up at the first fault while no message of either side was understood,
///    at `most_faults` in a row, and when a side passes over `most_passed_over` octets in a row.
///    A piece behind a fault in which nothing was found is one more fault. Never, if `patient`:
///    where any octets may be followed by a message.
/// 5. A body that follows a message is handed on as it comes, and never held. A gap within it
///    leaves the way known.
namespace qw::dialogue {

/// Why it is not known where the next message begins.
enum class Astray : std::uint8_t { no, behind_gap, behind_fault };

/// As a body: all that this side sends from here on.
inline constexpr std::uint64_t all_that_follows = std::numeric_limits<std::uint64_t>::max();

/// What a tracker made of a message.
struct Reading {
  bool broken = false;  // a rule, which was said: a fault like those of `parse`
  delivery::Taken::Then then = delivery::Taken::Then::go_on;
  Term hint = {};
  bool used = true;        // false: the message is for whoever comes next
  bool padding = false;    // between messages: proves nothing
  std::uint64_t body = 0;  // octets that follow; `read` must be given an `on_body`
};

struct FramingLimits {
  bool patient = false;                      // never gives up
  int most_faults = 8;                       // in a row
  std::size_t most_passed_over = 64 * 1024;  // octets in a row

  /// For `most_faults` and `most_passed_over`: a side that was understood once is never given up.
  static constexpr int any_faults = std::numeric_limits<int>::max();
  static constexpr std::size_t any_octets = std::numeric_limits<std::size_t>::max();
};

/// For protocols whose messages cannot be told from their middle.
inline std::size_t find_nothing(Bytes octets, Astray) { return octets.size(); }

/// For bodies that nobody looks at.
inline constexpr auto ignore_body = [](Bytes) {};

/// What was parsed, as one of the several messages that a stream is made of.
template <class Unit, class View>
Parsed<Unit> unit_of(Parsed<View> const& parsed) {
  if (auto const* done = std::get_if<0>(&parsed)) return Done<Unit>{done->message, done->used};
  if (auto const* more = std::get_if<NeedMore>(&parsed)) return *more;
  return *std::get_if<Malformed>(&parsed);
}

/// Of one stream. Where the framing of a stream changes as it goes, `parse` and `find` may look at
/// what their tracker knows; else `Messages` is shorter.
template <FramingLimits limits = FramingLimits{}>
class Framing {
 public:
  /// `parse(Bytes)` gives a `Parsed`. `find(Bytes, Astray)` gives where a message may begin, which
  /// may be cut by the end; the size if nowhere. `on_message(message)` gives a Reading,
  /// `on_fault(malformed)` says it, `on_body(octets)` hears what follows a message.
  template <class Parse, class Find, class OnMessage, class OnFault, class OnBody = std::nullptr_t>
  delivery::Taken read(delivery::Segment const& segment, Parse const& parse, Find const& find,
                       OnMessage const& on_message, OnFault const& on_fault,
                       OnBody const& on_body = nullptr) {
    using Then = delivery::Taken::Then;
    constexpr bool bodies = !std::is_null_pointer_v<OnBody>;
    auto& way = way_of(segment.from);
    std::size_t used = 0;
    while (used < segment.bytes.size()) {
      if constexpr (bodies) {
        if (way.body != 0) {
          used += pass_on(way, segment.bytes.subspan(used), on_body);
          continue;
        }
      }
      if (way.astray != Astray::no) {
        used += pass_over(way, segment.bytes.subspan(used), find, used == 0);
        if (way.spent()) return {used, 0, Then::give_up};
        if (used == segment.bytes.size()) break;
      }
      auto const parsed = parse(segment.bytes.subspan(used));
      if (auto const* more = std::get_if<NeedMore>(&parsed)) return {used, more->total};
      if (auto const* bad = std::get_if<Malformed>(&parsed)) {
        if (way.astray == Astray::no) {
          on_fault(*bad);
          if (!go_astray(way)) return {used, 0, Then::give_up};
        }
        ++used;  // else the search would find the same place
        ++way.passed_over;
        continue;
      }
      auto const& done = *std::get_if<0>(&parsed);
      Reading const reading = on_message(done.message);
      if (reading.used) used += done.used;
      if (!reading.padding) {
        way.astray = Astray::no;
        way.passed_over = 0;
        understood_ = true;
        way.faults = reading.broken ? way.faults + 1 : 0;
      }
      if constexpr (bodies) way.body = reading.body;
      if (reading.then != Then::go_on) return {used, 0, reading.then, reading.hint};
      if (way.spent()) return {used, 0, Then::give_up};
    }
    return {used};
  }

  /// Octets of this side were never seen.
  void lose(delivery::Side side) {
    way_of(side).body = 0;
    way_of(side).astray = Astray::behind_gap;
  }
  /// So many of them. True: all were of a body, and the way is known.
  bool bridge(delivery::Side side, std::uint64_t octets) {
    auto& body = way_of(side).body;
    bool const within = octets <= body;
    if (within)
      body -= octets;
    else
      lose(side);
    return within;
  }
  /// Octets that are still to come of a body; 0 between messages.
  [[nodiscard]] std::uint64_t body_left(delivery::Side side) const {
    return ways_[static_cast<std::size_t>(side)].body;
  }

 private:
  struct Way {
    Astray astray = Astray::no;
    int faults = 0;
    std::size_t passed_over = 0;
    std::uint64_t body = 0;  // octets to come

    [[nodiscard]] bool spent() const {
      return !limits.patient &&
             (faults >= limits.most_faults || passed_over > limits.most_passed_over);
    }
  };

  [[nodiscard]] Way& way_of(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }

  template <class OnBody>
  static std::size_t pass_on(Way& way, Bytes rest, OnBody const& on_body) {
    auto const size = static_cast<std::size_t>(std::min<std::uint64_t>(way.body, rest.size()));
    way.body -= size;
    on_body(rest.first(size));
    return size;
  }
  /// How many octets stand before the next message, or before the end.
  template <class Find>
  static std::size_t pass_over(Way& way, Bytes rest, Find const& find, bool whole_piece) {
    auto const passed = find(rest, way.astray);
    way.passed_over += passed;
    bool const nothing = whole_piece && passed == rest.size();
    if (nothing && way.astray == Astray::behind_fault) ++way.faults;
    return passed;
  }
  /// False: the stream is given up.
  bool go_astray(Way& way) const {
    way.astray = Astray::behind_fault;
    ++way.faults;
    return !way.spent() && (understood_ || limits.patient);
  }

  std::array<Way, 2> ways_{};
  bool understood_ = false;
};

/// Where each message of a stream is framed alike.
template <auto parse, auto find = find_nothing, FramingLimits limits = FramingLimits{}>
class Messages : public Framing<limits> {
 public:
  template <class OnMessage, class OnFault, class OnBody = std::nullptr_t>
  delivery::Taken read(delivery::Segment const& segment, OnMessage const& on_message,
                       OnFault const& on_fault, OnBody const& on_body = nullptr) {
    return Framing<limits>::read(
        segment, [](Bytes octets) { return parse(octets); },
        [](Bytes octets, Astray astray) { return find(octets, astray); }, on_message, on_fault,
        on_body);
  }
};

}  // namespace qw::dialogue
