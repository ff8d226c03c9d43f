// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "vocabulary/field.hpp"
#include "vocabulary/records/evidence.hpp"
#include "vocabulary/terms.hpp"

namespace qw {

/// One thing that is known of a device, and how.
struct KnownAttribute {
  Attribute attribute = Attribute::model;
  std::string value;
  Basis basis = Basis::declared;
  std::string source;  // message and field
  std::uint64_t count = 0;
  Stamp first;
  Evidence evidence;
  bool conflicting = false;  // another value of the same attribute stands beside it

  static constexpr auto fields() {
    using K = KnownAttribute;
    return std::tuple{field("attribute", &K::attribute), field("value", &K::value),
                      field("basis", &K::basis),         field("source", &K::source),
                      field("count", &K::count),         field("first", &K::first),
                      field("evidence", &K::evidence),   field("conflicting", &K::conflicting)};
  }
};

/// A device: one or several hosts that are known to be one thing.
struct Device {
  std::string name;  // declared, else its best name, else its address
  std::vector<Host> hosts;
  std::string joined_by;  // why several hosts are one device
  std::string role;       // "controller", "screen", "router"; empty if not known
  std::string role_basis;
  std::string zone;             // of the site file; empty if none
  bool declared = false;        // stands in the site file
  bool only_broadcast = false;  // never seen to speak to one other host
  std::vector<KnownAttribute> attributes;
  std::vector<std::string> services;  // protocols that it answers
  Stamp first;
  Stamp last;
  std::uint64_t frames_sent = 0;
  std::uint64_t octets_sent = 0;
  std::uint64_t frames_received = 0;
  std::uint64_t octets_received = 0;

  static constexpr auto fields() {
    using D = Device;
    return std::tuple{field("name", &D::name),
                      field("hosts", &D::hosts),
                      field("joined_by", &D::joined_by),
                      field("role", &D::role),
                      field("role_basis", &D::role_basis),
                      field("zone", &D::zone),
                      field("declared", &D::declared),
                      field("only_broadcast", &D::only_broadcast),
                      field("attributes", &D::attributes),
                      field("services", &D::services),
                      field("first", &D::first),
                      field("last", &D::last),
                      field("frames_sent", &D::frames_sent, "frames"),
                      field("octets_sent", &D::octets_sent, "octets"),
                      field("frames_received", &D::frames_received, "frames"),
                      field("octets_received", &D::octets_received, "octets")};
  }

  /// No host is of two devices, and the first one stays.
  static constexpr auto key() { return std::tuple{&Device::hosts}; }
};

}  // namespace qw
