// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "simulate/quay/desk_plan.hpp"
#include "simulate/shard.hpp"

namespace qw::simulate {

class FileShare;

/// Everything around the cranes: the port's own networks, servers and offices. What cranes
/// talk with is built before them; after that a crane sees it as `Quay const`.
///
///     core (nobody taps it)
///      +-- quay      VLAN 20, tapped: the cranes' gateways
///      +-- servers   VLAN 30, tapped: terminal system, broker, name and time servers
///      +-- offices   VLAN 40, tapped: Windows hosts
///      +-- control   VLAN 50, tapped: desks of remote cranes, if the cranes are
///      +-- outside   the internet
///
/// A routed packet is seen once, in the VLAN from which it comes.
class Quay {
 public:
  explicit Quay(Shard& shard);
  Quay(Quay const&) = delete;
  Quay& operator=(Quay const&) = delete;

  [[nodiscard]] Shard& shard() { return shard_; }
  [[nodiscard]] Segment& quay() const { return *quay_; }
  [[nodiscard]] Segment& servers() const { return *servers_; }
  [[nodiscard]] Segment& offices() const { return *offices_; }
  [[nodiscard]] Segment& outside() const { return *outside_; }

  /// A host at the next free address of a segment. `oui` is its maker's block.
  Host& add(Segment& segment, Identity identity, std::uint32_t oui, Stack const& stack);
  /// A host of the internet with its real address.
  Host& add_outside(Identity identity, Ip4 address, Stack const& stack = stacks::far);
  /// The room from which so many cranes are operated until `end`: a desk more than cranes, the
  /// screens on its wall, a telephone. Before any crane is built.
  void add_control_room(unsigned cranes, Stamp end);
  /// Null without such a room.
  [[nodiscard]] Segment const* control_room() const { return control_room_; }
  /// Which desks a crane has, in the order of time. There must be a control room.
  [[nodiscard]] std::vector<DeskShift> const& desk_shifts(unsigned crane) const {
    return desk_plan_->of(crane);
  }
  /// All hosts with this role, in the order of their making.
  [[nodiscard]] std::vector<Host const*> servers(std::string_view role) const;
  /// The first host with this role; it must exist. Cranes take it as a guest.
  [[nodiscard]] Host const& server(std::string_view role) const;
  /// The terminal's share of planning documents, once `files` has started: habits/files.hpp.
  [[nodiscard]] std::shared_ptr<FileShare> const& planning() const { return planning_; }
  void set_planning(std::shared_ptr<FileShare> share) { planning_ = std::move(share); }
  /// For what all cranes have in common, such as their address plan.
  [[nodiscard]] Dice plan_dice() const { return shard_.dice("crane plan"); }

 private:
  Segment& add_segment(std::string name, Ip4 network, unsigned prefix, std::uint16_t vlan,
                       Point point);

  Shard& shard_;
  Segment* core_ = nullptr;
  Segment* quay_ = nullptr;
  Segment* servers_ = nullptr;
  Segment* offices_ = nullptr;
  Segment* outside_ = nullptr;
  Segment* control_room_ = nullptr;
  std::optional<DeskPlan> desk_plan_;
  std::map<Segment const*, std::uint32_t> next_;
  std::shared_ptr<FileShare> planning_;
};

/// The services of the quay, in the order of quay/services.def: each is a function that
/// adds its flows to the quay's shard.
void start_services(Quay& quay);

}  // namespace qw::simulate
