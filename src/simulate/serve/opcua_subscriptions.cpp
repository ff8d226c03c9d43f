// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/opcua_subscriptions.hpp"

#include <algorithm>

namespace qw::simulate {
namespace {

constexpr std::size_t most_subscriptions = 8;
constexpr std::size_t most_waiting = 16;
constexpr double shortest_ms = 50;
constexpr double longest_ms = 60'000;
constexpr std::uint32_t bad_too_many_monitored_items = 0x80db'0000;

}  // namespace

opcua::Subscription OpcuaSubscriptions::create(double interval_ms, Clock::time_point now) {
  if (subscriptions_.size() == most_subscriptions) return {};
  // What is no number gets the shortest as well.
  auto const held = interval_ms > shortest_ms ? std::min(interval_ms, longest_ms) : shortest_ms;
  std::chrono::milliseconds const interval{static_cast<std::int64_t>(held)};
  One one{.given = {.id = ++last_id_, .interval_ms = static_cast<double>(interval.count())},
          .interval = interval,
          .due = now + interval,
          .items = {}};
  subscriptions_.push_back(std::move(one));
  return subscriptions_.back().given;
}

std::uint32_t OpcuaSubscriptions::remove(std::uint32_t id) {
  auto const removed =
      std::erase_if(subscriptions_, [id](One const& one) { return one.given.id == id; });
  return removed == 0 ? opcua::bad_subscription_id_invalid : opcua::good;
}

void OpcuaSubscriptions::clear() {
  subscriptions_.clear();
  waiting_.clear();
}

OpcuaSubscriptions::One const* OpcuaSubscriptions::find(std::uint32_t id) const {
  auto const found =
      std::ranges::find_if(subscriptions_, [id](One const& one) { return one.given.id == id; });
  return found == subscriptions_.end() ? nullptr : &*found;
}

opcua::GivenItem OpcuaSubscriptions::add_item(std::uint32_t id, opcua::NodeId const& node,
                                              std::uint32_t attribute, std::uint32_t handle) {
  auto const* const known = space_.find(node);
  if (known == nullptr) return {.status = opcua::bad_node_id_unknown};
  if (attribute != opcua::value_attribute) return {.status = opcua::bad_attribute_id_invalid};
  std::size_t count = 0;
  for (auto const& one : subscriptions_) count += one.items.size();
  if (count >= most_items) return {.status = bad_too_many_monitored_items};
  for (auto& one : subscriptions_)
    if (one.given.id == id) one.items.push_back({known, handle, {}});
  return {.id = ++last_item_};
}

bool OpcuaSubscriptions::wait(Waiting waiting) {
  if (waiting_.size() == most_waiting) return false;
  waiting_.push_back(waiting);
  return true;
}

/// Adds what differs from what was told last. Returns how many.
std::size_t OpcuaSubscriptions::gather(One& one, Octets& items) const {
  std::size_t changed = 0;
  for (auto& item : one.items) {
    auto value = space_.value(*item.node).take();
    if (value == item.told) continue;
    item.told = std::move(value);
    space_.told(*item.node);
    items.u32le(item.handle);
    opcua::add_data_value(items, item.told, space_.now());
    ++changed;
  }
  return changed;
}

void OpcuaSubscriptions::pass(
    Clock::time_point now,
    std::function<void(Waiting const&, opcua::Published const&)> const& say) {
  for (auto& one : subscriptions_) {
    // What nobody waits for is told when somebody does, if it is still so.
    if (now < one.due || waiting_.empty()) continue;
    while (one.due <= now) one.due += one.interval;
    Octets items;
    auto const changed = gather(one, items);
    if (changed == 0 && ++one.silent < one.given.keep_alive) continue;
    one.silent = 0;
    auto const waiting = waiting_.front();
    waiting_.pop_front();
    say(waiting, {.which = {one.given.id, one.number},
                  .count = changed,
                  .items = items.bytes(),
                  .acknowledged = waiting.acknowledged});
    if (changed != 0) ++one.number;
  }
}

}  // namespace qw::simulate
