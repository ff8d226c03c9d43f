// SPDX-License-Identifier: Apache-2.0
#include "analyses/geo.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "analyses/regions.hpp"
#include "support/events.hpp"

namespace qw::analyses {
namespace {

using test::address;

std::string file_with(std::string_view name, std::string_view text) {
  auto const path = testing::TempDir() + std::string{name};
  std::ofstream{path} << text;
  return path;
}

/// What tools/make_networks makes of a CSV; tests start in the source folder.
std::string table_of(std::string_view name, std::string_view csv) {
  auto const output = testing::TempDir() + std::string{name};
  auto const command = fmt::format("tools/make_networks 2026-06-17 'example, CC BY 4.0' {} {}",
                                   output, file_with(std::string{name} + ".csv", csv));
  EXPECT_EQ(std::system(command.c_str()), 0);
  return output;
}

constexpr std::string_view ranges =
    "203.0.113.0,203.0.113.255,64497,\"Second, \"\"Inc\"\"\"\n"
    "198.51.100.0,198.51.100.127,64496,First\r\n"
    "what is this\n"
    "192.0.2.0,192.0.2.255,64498,\n"
    "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,64499,Sixth\n"
    "203.0.113.9,203.0.113.1,64500,Backwards\n"
    "203.0.113.200,203.0.114.255,64501,Overlapping\n";

TEST(Geo, WithoutFilesSaysSoAndAnswersNothing) {
  Geo const geo;
  EXPECT_EQ(geo.country(address("8.8.8.8")), "");
  EXPECT_EQ(geo.network(address("8.8.8.8")), "");
  EXPECT_EQ(geo.countries_state(), "Countries of addresses: no database installed");
  EXPECT_EQ(geo.networks_state(), "Operators of networks: no database installed");
}

TEST(Geo, NetworksAreRangesSortedOrNot) {
  Geo geo;
  ASSERT_TRUE(geo.load_networks(table_of("networks.table", ranges)).ok());
  EXPECT_EQ(geo.network(address("198.51.100.0")), "First (AS64496)");
  EXPECT_EQ(geo.network(address("198.51.100.127")), "First (AS64496)");
  EXPECT_EQ(geo.network(address("198.51.100.128")), "");
  EXPECT_EQ(geo.network(address("203.0.113.77")), "Second, \"Inc\" (AS64497)");
  EXPECT_EQ(geo.network(address("203.0.114.1")), "") << "a range that overlaps is left out";
  EXPECT_EQ(geo.network(address("192.0.2.1")), "AS64498");
  EXPECT_EQ(geo.network(address("2001:db8::1")), "Sixth (AS64499)");
  EXPECT_EQ(geo.network(address("2001:db9::")), "");
  EXPECT_EQ(geo.network(address("2001:db7::")), "");
  EXPECT_EQ(geo.network(address("1.1.1.1")), "");
  EXPECT_EQ(geo.network(address("10.0.0.1")), "") << "registered to nobody";
  EXPECT_EQ(geo.networks_state(),
            "Operators of networks as of 2026-06-17, 4 ranges by example, CC BY 4.0; "
            "3 lines are invalid");
}

TEST(Regions, AddressesOfOneOperatorAreOneRegion) {
  Geo geo;
  ASSERT_TRUE(geo.load_networks(table_of("regions.table", ranges)).ok());
  Regions regions{geo, 2};
  auto const first = regions.of(address("198.51.100.1"));
  EXPECT_EQ(regions.of(address("198.51.100.2")), first);
  EXPECT_EQ(regions[first].network, "First (AS64496)");
  EXPECT_NE(regions.of(address("203.0.113.1")), first);
  EXPECT_EQ(regions.of(address("192.0.2.1")), Regions::unknown) << "beyond the limit";
  EXPECT_EQ(regions.of(address("10.0.0.1")), Regions::unknown);
  EXPECT_EQ(regions[Regions::unknown].network, "");
}

TEST(Geo, TableThatIsCutOrChangedNeverReadsBeyondItself) {
  std::ifstream file{table_of("whole.table", ranges), std::ios::binary};
  std::string const whole{std::istreambuf_iterator<char>{file}, {}};
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Geo geo;
    EXPECT_FALSE(geo.load_networks(file_with("cut.table", whole.substr(0, size))).ok()) << size;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] = static_cast<char>(0xff);
    Geo geo;
    static_cast<void>(geo.load_networks(file_with("changed.table", changed)));
    for (auto const* host : {"203.0.113.77", "192.0.2.1", "2001:db8::1", "255.255.255.254"})
      EXPECT_LT(geo.network(address(host)).size(), whole.size());
    EXPECT_FALSE(geo.networks_state().empty());
  }
}

TEST(Geo, FileThatIsNoneLeavesItNotInstalled) {
  Geo geo;
  EXPECT_FALSE(geo.load_networks("no/such.table").ok());
  EXPECT_FALSE(geo.load_networks("/").ok());
  EXPECT_FALSE(geo.load_networks(file_with("empty.table", "")).ok());
  EXPECT_FALSE(geo.load_networks(file_with("other.table", "1.0.0.0,1.0.0.255,13335,X\n")).ok());
  auto const broken = file_with("broken.mmdb", "this is no database");
  auto const status = geo.load_countries(broken);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().text.find("broken.mmdb"), std::string::npos);
  EXPECT_FALSE(geo.has_countries());
  EXPECT_FALSE(geo.has_networks());
}

}  // namespace
}  // namespace qw::analyses
