// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>

#include "analyses/context.hpp"

namespace qw::analyses {

/// The cranes of the site file. What they do as machines is not told from their traffic yet,
/// and the rows say so.
class Cranes {
 public:
  explicit Cranes(Context const& context) : site_{context.site} {}

  void write(Dossier& dossier) const;

  static constexpr auto state() { return std::tuple{}; }

 private:
  site::Site const& site_;
};

}  // namespace qw::analyses
