// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "simulate/shard.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {

/// A host and the name server that it asks. One flow, a new port each question.
class Resolver {
 public:
  Resolver(Shard& shard, Host& client, Host& server);

  /// Asks for a name's addresses; none means that there is no such name. Returns when the
  /// answer is there.
  Stamp look_up(Stamp at, std::string_view name, std::span<Ip4 const> addresses);
  [[nodiscard]] FlowId flow() const { return flow_; }

 private:
  Shard& shard_;
  Host& client_;
  Host& server_;
  FlowId flow_;
  Dice dice_;
};

}  // namespace qw::simulate
