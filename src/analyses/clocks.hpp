// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records.hpp"

namespace qw::analyses {

/// How far what a host tells as the time is from packet time: positive is ahead. Both
/// clocks may be wrong; the way from the teller to the tap is part of the offset.
struct ClockRow {
  Host host;
  std::string service;
  std::uint64_t count = 0;       // times told
  Nanoseconds least{INT64_MAX};  // offsets
  Nanoseconds most{INT64_MIN};
  Nanoseconds final;                    // the last one
  std::optional<std::uint8_t> stratum;  // as last told
  std::string source;                   // reference identifier, as last told
  Stamp first;
  Stamp last;
  Evidence evidence;  // of the first

  static constexpr auto fields() {
    using C = ClockRow;
    return std::tuple{field("host", &C::host),        field("service", &C::service),
                      field("count", &C::count),      field("least", &C::least, "ns"),
                      field("most", &C::most, "ns"),  field("final", &C::final, "ns"),
                      field("stratum", &C::stratum),  field("source", &C::source),
                      field("first", &C::first),      field("last", &C::last),
                      field("evidence", &C::evidence)};
  }
};

/// Who tells the time, and how it compares.
class Clocks {
 public:
  void on(Clock const& clock);

  /// By host and service.
  [[nodiscard]] std::vector<ClockRow> rows() const;
  [[nodiscard]] std::uint64_t beyond_limit() const { return beyond_limit_; }

 private:
  struct Key {
    Host host;
    Term service;
    friend bool operator==(Key const&, Key const&) = default;
    friend std::uint64_t hash_of(Key const& key) {
      return mixed(qw::hash_of(key.host), qw::hash_of(bytes_of(key.service.text())));
    }
  };
  boost::unordered_flat_map<Key, std::uint32_t, Hasher> index_;
  std::vector<ClockRow> rows_;
  std::uint64_t beyond_limit_ = 0;
};

}  // namespace qw::analyses
