// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyses/clocks.hpp"
#include "analyses/recent.hpp"
#include "site/site.hpp"
#include "vocabulary/accounts.hpp"

/// Is this mirror port any good? What one capture tells of the place where it was taken.
namespace qw::tap {

/// From here a mirror is called wrong. Each with its reason.
namespace limit {

/// A frame alone may be the tail of what came before the capture began.
inline constexpr std::uint64_t frames_of_proof = 3;
/// Of TCP conversations with one side only, one in so many: below it a second way
/// around the tap, or a capture's first and last moments, are as likely as the mirror.
inline constexpr std::uint64_t half_heard_share = 10;
/// Of frames seen twice, one in so many: acknowledgments that repeat in a burst pass for
/// duplicates too, but never make up a twentieth of a network's traffic.
inline constexpr std::uint64_t duplicate_share = 20;
/// Of payload acknowledged but never seen, one octet in so many. A tap that loses less
/// misses less than a capture's own start does.
inline constexpr std::uint64_t gap_share = 1'000;
/// Of frames to one host, one in so many: a switch floods a few to every port until it
/// has learnt where an address is.
inline constexpr std::uint64_t flooded_share = 20;
/// Of frames whose time runs back, one in so many: several receive queues swap
/// neighbours by microseconds.
inline constexpr std::uint64_t backward_share = 100;
/// 2001-01-01. Clocks that were never set begin at 1970, 1980 or 2000.
inline constexpr Stamp earliest_plausible{978'307'200'000'000'000};
/// A capture from tomorrow has a wrong clock; less may be a zone that was forgotten.
inline constexpr Nanoseconds future = seconds(24 * 3600);
/// Logs of two systems that differ by more cannot be laid side by side, and no way
/// through a port's network takes as long.
inline constexpr Nanoseconds clock_offset = seconds(2);
/// Stratum 16 and beyond is a clock that says itself that it is not set (RFC 5905).
inline constexpr std::uint8_t worst_stratum = 15;
/// Names in a sentence; more are counted.
inline constexpr std::size_t most_named = 4;

}  // namespace limit

enum class Aspect : std::uint8_t {
  frames,
  traffic,
  directions,
  vlans,
  duplicates,
  drops,
  gaps,
  length,
  clock,
  devices,
};
constexpr std::string_view name_of(Aspect aspect) {
  constexpr std::string_view names[] = {"frames", "traffic", "directions", "VLANs", "duplicates",
                                        "drops",  "gaps",    "length",     "clock", "devices"};
  return names[static_cast<std::size_t>(aspect)];
}

enum class Verdict : std::uint8_t { good, doubtful, wrong, unknown };
constexpr std::string_view name_of(Verdict verdict) {
  constexpr std::string_view names[] = {"good", "doubtful", "wrong", "unknown"};
  return names[static_cast<std::size_t>(verdict)];
}

/// One thing that a mirror can get wrong, as the capture shows it.
struct Check {
  Aspect aspect = Aspect::frames;
  Verdict verdict = Verdict::good;
  std::string statement;  // sentences that are true by themselves
  std::string move;       // what to change, for whoever stands at the switch; empty if nothing

  static constexpr auto fields() {
    using T = Check;
    return std::tuple{field("aspect", &T::aspect), field("verdict", &T::verdict),
                      field("statement", &T::statement), field("move", &T::move)};
  }
};

/// A device that is to be heard here.
struct Expected {
  std::string name;
  std::vector<Address> addresses;  // IP or MAC; one of them is enough
};

/// Hears the events of one capture. What the site file names is expected as far as it can
/// be heard here: the networks of the point's boundary; without one those of cranes that
/// are heard; where no crane has networks, those of all zones; and devices in them.
class Tap {
 public:
  /// `site` must outlive this. `required` are expected wherever they stand.
  Tap(site::Site const& site, std::string_view point, std::vector<Expected> required);

  void on(Event const& event) {
    std::visit([this](auto const& kind) { on(kind); }, event);
  }
  template <class Kind>
  void on(Kind const&) {}  // tells nothing of a tap
  void on(Conversation const& conversation);
  void on(Binding const& binding);
  void on(Clock const& clock) { clocks_.on(clock); }

  /// One check of each aspect, in their order. `now` is the time where the capture is
  /// read; without it the capture cannot be from the future.
  [[nodiscard]] std::vector<Check> checks(SourceAccount const& source,
                                          std::optional<Stamp> now) const;

 private:
  struct Watched {
    Expected device;
    bool required = false;
    bool heard = false;
    std::uint64_t spoken_to = 0;  // frames
  };
  struct Network {
    std::string_view owner;  // of the site
    site::Prefix prefix;
    bool of_crane = false;
    bool heard = false;
  };
  struct Talk {  // of a TCP conversation, so far
    std::uint64_t frames = 0;
    std::uint64_t payload = 0;
    std::uint64_t lost = 0;
  };
  struct TalkKey {
    std::uint64_t id = 0;
    friend bool operator==(TalkKey, TalkKey) = default;
    friend std::uint64_t hash_of(TalkKey key) { return mixed(key.id, 0); }
  };

  void watch(Expected device, bool required);
  Watched* watched(Address const& address);
  void hear(Address const& address);
  void note_spoken_to(Address const& address, std::uint64_t frames);
  void on_stream(Conversation const& conversation);
  void on_end_of_stream(Conversation const& conversation, Talk const& talk);

  [[nodiscard]] std::vector<Network const*> expected_networks() const;
  [[nodiscard]] bool expected_here(Watched const& watched) const;

  [[nodiscard]] Check frames(SourceAccount const& source) const;
  [[nodiscard]] Check traffic() const;
  [[nodiscard]] Check directions() const;
  [[nodiscard]] Check vlans() const;
  [[nodiscard]] std::string tags() const;
  [[nodiscard]] Check gaps(SourceAccount const& source) const;
  [[nodiscard]] Check clock(SourceAccount const& source, std::optional<Stamp> now) const;
  [[nodiscard]] Check devices() const;

  site::Site const& site_;
  std::string point_;
  std::vector<Network> networks_;
  std::vector<Watched> watched_;
  std::map<Address, std::size_t> index_;  // into `watched_`
  analyses::Clocks clocks_;
  analyses::Recent<TalkKey, Talk> talks_;
  std::map<std::uint16_t, std::uint64_t> vlans_;  // frames; at most 4,096 numbers
  std::vector<Address> silent_;  // that were spoken to in half streams; some of them
  std::uint64_t single_ = 0;     // frames to one host
  std::uint64_t group_ = 0;      // frames to several
  std::uint64_t two_way_ = 0;    // conversations between two hosts, both of them heard
  std::uint64_t whole_streams_ = 0;
  std::uint64_t half_streams_ = 0;
  std::uint64_t payload_ = 0;  // of whole streams
  std::uint64_t lost_ = 0;
};

}  // namespace qw::tap
