// SPDX-License-Identifier: Apache-2.0
#include "analyses/geo.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/events.hpp"

namespace qw::analyses {
namespace {

using test::address;

std::string file_with(std::string_view name, std::string_view text) {
  auto const path = testing::TempDir() + std::string{name};
  std::ofstream{path} << text;
  return path;
}

TEST(Geo, WithoutFilesSaysSoAndAnswersNothing) {
  Geo const geo;
  EXPECT_EQ(geo.country(address("8.8.8.8")), "");
  EXPECT_EQ(geo.network(address("8.8.8.8")), "");
  EXPECT_EQ(geo.state(), "countries: not installed; network operators: not installed");
}

TEST(Geo, NetworksAreRangesSortedOrNot) {
  Geo geo;
  auto const path = file_with("networks.csv",
                              "203.0.113.0,203.0.113.255,64497,\"Second, \"\"Inc\"\"\"\n"
                              "198.51.100.0,198.51.100.127,64496,First\r\n"
                              "what is this\n"
                              "3221225984,3221226239,64498,\n"
                              "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64499,Sixth\n"
                              "203.0.113.9,203.0.113.1,64500,Backwards\n");
  ASSERT_TRUE(geo.load_networks(path).ok());
  EXPECT_EQ(geo.network(address("198.51.100.0")), "First (AS64496)");
  EXPECT_EQ(geo.network(address("198.51.100.127")), "First (AS64496)");
  EXPECT_EQ(geo.network(address("198.51.100.128")), "");
  EXPECT_EQ(geo.network(address("203.0.113.77")), "Second, \"Inc\" (AS64497)");
  EXPECT_EQ(geo.network(address("192.0.2.1")), "AS64498");
  EXPECT_EQ(geo.network(address("2001:db8::1")), "Sixth (AS64499)");
  EXPECT_EQ(geo.network(address("1.1.1.1")), "");
  EXPECT_EQ(geo.network(address("10.0.0.1")), "") << "registered to nobody";
  EXPECT_EQ(geo.state(), "countries: not installed; network operators: 4 ranges, 2 damaged lines");
}

TEST(Geo, FileThatIsNoneLeavesItNotInstalled) {
  Geo geo;
  EXPECT_FALSE(geo.load_networks("no/such.csv").ok());
  EXPECT_FALSE(geo.load_networks(file_with("empty.csv", "\n")).ok());
  auto const broken = file_with("broken.mmdb", "this is no database");
  auto const status = geo.load_countries(broken);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().text.find("broken.mmdb"), std::string::npos);
  EXPECT_FALSE(geo.has_countries());
  EXPECT_FALSE(geo.has_networks());
}

}  // namespace
}  // namespace qw::analyses
