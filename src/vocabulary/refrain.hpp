// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"

/// A poll asks the same and mostly hears the same. What was said of such an exchange is
/// remembered with its octets, so that it need not be read again to be counted again.
namespace qw {

/// A request, its reply, and what else decides what they say. Views are borrowed.
struct Exchange {
  Moment const& asked;
  Moment const& answered;
  std::uint64_t header = 0;  // what the protocol read of either outside of the octets
  Bytes request;
  Bytes reply;
  std::size_t asked_octets = 0;  // of the request say what is asked; what follows may change
};

/// Where what was said is counted, in words of who counts.
struct SaidPlace {
  std::uint32_t row = 0;
  std::uint32_t epoch = 0;    // rows of another are gone
  std::uint64_t version = 0;  // of the row when it was said
};

/// One exchange, as it was heard last, and what was said of it.
class Refrain {
 public:
  enum class Part : std::uint8_t { command, sample };
  struct Line {
    Part part;
    SaidPlace place;
  };

  /// Does the exchange have the octets of the last, between the same two, and is all that was
  /// said then of a kind that can be counted? If so, its times become those of the last.
  bool again(Exchange const& exchange);
  /// From now on this exchange is the last, and nothing was said of it.
  void begin(Exchange const& exchange);

  /// Something was said of it. Only commands of the request and samples of the reply can come
  /// again.
  template <class Kind>
  void note(Kind const& kind, std::optional<SaidPlace> place) {
    if (place && fits(kind))
      lines_.push_back({part_of(kind), *place});
    else
      whole_ = false;
  }

  [[nodiscard]] std::vector<Line> const& lines() const { return lines_; }
  [[nodiscard]] Moment const& asked() const { return asked_; }
  [[nodiscard]] Moment const& answered() const { return answered_; }
  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] std::size_t heap_octets() const {
    return octets_.capacity() + lines_.capacity() * sizeof(Line);
  }

 private:
  [[nodiscard]] bool fits(Command const& command) const;
  [[nodiscard]] bool fits(Sample const& sample) const;
  template <class Kind>
  [[nodiscard]] bool fits(Kind const&) const {
    return false;
  }
  static Part part_of(Command const&) { return Part::command; }
  static Part part_of(Sample const&) { return Part::sample; }
  template <class Kind>
  static Part part_of(Kind const&) {
    return {};
  }

  Moment asked_;
  Moment answered_;
  std::uint64_t header_ = 0;
  std::size_t request_octets_ = 0;
  std::vector<std::byte> octets_;  // request, then reply
  std::vector<Line> lines_;
  bool whole_ = false;
};

/// The refrains of a shard, by conversation and request. When they hold more than the limit all
/// are forgotten: what comes next is read, as it would be the first time.
class Refrains {
 public:
  void limit(std::size_t octets) { limit_ = octets; }

  /// Lives until the next call.
  Refrain& of(Exchange const& exchange);
  /// To be called when all was said of what `of` gave.
  void settle(Refrain const& refrain);

 private:
  std::size_t limit_ = 0;
  std::size_t octets_ = 0;  // of refrains_, their own memory included
  std::size_t taken_ = 0;   // of the refrain that `of` gave last, before
  boost::unordered_flat_map<std::uint64_t, std::uint32_t, SameHash> index_;
  std::vector<Refrain> refrains_;
};

}  // namespace qw
