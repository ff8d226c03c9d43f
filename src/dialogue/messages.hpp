// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
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
namespace qw::dialogue {

/// Why it is not known where the next message begins.
enum class Astray : std::uint8_t { no, behind_gap, behind_fault };

/// What a tracker made of a message.
struct Reading {
  bool broken = false;  // a rule, which was said: a fault like those of `parse`
  delivery::Taken::Then then = delivery::Taken::Then::go_on;
  Term hint = {};
  bool used = true;  // false: the message is for whoever comes next
};

struct FramingLimits {
  bool patient = false;                      // never gives up
  int most_faults = 8;                       // in a row
  std::size_t most_passed_over = 64 * 1024;  // octets in a row
};

/// For protocols whose messages cannot be told from their middle.
inline std::size_t find_nothing(Bytes octets, Astray) { return octets.size(); }

/// `parse(Bytes)` gives a `Parsed`. `find(Bytes, Astray)` gives where a message may begin, which
/// may be cut by the end; the size if nowhere.
template <auto parse, auto find = find_nothing, FramingLimits limits = FramingLimits{}>
class Messages {
 public:
  /// `on_message(message)` gives a Reading, `on_fault(malformed)` says it.
  template <class OnMessage, class OnFault>
  delivery::Taken read(delivery::Segment const& segment, OnMessage&& on_message,
                       OnFault&& on_fault) {
    using Then = delivery::Taken::Then;
    auto& way = ways_[static_cast<std::size_t>(segment.from)];
    std::size_t used = 0;
    while (used < segment.bytes.size()) {
      if (way.astray != Astray::no) {
        used += pass_over(way, segment.bytes.subspan(used), used == 0);
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
      way.astray = Astray::no;
      way.passed_over = 0;
      understood_ = true;
      Reading const reading = on_message(done.message);
      way.faults = reading.broken ? way.faults + 1 : 0;
      if (reading.used) used += done.used;
      if (reading.then != Then::go_on) return {used, 0, reading.then, reading.hint};
      if (way.spent()) return {used, 0, Then::give_up};
    }
    return {used};
  }

  /// Octets of this side were never seen.
  void lose(delivery::Side side) {
    ways_[static_cast<std::size_t>(side)].astray = Astray::behind_gap;
  }
  /// A message was understood, of either side.
  [[nodiscard]] bool understood() const { return understood_; }

 private:
  struct Way {
    Astray astray = Astray::no;
    int faults = 0;
    std::size_t passed_over = 0;

    [[nodiscard]] bool spent() const {
      return !limits.patient &&
             (faults >= limits.most_faults || passed_over > limits.most_passed_over);
    }
  };

  /// How many octets stand before the next message, or before the end.
  static std::size_t pass_over(Way& way, Bytes rest, bool whole_piece) {
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

}  // namespace qw::dialogue
