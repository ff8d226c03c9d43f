// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <tuple>

#include "analyses/context.hpp"
#include "vocabulary/kinds.hpp"
#include "vocabulary/records/greeting_count.hpp"

namespace qw::analyses {

/// An invented analysis: who greets.
class Greetings {
 public:
  void on(Identity const& identity);
  void write(Dossier& dossier) const;
  static constexpr auto state() { return std::tuple{&Greetings::counts_}; }

 private:
  std::map<Host, GreetingCount> counts_;
};

}  // namespace qw::analyses
