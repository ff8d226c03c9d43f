// SPDX-License-Identifier: Apache-2.0
#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

/// From order.at on, for order.length, the mirror port of one crane is another one.
template <class Change>
Status change_mirror(World& world, ScenarioOrder const& order, Scenario const& scenario,
                     Change change) {
  auto& crane = world.crane(order.crane);
  auto& shard = crane.shard();
  world.mark(shard, scenario, order);
  auto& tap = world.ehouse_tap(order.crane);
  // A mirror is changed at once by who plans it, for it belongs to no shard.
  auto const from = shard.now() + order.at;
  auto const length = order.twin ? std::min(order.length, seconds(5)) : order.length;
  change(tap.mirror(), from, from + length, order.dose);
  return Nothing{};
}

bool within(Frame const& frame, Stamp from, Stamp until) {
  return frame.at >= from && frame.at < until;
}

Status plant_loss(World& world, ScenarioOrder const& order) {
  return change_mirror(
      world, order, scenario_mirror_loses_frames,
      [&](Mirror& mirror, Stamp from, Stamp until, double dose) {
        // Which frame is lost hangs on its number alone, so that all workers lose the same.
        auto const kept_of_ten = static_cast<std::uint64_t>(10 - 3 * std::min(dose, 1.0));
        mirror.shows = [=](Frame const& frame) {
          return !within(frame, from, until) || frame.ordinal * 7 % 10 < kept_of_ten;
        };
      });
}

Status plant_direction(World& world, ScenarioOrder const& order) {
  auto const* const controller = world.crane(order.crane).device("controller");
  if (controller == nullptr) return Error{"this build has no controller"};
  auto const mac = controller->mac;
  return change_mirror(world, order, scenario_mirror_one_direction,
                       [mac](Mirror& mirror, Stamp from, Stamp until, double) {
                         mirror.shows = [=](Frame const& frame) {
                           if (!within(frame, from, until)) return true;
                           constexpr std::size_t sender = 6;  // octets before it
                           return !std::equal(
                               mac.octets.begin(), mac.octets.end(), frame.octets.begin() + sender,
                               [](std::uint8_t a, std::byte b) { return std::byte{a} == b; });
                         };
                       });
}

Status plant_vlan(World& world, ScenarioOrder const& order) {
  world.mark(world.quay().shard(), scenario_mirror_strips_vlans, order);
  // The quay's point is the one with tags. The twin says nothing of it, and changes nothing.
  world.quay_tap().mirror().strips_vlan = !order.twin;
  return Nothing{};
}

Status plant_duplicates(World& world, ScenarioOrder const& order) {
  world.mark(world.crane(order.crane).shard(), scenario_mirror_copies_twice, order);
  world.ehouse_tap(order.crane).mirror().duplicate = order.twin ? 0.001 : std::min(order.dose, 1.0);
  return Nothing{};
}

}  // namespace

Scenario const scenario_mirror_loses_frames{
    "mirror-loses-frames", "the mirror port of a crane drops three frames of ten",
    "it drops them for five seconds, while the switch learns anew", plant_loss};
Scenario const scenario_mirror_one_direction{
    "mirror-one-direction", "the mirror port of a crane does not show what its controller sends",
    "for five seconds", plant_direction};
Scenario const scenario_mirror_strips_vlans{
    "mirror-strips-vlans", "the quay's mirror port takes the VLAN tags away, all the time",
    "it leaves them", plant_vlan};
Scenario const scenario_mirror_copies_twice{
    "mirror-copies-twice",
    "a crane's mirror port shows frames on their way in and out, all the time",
    "one frame in a thousand", plant_duplicates};

}  // namespace qw::simulate
