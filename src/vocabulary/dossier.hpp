// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "vocabulary/accounts.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records.hpp"

namespace qw {

/// How far a run has come.
struct Progress {
  std::uint64_t octets_read = 0;
  std::uint64_t octets_to_read = 0;  // 0: not known
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;  // of frames, on the wire
  std::uint64_t conversations = 0;
  Stamp at;            // packet time reached
  bool ended = false;  // nothing more will come

  static constexpr auto fields() {
    using P = Progress;
    return std::tuple{field("octets_read", &P::octets_read, "octets"),
                      field("octets_to_read", &P::octets_to_read, "octets"),
                      field("frames", &P::frames, "frames"),
                      field("octets", &P::octets, "octets"),
                      field("conversations", &P::conversations),
                      field("at", &P::at),
                      field("ended", &P::ended)};
  }
};

/// A table that reached its limit, and how often.
struct LimitReached {
  std::string_view what;  // what is missing for it, as the end of a sentence; lasts
  std::uint64_t times = 0;
};

/// Events by kind, in the order of `Event`.
using KindCounts = std::array<std::uint64_t, std::variant_size_v<Event>>;

/// All that is known at one moment of a run, or at its end: a list of rows for each record of
/// records.def, in the deterministic order of whoever wrote them, and what is told once.
class Dossier {
 public:
  Accounts accounts;
  Progress progress;
  KindCounts events{};
  std::uint64_t sightings_left_out = 0;  // by detectors, which had too many findings
  std::vector<LimitReached> limits;      // of the analyses, in their order

  template <record Record>
  [[nodiscard]] std::vector<Record>& of() {
    return std::get<std::vector<Record>>(rows_);
  }
  template <record Record>
  [[nodiscard]] std::vector<Record> const& of() const {
    return std::get<std::vector<Record>>(rows_);
  }
  /// Calls `visit(names, rows)` for each list, in the order of records.def.
  template <class Visit>
  void for_each(Visit const& visit) const {
    for_each_record([&]<class Record>(RecordNames const& names) { visit(names, of<Record>()); });
  }

 private:
  template <class... Record>
  static std::tuple<std::vector<Record>...> lists_of(std::tuple<Record...> const&);

  decltype(lists_of(std::declval<detail::Records>())) rows_;
};

}  // namespace qw
