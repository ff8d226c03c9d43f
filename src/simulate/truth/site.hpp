// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/quay/quay.hpp"
#include "simulate/shard.hpp"

namespace qw::simulate {

/// What an honest port would have written about this quay: `site.toml` as the sensor reads
/// it. Listed devices, the flows that are no planted problem, and `announcements`: whole
/// tables that twins add, such as a maintenance window.
struct SiteFacts {
  std::span<std::unique_ptr<Shard> const> shards;  // [0] is the quay, then the cranes
  Quay const* quay = nullptr;
  double safe_load_t = 0;
  std::string_view crane_model;
  std::span<std::string const> announcements;
};
std::string site_toml(SiteFacts const& facts);

/// A role as a port writes it: "GNSS receiver" for the generator's "gnss".
std::string role_words(std::string_view role);

}  // namespace qw::simulate
