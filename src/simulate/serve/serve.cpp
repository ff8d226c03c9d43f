// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/serve.hpp"

#include <algorithm>
#include <optional>

#include "core/check.hpp"
#include "simulate/live/pace.hpp"
#include "simulate/serve/opcua_space.hpp"
#include "simulate/serve/server.hpp"

namespace qw::simulate {
namespace {

constexpr std::chrono::milliseconds serving_step{10};  // the fastest controller scans in 20 ms
constexpr std::uint64_t most_told = 10'000;  // lines of the truth; clients may ask for ever

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

/// Crane 1's OPC UA server, whose clients reach it at this port of 127.0.0.1.
OpcuaSpace::Source opcua_source(CraneSite& crane, std::uint16_t port) {
  return {.nodes = opcua_nodes(crane),
          .server = opcua_server(crane, "127.0.0.1", port),
          .read = [&crane](OpcuaNode const& node) { return opcua_value(crane, node); },
          .now = [&crane] { return crane.machine().state().at; },
          .told =
              [&crane, told = std::uint64_t{0}](OpcuaNode const& node) mutable {
                if (told++ >= most_told) return;
                Line line{"served"};
                line.stamp("at", crane.machine().state().at).text("crane", crane.name());
                line.text("protocol", "opcua").text("item", node.id.text);
                crane.shard().tell(std::move(line));
              }};
}

}  // namespace

Status run_serving(World& world, std::atomic<bool> const& stop,
                   std::function<void(std::uint16_t)> const& begun) {
  auto const& options = world.options();
  QW_CHECK(options.serve.has_value());
  auto const& protocol = options.serve->protocol;
  auto const memory = memory_of(world.crane(1), protocol);
  std::optional<OpcuaSpace> space;  // once the port is known
  auto server = Server::listen(options.serve->port, [&] {
    return protocol == "opcua" ? opcua_dialogue(*space)
           : protocol == "s7"  ? s7_dialogue(memory)
                               : modbus_dialogue(memory);
  });
  if (!server) return server.error();
  space.emplace(opcua_source(world.crane(1), server->port()));
  world.begin();
  begun(server->port());
  Pace const pace{options.start, options.factor};
  for (Stamp at = options.start; at < world.end() && !stop;) {
    at = std::min(std::clamp(pace.now(), at, at + slice_length), world.end());
    auto const status = world.advance(at);
    if (!status) return status;
    server->serve(serving_step);
  }
  return world.finish();
}

}  // namespace qw::simulate
