// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyses/context.hpp"
#include "analyses/registries.hpp"
#include "site/read.hpp"

namespace qw::test {

/// What analyses know of a port with this site file: no registry, and each other.
struct Ground {
  explicit Ground(std::string_view site_toml = {}, analyses::Limits const& limits = {})
      : site{std::get<site::Site>(site::read(site_toml, "site.toml"))},
        atlas{site},
        context{site, atlas, points, registries, limits, others} {}
  Ground(Ground const&) = delete;
  Ground& operator=(Ground const&) = delete;

  std::vector<std::string> points{"quay", "ehouse"};
  site::Site site;
  site::Atlas atlas;
  analyses::Registries registries;
  analyses::Others others;
  analyses::Context context;
};

}  // namespace qw::test
