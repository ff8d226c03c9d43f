// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/serve.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "simulate/live/pace.hpp"
#include "simulate/serve/server.hpp"

namespace qw::simulate {
namespace {

constexpr std::chrono::milliseconds step{10};  // the fastest controller scans in 20 ms
constexpr std::uint64_t most_told = 10'000;    // lines of the truth; clients may ask for ever

/// Crane 1's memory, which says in the truth what was read.
Memory memory_of(CraneSite& crane, std::string protocol) {
  return {crane.layout().blocks(),
          [&crane, protocol = std::move(protocol), told = std::uint64_t{0}](
              std::uint16_t block, std::uint32_t offset, std::uint32_t size) mutable {
            if (told++ < most_told) {
              Line line{"served"};
              line.stamp("at", crane.machine().state().at).text("crane", crane.name());
              line.text("protocol", protocol).number("block", block);
              crane.shard().tell(line.number("offset", offset).number("size", size));
            }
            return crane.image().read(block, offset, size);
          }};
}

}  // namespace

Status run_serving(World& world, std::atomic<bool> const& stop,
                   std::function<void(std::uint16_t)> const& begun) {
  auto const& options = world.options();
  QW_CHECK(options.serve.has_value());
  auto const memory = memory_of(world.crane(1), options.serve->protocol);
  auto const dialogue = options.serve->protocol == "s7" ? s7_dialogue : modbus_dialogue;
  auto server = Server::listen(options.serve->port, [&] { return dialogue(memory); });
  if (!server) return server.error();
  world.begin();
  begun(server->port());
  Pace const pace{options.start, options.factor};
  for (Stamp at = options.start; at < world.end() && !stop;) {
    at = std::min(std::clamp(pace.now(), at, at + slice_length), world.end());
    auto const status = world.advance(at);
    if (!status) return status;
    server->serve(step);
  }
  return world.finish();
}

}  // namespace qw::simulate
