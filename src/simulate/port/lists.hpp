// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "simulate/port/port.hpp"

namespace qw::simulate::port {

/// CSV as the terminal's own systems export it (RFC 4180, first line the names, times in
/// RFC 3339). Stamps of a move are empty until it is done.

/// crane, job, vessel, task, lift, containers, declared kg, from, to, planned order, begun,
/// ended, outcome, relands, operator.
std::string job_list(Port const& port);
/// crane, operator, from, until: allocated crane hours.
std::string allocation(Port const& port);
/// crane, code, words, from, until.
std::string delay_list(Port const& port, Stamp until);
/// vessel, voyage, containers discharged and loaded, berthed, begin, sails.
std::string call_list(Port const& port);

/// A device of the port's own list; filled by whoever built the network.
struct Asset {
  std::string name;
  std::string role;
  std::string maker;
  std::string model;
  std::string address;
  std::string mac;
  std::string switch_name;
  int switch_port = 0;
};
std::string asset_list(std::span<Asset const> assets);

/// Work or access that the port announced, in the words of its lists.
struct AnnouncedWork {
  enum class Kind : std::uint8_t { maintenance, remote_access };
  Kind kind = Kind::maintenance;
  std::string name;
  std::string who;    // device that is let in; "any"
  std::string where;  // crane, device or "any"
  Stamp start;
  Stamp end;
  std::string why;
  std::string vouched_by;
};
/// kind, name, who, where, start, end, why, vouched by.
std::string announced_work(std::span<AnnouncedWork const> works);

/// One reading of a switch port: what it received since the switch was started.
struct SwitchCounter {
  std::string switch_name;
  int port = 0;
  Stamp at;
  std::uint64_t frames_in = 0;
  std::uint64_t octets_in = 0;
  std::string point;  // the capture point at its mirror port
};
/// switch, port, time, frames and octets in, point.
std::string switch_counters(std::span<SwitchCounter const> counters);

}  // namespace qw::simulate::port
