// SPDX-License-Identifier: Apache-2.0
#include "support/flow_table.hpp"

namespace qw::flow {
namespace {

TEST_F(TableTest, MessageNamesTheFramesThatCarriedIt) {
  handshake();
  tcp(true, 100, "?a\n?b");
  tcp(true, 105, "c");
  tcp(true, 107, "\n");  // octet 106 comes after it
  tcp(true, 106, "d");
  EXPECT_EQ(heard, "?a@3-3 ?bcd@3-6 ");
}

TEST_F(TableTest, AConversationBeginsWithTheFirstPieceOfItsFirstDatagram) {
  auto view = packet(true, decode::ip_protocol::udp);
  view.first_frame = 1;
  view.frame.number = 4;
  hear(view);
  EXPECT_EQ(log.ids.back(), conversation_id(source, 4)) << "the frame that made it whole";
  EXPECT_EQ(log.frames_before, 3U);
}

TEST_F(TableTest, FramesOfAMessageAreInOrderWhateverCameFirst) {
  handshake();
  tcp(true, 104, "c");  // octets 100 to 103 come after it
  tcp(true, 105, "d\n");
  tcp(true, 102, "ab");
  tcp(true, 100, "?x");
  tcp(true, 109, "e\n");
  tcp(true, 107, "?f");
  EXPECT_EQ(heard, "?xabcd@3-6 ?fe@7-8 ");
}

TEST_F(TableTest, TicksAreDueOnceSomethingMayExpire) {
  EXPECT_FALSE(table().due(now));
  handshake();
  EXPECT_FALSE(table().due(now + seconds(29)));
  auto const later = now + seconds(31);
  EXPECT_TRUE(table().due(later));  // it was brief once
  table().on_tick(later);
  EXPECT_EQ(table().size(), 1U);
  EXPECT_FALSE(table().due(now + seconds(3590)));
  table().on_tick(now + seconds(3601));
  EXPECT_EQ(table().size(), 0U);
}

TEST_F(TableTest, HoleMakesEveryTickDue) {
  handshake();
  tcp(true, 100, "?a\n");
  EXPECT_FALSE(table().due(now));
  tcp(true, 110, "?c\n");
  EXPECT_TRUE(table().due(now));
  table().on_tick(now + seconds(11));
  EXPECT_EQ(heard, "?a@3-3 gap7 ?c@4-4 ");
  EXPECT_FALSE(table().due(now + seconds(12)));
}

TEST_F(TableTest, ContentDecidesOffThePortOnceBothHaveSpoken) {
  server_port = 9999;
  handshake();
  tcp(true, 100, "?a\n");
  EXPECT_EQ(heard, "");
  tcp(false, 500, "!b\n");
  EXPECT_EQ(heard, "?a@3-3 !b@4-4 ");
}

TEST_F(TableTest, FirstSegmentOfAnySizeIsLookedAt) {
  limits.opening_octets = 4;
  server_port = 9999;
  handshake();
  tcp(true, 100, "?longer\n");
  tcp(false, 500, "!b\n");
  EXPECT_EQ(heard, "?longer@3-3 !b@4-4 ");
}

TEST_F(TableTest, FirstDatagramOfEachSideStandsForItself) {
  udp(true, "a");
  udp(true, "b");
  udp(false, "a");
  EXPECT_EQ(heard, "a b a ");
}

TEST_F(TableTest, HistoryTellsWhatEachSideDidFirst) {
  handshake();
  tcp(true, 100, "", flag::ack, 500);
  tcp(true, 100, "?a\n", flag::ack, 500);
  tcp(true, 100, "?a\n", flag::ack, 500);  // again
  tcp(false, 500, "!b\n", flag::ack, 103);
  window = 0;
  tcp(false, 503, "", flag::ack, 103);
  window = 8192;
  tcp(true, 103, "", flag::fin | flag::ack, 503);
  tcp(false, 503, "", flag::rst);
  table().on_end(now);
  EXPECT_EQ(log.histories, std::vector<std::string>{"ShADTdawFr"});
}

TEST_F(TableTest, HistoryTellsThatTheFirstSpeakerOpenedNothing) {
  tcp(false, 500, "!b\n");
  tcp(true, 100, "?a\n");
  udp(true, "a");
  table().on_end(now);
  EXPECT_EQ(log.histories, (std::vector<std::string>{"", "^dD"}));
}

TEST_F(TableTest, WhoOpenedIsAGuessWhereNeitherASynNorThePortsTell) {
  server_port = 39999;
  udp(false, "a");
  tcp(false, 500, "b");
  EXPECT_EQ(log.guessed, 2);
  handshake();  // a SYN begins another conversation on these ports
  EXPECT_EQ(log.opened, 3);
  EXPECT_EQ(log.guessed, 2);
  server_port = 7000;  // a protocol's
  tcp(false, 500, "c");
  server_port = 123;
  udp(false, "d");
  EXPECT_EQ(log.opened, 5);
  EXPECT_EQ(log.guessed, 2);
}

TEST_F(TableTest, WhoOpenedIsAGuessNoMoreOnceTheContentTells) {
  server_port = 39999;
  tcp(false, 500, "!b\n");
  tcp(true, 100, "?a\n");
  udp(false, "same");  // either may have asked
  udp(true, "same");
  EXPECT_EQ(log.guessed, 2);
  table().on_end(now);
  EXPECT_EQ(log.guessed_to_the_end, 1);
  EXPECT_EQ(log.services, (std::vector<std::string>{"echo", "lines"}));
  EXPECT_EQ(log.answered, 1) << "of TCP";
}

TEST_F(TableTest, AServerAnswersInAProtocolOnlyIfItsOwnWordsAreOfIt) {
  handshake();
  tcp(true, 100, "?a\n");  // on its port that is enough
  tcp(false, 500, "another language\n");
  table().on_end(now);
  EXPECT_EQ(log.services, std::vector<std::string>{"lines"});
  EXPECT_EQ(log.answered, 0);
  handshake();
  tcp(true, 100, "?a\n");
  tcp(false, 500, "!b\n");
  table().on_end(now);
  EXPECT_EQ(log.answered, 1);
}

TEST_F(TableTest, AnOpeningIsLostIfTheClientSaidMoreBeforeWhatWasSeen) {
  handshake();
  tcp(true, 110, "rest of it");
  table().on_end(now);
  EXPECT_EQ(log.openings_lost, 1);
  tcp(true, 300, "amid it");  // no SYN
  table().on_end(now);
  EXPECT_EQ(log.openings_lost, 2);
}

TEST_F(TableTest, AnOpeningThatWasSeenIsNotLostByWhatIsLostAfterIt) {
  handshake();
  tcp(true, 100, "no line");
  tcp(true, 120, "more");
  table().on_end(now);
  handshake();
  tcp(true, 100, "no line");
  tcp(false, 510, "the server's");  // what the server said first does not matter
  table().on_end(now);
  EXPECT_EQ(log.lost, 13U + 10U);
  EXPECT_EQ(log.openings_lost, 0);
}

TEST_F(TableTest, AHoleThatIsFilledLosesNoOpening) {
  handshake();
  tcp(true, 105, "line");
  tcp(true, 100, "not a");
  table().on_end(now);
  EXPECT_EQ(log.openings_lost, 0);
}

TEST_F(TableTest, MidStreamPickUpFindsOutWhoIsTheClient) {
  server_port = 39999;
  tcp(false, 500, "!b\n");
  tcp(true, 100, "?a\n");
  EXPECT_EQ(heard, "!b@1-1 ?a@2-2 ");
  table().on_end(now);
  EXPECT_EQ(log.client_ports, std::vector<std::uint16_t>{40000});
}

TEST_F(TableTest, MidStreamTheGuessIsTheSameWhoeverIsHeardFirst) {
  for (bool const client_first : {true, false}) {
    server_port = 20'000;
    tcp(client_first, 100, "x");
    tcp(!client_first, 500, "y");
    table().on_end(now);
  }
  EXPECT_EQ(log.client_ports, (std::vector<std::uint16_t>{40000, 40000}));
}

TEST_F(TableTest, OfferIdentifiesAnewWithWhatWasLeft) {
  handshake();
  tcp(true, 100, "?upgrade\n#x");
  tcp(true, 111, "y");
  EXPECT_EQ(heard, "?upgrade@3-3 end [#x] [y] ");
  table().on_end(now);
  EXPECT_EQ(log.services, std::vector<std::string>{"block"});
}

TEST_F(TableTest, GivenUpStreamKeepsItsNameAndCountsTheRestAsUnknown) {
  handshake();
  tcp(true, 100, "?bad\nrest");
  tcp(true, 109, "more");
  table().on_end(now);
  EXPECT_EQ(heard, "?bad@3-3 end ");
  EXPECT_EQ(log.services, std::vector<std::string>{"lines"});
  EXPECT_EQ(table().counts().unknown_octets, 8U);
  EXPECT_EQ(table().counts().understood_octets, 5U);
  EXPECT_EQ(table().counts().payload_octets, 13U);
}

TEST_F(TableTest, LostOctetsReachTheTrackerAndTheTallies) {
  handshake();
  tcp(true, 100, "?a\n");
  tcp(true, 113, "?c\n");
  tcp(false, 500, "", flag::ack, 116);
  now = now + milliseconds(200);
  table().on_tick(now);
  EXPECT_EQ(heard, "?a@3-3 gap10 ?c@4-4 ");
  table().on_end(now);
  EXPECT_EQ(log.lost, 10U);
}

TEST_F(TableTest, FillingOfAShortFrameIsNoData) {
  using namespace std::string_view_literals;
  tcp(true, 99, "", flag::syn);
  tcp(false, 499, "\0\0"sv, flag::syn | flag::ack);
  tcp(true, 100, "\0\0"sv);
  tcp(true, 100, "?a\n");
  tcp(true, 103, "\0\0\0\0\0\0"sv);
  tcp(true, 103, "?b\n");
  tcp(false, 500, "!c\n");
  EXPECT_EQ(heard, "?a@4-4 ?b@6-6 !c@7-7 ");
  table().on_end(now);
  EXPECT_EQ(log.lost, 0U);
}

TEST_F(TableTest, KeepAliveBeforeAllElseIsNoData) {
  using namespace std::string_view_literals;
  tcp(true, 99, "\0"sv);
  tcp(false, 500, "", flag::ack, 100);
  tcp(true, 100, "?a\n");
  EXPECT_EQ(heard, "?a@3-3 ");
}

TEST_F(TableTest, ZerosThatArePushedAreData) {
  using namespace std::string_view_literals;
  tcp(true, 100, "?a"sv);
  tcp(true, 102, "\0"sv, flag::ack | flag::psh);
  tcp(true, 103, "\n"sv);
  EXPECT_EQ(heard, "?a\0@1-3 "sv);
}

TEST_F(TableTest, ZerosAreDataOnceTheirSenderGoesOnBehindThem) {
  using namespace std::string_view_literals;
  handshake();
  tcp(true, 100, "?a"sv, flag::ack | flag::psh);
  tcp(true, 102, "\0\0"sv);
  tcp(true, 104, "\n"sv);
  EXPECT_EQ(heard, "?a\0\0@3-5 "sv);
}

TEST_F(TableTest, ZerosAreDataOnceTheyAreAcknowledged) {
  using namespace std::string_view_literals;
  handshake();
  tcp(true, 100, "\0"sv);
  tcp(false, 500, "x"sv, flag::ack, 101);
  table().on_end(now);
  EXPECT_EQ(table().counts().payload_octets, 2U);
  EXPECT_EQ(log.lost, 0U);
}

TEST_F(TableTest, EndOfOneSideIsToldOnceAndOnlyIfNothingIsMissing) {
  handshake();
  tcp(true, 100, "?a\n");
  tcp(false, 500, "!b\n", flag::fin | flag::ack);
  tcp(false, 500, "!b\n", flag::fin | flag::ack);  // repeated
  EXPECT_EQ(heard, "?a@3-3 !b@4-4 finish ");
  tcp(true, 113, "", flag::fin | flag::ack);  // ten octets before it were never seen
  EXPECT_EQ(heard, "?a@3-3 !b@4-4 finish ");
}

TEST_F(TableTest, NewSynOnUsedPortsIsANewConversation) {
  handshake();
  tcp(true, 100, "?a\n");
  tcp(true, 99, "", flag::syn);  // repeated: the same connection
  EXPECT_EQ(log.opened, 1);
  tcp(true, 7777, "", flag::syn);
  EXPECT_EQ(log.opened, 1) << "anybody can send one";
  tcp(false, 600, "", flag::syn | flag::ack, 7778);
  EXPECT_EQ(log.opened, 2);
  EXPECT_EQ(log.endings, std::vector<Ending>{Ending::finished});
  tcp(true, 7778, "?b\n");
  tcp(false, 601, "!c\n");
  EXPECT_EQ(heard, "?a@3-3 end ?b@7-7 !c@8-8 ");
  table().on_end(now);
  EXPECT_EQ(log.client_ports, (std::vector<std::uint16_t>{40000, 40000}));
  EXPECT_EQ(log.openings_lost, 0);
}

TEST_F(TableTest, ASynThatNobodyTakesUpHidesNothing) {
  handshake();
  tcp(true, 100, "?a\n");
  tcp(true, 1'000'000'000, "?x\n", flag::syn);
  tcp(false, 500, "", flag::ack, 103);
  tcp(true, 103, "?b\n");
  tcp(false, 500, "!c\n", flag::ack, 106);
  EXPECT_EQ(heard, "?a@3-3 ?b@6-6 !c@7-7 ");
  EXPECT_EQ(log.opened, 1);
}

TEST_F(TableTest, ASynThatIsTakenUpByALaterAcknowledgmentCountsToo) {
  handshake();
  tcp(true, 100, "?a\n");
  tcp(true, 1'000'000'000, "", flag::syn);
  tcp(false, 7001, "!c\n", flag::ack, 1'000'000'004);  // the answer to it was lost
  tcp(true, 1'000'000'004, "?b\n");
  table().on_end(now);
  EXPECT_EQ(log.opened, 2);
  EXPECT_EQ(log.client_ports, (std::vector<std::uint16_t>{40000, 40000}));
  EXPECT_EQ(log.lost, 3U);
}

TEST_F(TableTest, ASynAfterAnEndNeedsNoAnswer) {
  handshake();
  tcp(true, 100, "?a\n", flag::fin | flag::ack);
  tcp(false, 500, "", flag::fin | flag::ack);
  tcp(true, 7777, "", flag::syn);
  EXPECT_EQ(log.opened, 2);
}

TEST_F(TableTest, SidesMayTurnWhileSegmentsThatWaitedAreHandedOn) {
  server_port = 55'555;  // the ports say that 40000 serves
  tcp(true, 100, "@");
  tcp(false, 500, "y");
  tcp(true, 102, "@x");
  tcp(false, 502, "z");
  tcp(true, 101, "@");  // with what waited behind it this tells who asks
  EXPECT_EQ(heard, "[@] [y] [@] [@x] ");
  tcp(false, 501, "w");
  tcp(true, 104, "v");
  EXPECT_EQ(heard, "[@] [y] [@] [@x] [w] [z] [v] ");
  table().on_end(now);
  EXPECT_EQ(log.client_ports, std::vector<std::uint16_t>{40000});
  EXPECT_EQ(log.lost, 0U);
}

TEST_F(TableTest, AnEndIsThatOfWhoSentItThoughTheSidesTurn) {
  server_port = 55'555;
  tcp(true, 100, "?a\n", flag::fin | flag::ack);
  tcp(false, 500, "!b\n", flag::fin | flag::ack);
  tcp(true, 7777, "", flag::syn);  // both have ended
  EXPECT_EQ(log.endings, std::vector<Ending>{Ending::finished});
}

TEST_F(TableTest, EveryFrameAndOctetIsReportedOnceUnderEviction) {
  limits.flows = 4;
  for (int i = 0; i < 100; ++i) {
    server_port = static_cast<std::uint16_t>(8000 + i % 37);
    tcp(true, 100, "x");
  }
  table().on_end(now);
  EXPECT_EQ(log.frames, 100U);
  EXPECT_EQ(log.octets, 6000U);
  EXPECT_EQ(log.endings.size(), static_cast<std::size_t>(log.opened));
  EXPECT_GT(table().counts().evicted, 0U);
  EXPECT_EQ(table().size(), 0U);
}

TEST_F(TableTest, IdleAndFinishedConversationsEndByPacketTime) {
  handshake();
  tcp(true, 100, "?a\n");
  tcp(true, 103, "", flag::fin | flag::ack);
  tcp(false, 500, "", flag::fin | flag::ack);
  now = now + seconds(11);
  table().on_tick(now);
  EXPECT_EQ(log.endings, std::vector<Ending>{Ending::finished});

  server_port = 8001;
  tcp(true, 1, "", flag::syn);
  now = now + seconds(31);
  table().on_tick(now);
  ASSERT_EQ(log.endings.size(), 2U);
  EXPECT_EQ(log.endings[1], Ending::idle);
}

TEST_F(TableTest, RoomIsMadeByWhoWasSilentNotByWhoCameFirst) {
  limits.flows = 3;
  auto const from = [&](std::uint16_t port) {
    server_port = port;
    tcp(true, 100, "x");
    now = now + milliseconds(10);
  };
  from(8000);
  from(8001);
  from(8002);
  from(8000);
  from(8003);  // for 8001
  from(8000);
  EXPECT_EQ(log.opened, 4);
  EXPECT_EQ(table().counts().evicted, 1U);
  from(8001);  // for 8002
  from(8000);
  from(8003);
  EXPECT_EQ(log.opened, 5);
  EXPECT_EQ(table().counts().evicted, 2U);
}

TEST_F(TableTest, IdleTimeIsCountedFromTheLastPacket) {
  handshake();
  now = now + seconds(1000);
  tcp(true, 100, "?a\n");
  table().on_tick(now + seconds(2601));  // looked after for the first time since it opened
  EXPECT_EQ(table().size(), 1U);
  table().on_tick(now + seconds(3599));
  EXPECT_EQ(table().size(), 1U);
  EXPECT_TRUE(table().due(now + seconds(3600)));
  table().on_tick(now + seconds(3600));
  EXPECT_EQ(log.endings, std::vector<Ending>{Ending::idle});
}

/// Who is asked for memory ahead: `Slots::prefetch`.
TEST(Flow, WhatPacketsNeedStandsInItsFirstLines) {
  Flow const flow;
  auto const line = [&](auto const& member) {
    auto const* const start = reinterpret_cast<std::byte const*>(&flow);
    return (reinterpret_cast<std::byte const*>(&member + 1) - start - 1) / 64;
  };
  EXPECT_EQ(line(flow.payload_seen), 0);
  EXPECT_EQ(line(flow.noted), 0);
  EXPECT_EQ(line(flow.stream), 1);
  EXPECT_EQ(line(flow.tallies.octets), 2);
  EXPECT_EQ(line(flow.tallies.understood), 2);
  EXPECT_EQ(line(flow.opening_size), 3);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&flow) % 64, 0U);
}

TEST_F(TableTest, BufferedOctetsStayWithinTheirLimit) {
  limits.buffer_octets = 1000;
  limits.held_octets = 1'000'000;
  for (std::uint16_t i = 0; i < 50; ++i) {
    server_port = static_cast<std::uint16_t>(7100 + i);
    handshake();
    tcp(true, 300, std::string(90, 'x'));  // behind a hole
  }
  EXPECT_GT(table().counts().buffer_evictions, 30U);
}

}  // namespace
}  // namespace qw::flow
