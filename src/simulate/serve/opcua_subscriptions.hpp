// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <vector>

#include "simulate/serve/opcua_space.hpp"

namespace qw::simulate {

/// The subscriptions of one session, bounded: what it hears of, when, and the requests that wait
/// for something to say. OPC 10000-4 sections 5.13 and 5.14.
class OpcuaSubscriptions {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most_items = 1000;  // of a session

  explicit OpcuaSubscriptions(OpcuaSpace const& space) : space_{space} {}

  /// What it got; its id is 0 if there are too many already.
  opcua::Subscription create(double interval_ms, Clock::time_point now);
  /// An OPC UA status.
  std::uint32_t remove(std::uint32_t id);
  /// All of them, and whatever waits.
  void clear();
  [[nodiscard]] bool has(std::uint32_t id) const { return find(id) != nullptr; }
  [[nodiscard]] bool empty() const { return subscriptions_.empty(); }
  /// The subscription must be there.
  opcua::GivenItem add_item(std::uint32_t id, opcua::NodeId const& node, std::uint32_t attribute,
                            std::uint32_t handle);

  struct Waiting {
    std::uint32_t request = 0;
    std::uint32_t handle = 0;
    std::size_t acknowledged = 0;
  };
  /// False if too many wait already.
  bool wait(Waiting waiting);
  /// Answers waiting requests with what has changed, or with signs of life.
  void pass(Clock::time_point now,
            std::function<void(Waiting const&, opcua::Published const&)> const& say);

 private:
  struct Item {
    OpcuaNode const* node = nullptr;
    std::uint32_t handle = 0;
    std::vector<std::byte> told;
  };
  struct One {
    opcua::Subscription given;
    std::chrono::milliseconds interval;
    Clock::time_point due;
    std::vector<Item> items;
    std::uint32_t number = 1;
    std::uint32_t silent = 0;
  };
  [[nodiscard]] One const* find(std::uint32_t id) const;
  std::size_t gather(One& one, Octets& items) const;

  OpcuaSpace const& space_;
  std::vector<One> subscriptions_;
  std::deque<Waiting> waiting_;
  std::uint32_t last_id_ = 0;
  std::uint32_t last_item_ = 0;
};

}  // namespace qw::simulate
