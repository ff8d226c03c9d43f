// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "simulate/crane/controller_visit.hpp"
#include "simulate/machine/override.hpp"
#include "simulate/scenario/scenario.hpp"
#include "simulate/world.hpp"

/// What several scenarios do alike.
namespace qw::simulate {

/// A computer on the crane's switch: the maintainer's, which the port has listed, in a
/// twin; one that nobody listed otherwise.
Host& add_notebook(CraneSite& crane, ScenarioOrder const& order);

/// Breaks a rule of the machine from now on.
void break_rule(CraneSite& crane, machine::Override what, Nanoseconds length, double value = 0,
                machine::Signal signal = {});

/// Calls `what` once a load hangs on the crane, or once none does, looked for each second
/// from `from` on.
void when_laden(CraneSite& crane, Stamp from, std::function<void()> what);
void when_unladen(CraneSite& crane, Stamp from, std::function<void()> what);

/// Calls `what` for each container that the spreader takes in that time, with its number.
void for_each_box(CraneSite& crane, Stamp from, Stamp until,
                  std::function<void(std::string const& number)> what);

/// A host of the internet, as the crane's shard talks with it. Addresses are of blocks for
/// documentation (RFC 5737). One for all cranes, by its role.
Host& add_outsider(World& world, CraneSite& crane, std::string const& role, Ip4 address);

/// Writes into site.toml that hosts of the quay may use a service of one outside, by contract.
void allow(World& world, std::string_view name, Ip4 to, std::string_view service,
           std::string_view why);

/// Announces work of `who` (a device) at `where` (a crane, a device, "any"), from five minutes
/// before the scenario until ten after it.
void announce_work(World& world, ScenarioOrder const& order, std::string who, std::string where,
                   std::string why);

/// A dose as a part: 0 to 1.
double part_of(ScenarioOrder const& order);

/// An error for the command line if a step is not written for the crane's make.
Status need(CraneSite& crane, Step::What what, std::string_view words);

}  // namespace qw::simulate
