// SPDX-License-Identifier: Apache-2.0
#include "core/protocol.hpp"

#include <gtest/gtest.h>

#include "core/tcp_history.hpp"

namespace qw {
namespace {

constexpr std::uint16_t crane_ports[] = {5021, 5022};
constexpr std::uint16_t shop_ports[] = {80};
constexpr ProtocolDescription crane{.name = "crane",
                                    .title = "Crane talk",
                                    .traits = {Trait::industrial, Trait::steers_machines},
                                    .tcp_ports = crane_ports,
                                    .known_as = {.zeek = "CRANE"}};
constexpr ProtocolDescription shop{
    .name = "shop", .title = "Shop", .traits = {Trait::web}, .udp_ports = shop_ports};
constexpr ProtocolDescription const* all[] = {&crane, &shop};

TEST(Protocol, TwoAreTheSameByName) {
  ProtocolDescription const again{.name = Term::intern("crane")};
  EXPECT_EQ(Protocol{crane}, Protocol{again});
  EXPECT_NE(Protocol{crane}, Protocol{shop});
  EXPECT_LT(Protocol{crane}, Protocol{shop});
  EXPECT_NE(Protocol{crane}, Protocol{});
  EXPECT_TRUE(Protocol{}.empty());
}

TEST(Protocol, SaysWhatItsDescriptionSays) {
  Protocol const protocol{crane};
  EXPECT_TRUE(protocol.has(Trait::steers_machines));
  EXPECT_FALSE(protocol.has(Trait::tunnel));
  EXPECT_FALSE(Protocol{}.has(Trait::industrial));
  EXPECT_EQ(protocol.in_zeek(), "CRANE");
  EXPECT_EQ(protocol.in_suricata(), "crane") << "as here where nothing else is known";
}

TEST(Protocol, IsFoundByItsNameAndByItsUsualPorts) {
  EXPECT_EQ(protocol_named(all, "shop"), Protocol{shop});
  EXPECT_TRUE(protocol_named(all, "ship").empty());
  EXPECT_TRUE(usual_port_of(all, Trait::industrial, "tcp", 5022));
  EXPECT_FALSE(usual_port_of(all, Trait::industrial, "udp", 5022));
  EXPECT_FALSE(usual_port_of(all, Trait::industrial, "tcp", 80));
  EXPECT_TRUE(usual_port_of(all, Trait::web, "udp", 80));
  EXPECT_FALSE(usual_port_of(all, Trait::web, "sctp", 80));
}

TEST(Protocol, EveryTraitHasAName) {
  for (std::size_t i = 0; i < trait_count; ++i)
    EXPECT_FALSE(name_of(static_cast<Trait>(i)).empty()) << i;
}

TEST(TcpHistory, EachThingStandsOnceForEachSideInTheOrderOfItsFirstTime) {
  TcpHistory history;
  history.note(0, TcpHistory::syn);
  history.note(1, TcpHistory::syn_ack);
  history.note(0, TcpHistory::bare_ack);
  history.note(0, TcpHistory::data);
  history.note(1, TcpHistory::bare_ack);
  history.note(1, TcpHistory::data);
  history.note(1, TcpHistory::data | TcpHistory::fin);
  history.note(0, TcpHistory::fin);
  EXPECT_EQ(history.text(), "ShADadfF");
}

TEST(TcpHistory, ATurnedConnectionSaysSo) {
  TcpHistory history;
  EXPECT_EQ(history.text(), "");
  history.turned(true);
  EXPECT_EQ(history.text(), "") << "of what is no TCP nothing is said";
  history.note(1, TcpHistory::data);
  history.note(0, TcpHistory::reset | TcpHistory::gap);
  EXPECT_EQ(history.text(), "^dRG");
  history.swap_sides();
  EXPECT_EQ(history.text(), "Drg") << "who spoke first opened it after all";
  history.note(0, TcpHistory::data);
  EXPECT_EQ(history.text(), "Drg");
}

TEST(TcpHistory, HasRoomForEverything) {
  TcpHistory history;
  history.turned(true);
  history.note(0, 0x1ff);
  history.note(1, 0x1ff);
  EXPECT_EQ(history.text(), "^SHADFRTGWshadfrtgw");
}

}  // namespace
}  // namespace qw
