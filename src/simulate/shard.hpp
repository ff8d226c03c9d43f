// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/truth/line.hpp"
#include "simulate/wire/headers.hpp"
#include "simulate/wire/host.hpp"

namespace qw::simulate {

/// Index of a flow, or of a planted problem, within its shard.
enum class FlowId : std::uint32_t {};
enum class MarkId : std::uint32_t { none = 0 };

/// Why traffic is there: one line of the truth. Not a connection but a purpose,
/// which may take many connections.
struct Flow {
  std::string purpose;   // "management system reads the controller"
  std::string protocol;  // as the specification names it; "S7comm"
  std::string client;    // names of hosts; several clients are one flow's "any ..."
  std::string server;
  std::string transport;  // "tcp/102", "udp/123", "ethertype/0x88cc"
  bool opaque = false;    // its payload is only plausible: video, voice, ciphertext
  MarkId mark{};          // under which it was added; set by the shard
};

/// A planted problem, or the legitimate twin that looks like it.
struct Mark {
  std::string scenario;
  bool legitimate = false;
  std::string words;
};

/// One frame at one point, before the mirror port had its way with it.
struct Frame {
  Stamp at;
  std::uint64_t ordinal = 0;  // of its making, within the shard
  FlowId flow{};
  MarkId mark{};
  Point point{};
  std::vector<std::byte> octets;
};

/// How often something happens: every `period`, each time displaced by up to
/// `jitter`, the clock behind it wrong by `drift` (1e-6 is a microsecond a second).
struct Rhythm {
  Nanoseconds period;
  Nanoseconds jitter{};
  double drift = 0;
};

/// What runs by itself between two barriers: one crane with its network, or the
/// rest of the quay. Owns its hosts, its events and the frames still to come.
/// Used by one thread at a time.
///
/// Everything that happens is an event: a function called when its time has come.
/// What an event does may reach into the future (a talk plans whole exchanges);
/// frames wait here until their time.
class Shard {
 public:
  Shard(std::string name, std::uint32_t index, Dice const& dice, Stamp start);
  Shard(Shard const&) = delete;
  Shard& operator=(Shard const&) = delete;

  [[nodiscard]] std::string const& name() const { return name_; }
  [[nodiscard]] std::uint32_t index() const { return index_; }
  [[nodiscard]] Stamp now() const { return now_; }
  /// Dice of its own for each part.
  [[nodiscard]] Dice dice(std::string_view part, std::uint64_t number = 0) const {
    return dice_.part(part, number);
  }

  // Events.

  /// Calls `what` at `when`; at once if that is past.
  void at(Stamp when, std::function<void()> what);
  /// Calls `what` for ever, first somewhere within the first period.
  void every(Rhythm const& rhythm, std::function<void()> what);
  /// The same until `what` returns false, first at `first`.
  void repeat(Stamp first, Rhythm const& rhythm, std::function<bool()> what);
  /// Runs all events before `until`, and hands out the frames before it in order.
  void run(Stamp until, std::vector<Frame>& frames);

  // What is there. References stay valid as long as the shard.

  Segment& add_segment(Segment segment);
  Host& add_host(Host host);
  Router& add_router(Router router);
  /// A host of another shard, as this one talks with it: a copy with client ports of
  /// its own, for shards share nothing that changes. The same each time.
  Host& guest(Host const& host);
  [[nodiscard]] std::deque<Host>& hosts() { return hosts_; }
  /// The first host with this role; it must exist.
  [[nodiscard]] Host& host(std::string_view role);
  [[nodiscard]] std::vector<Host*> hosts_of(std::string_view role);

  FlowId add_flow(Flow flow);
  [[nodiscard]] std::vector<Flow> const& flows() const { return flows_; }
  /// Frames and truth lines of a planted problem carry its mark.
  MarkId add_mark(Mark mark);
  [[nodiscard]] std::vector<Mark> const& marks() const { return marks_; }  // [0] is none
  [[nodiscard]] MarkId mark() const { return mark_; }

  /// Counts up; names things that need dice of their own.
  std::uint64_t take_number() { return number_++; }

  /// Says something of the truth, at its time.
  void tell(Line line) { told_.push_back({now_, std::move(line)}); }
  struct Told {
    Stamp at;
    Line line;
  };
  std::vector<Told> take_told() { return std::exchange(told_, {}); }

  // Frames.

  void emit(Stamp at, Point point, FlowId flow, MarkId mark, Octets frame);
  /// A frame of any protocol on one segment.
  void emit(Stamp at, Segment const& segment, FlowId flow, Octets frame) {
    if (segment.point != Point::none) emit(at, segment.point, flow, mark_, std::move(frame));
  }
  /// Makes `asker` know the MAC of `owner` on their segment: by ARP, unless it
  /// asked lately. Returns when it knows.
  Stamp resolve(Stamp at, Host const& asker, Host const& owner);

 private:
  friend class Marking;
  struct Event {
    Stamp at;
    std::uint64_t ordinal = 0;
    std::function<void()> what;
  };
  struct Later {
    template <class Item>
    bool operator()(Item const& a, Item const& b) const {
      return a.at != b.at ? a.at > b.at : a.ordinal > b.ordinal;
    }
  };
  void next(Stamp ideal, Rhythm rhythm, std::shared_ptr<Dice> dice,
            std::shared_ptr<std::function<bool()>> what);

  std::string name_;
  std::uint32_t index_;
  Dice dice_;
  Stamp now_;
  std::uint64_t ordinal_ = 0;
  std::uint64_t rhythms_ = 0;
  std::uint64_t number_ = 0;
  MarkId mark_ = MarkId::none;
  std::vector<Event> events_;  // heap
  std::vector<Frame> frames_;  // heap
  std::deque<Segment> segments_;
  std::deque<Host> hosts_;
  std::deque<Host> visitors_;
  std::deque<Router> routers_;
  std::vector<Flow> flows_;
  std::vector<Mark> marks_{1};
  std::vector<Told> told_;
  std::map<std::pair<Host const*, Host const*>, Stamp> resolved_;
  std::map<Segment const*, FlowId> arp_flows_;
  std::map<Host const*, Host*> guests_;
};

/// While it lives, what its shard emits belongs to a planted problem.
class Marking {
 public:
  Marking(Shard& shard, MarkId mark) : shard_{shard}, before_{shard.mark_} { shard.mark_ = mark; }
  ~Marking() { shard_.mark_ = before_; }
  Marking(Marking const&) = delete;
  Marking& operator=(Marking const&) = delete;

 private:
  Shard& shard_;
  MarkId before_;
};

}  // namespace qw::simulate
