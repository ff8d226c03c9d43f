// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analyses/context.hpp"
#include "core/hash.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records/clock_offset.hpp"

namespace qw::analyses {

/// Who tells the time, and how it compares.
class Clocks {
 public:
  void on(Clock const& clock);

  /// By host and service.
  [[nodiscard]] std::vector<ClockRow> rows() const;
  [[nodiscard]] std::uint64_t beyond_limit() const { return beyond_limit_; }
  void write(Dossier& dossier) const;

  static constexpr auto state() {
    return std::tuple{&Clocks::index_, &Clocks::rows_, &Clocks::beyond_limit_};
  }
  [[nodiscard]] bool restored() const;

 private:
  struct Key {
    Host host;
    Protocol service;

    static constexpr auto state() { return std::tuple{&Key::host, &Key::service}; }
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
