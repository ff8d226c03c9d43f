// SPDX-License-Identifier: Apache-2.0
#include "pipeline/known_protocols.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "protocols/registry.hpp"

namespace qw::pipeline {
namespace {

TEST(KnownProtocols, EachHasANameOfItsOwnAndATitle) {
  std::set<std::string_view> names;
  for (auto const* each : known_protocols()) {
    EXPECT_TRUE(names.insert(each->name.text()).second) << each->name.text();
    EXPECT_FALSE(each->title.empty()) << each->name.text();
    EXPECT_EQ(protocol_named(known_protocols(), each->name.text()), Protocol{*each});
  }
  for (auto const* each : protocols()) EXPECT_TRUE(names.contains(each->protocol.text()));
  for (auto const* each : {"mdns", "llmnr", "icmpv6", "opcua", "vnc"})
    EXPECT_TRUE(names.contains(each)) << each;
}

TEST(KnownProtocols, WhatSteersMachinesListensOnPortsOfControllers) {
  std::set<std::uint16_t> ports;
  for (auto const* each : known_protocols()) {
    if (!each->traits.has(Trait::steers_machines)) continue;
    EXPECT_TRUE(each->traits.has(Trait::industrial)) << each->name.text();
    ports.insert(each->tcp_ports.begin(), each->tcp_ports.end());
  }
  EXPECT_EQ(ports, (std::set<std::uint16_t>{102, 502, 789, 1911, 1962, 2404, 4840, 5007, 9600,
                                            18'245, 20'000, 20'547, 44'818, 48'898}));
}

}  // namespace
}  // namespace qw::pipeline
