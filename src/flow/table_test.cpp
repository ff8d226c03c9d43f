// SPDX-License-Identifier: Apache-2.0
#include "flow/table.hpp"

#include <gtest/gtest.h>

#include <string>

namespace qw {
class Voice {};  // flow never looks inside
}  // namespace qw

namespace qw::flow {
namespace {

namespace flag = decode::tcp_flag;

/// A protocol of lines: a client's line begins with '?', a server's with '!'.
/// "upgrade" offers the rest to "block", whose messages are all octets.
std::string heard;

class LineTracker final : public delivery::StreamTracker {
 public:
  delivery::Taken on_stream(delivery::Segment const& segment) override {
    std::size_t used = 0;
    auto const text = text_of(segment.bytes);
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', used)) {
      auto const line = text.substr(used, end - used);
      heard += std::string{line} + "@" + std::to_string(segment.moment.frames.first) + "-" +
               std::to_string(segment.moment.frames.last) + " ";
      used = end + 1;
      if (line == "?upgrade") return {used, 0, delivery::Taken::Then::offer, "block"};
      if (line == "?bad") return {used, 0, delivery::Taken::Then::give_up};
    }
    return {used};
  }
  void on_gap(delivery::Side, std::uint64_t octets, Stamp) override {
    heard += "gap" + std::to_string(octets) + " ";
  }
  void on_finish(delivery::Side, Stamp) override { heard += "finish "; }
  void on_end(Stamp) override { heard += "end "; }
};

class BlockTracker final : public delivery::StreamTracker {
 public:
  delivery::Taken on_stream(delivery::Segment const& segment) override {
    heard += "[" + std::string{text_of(segment.bytes)} + "] ";
    return {segment.bytes.size()};
  }
  void on_gap(delivery::Side, std::uint64_t, Stamp) override {}
};

constexpr std::uint16_t line_ports[] = {7000};
constexpr delivery::Registration lines{
    .name = "lines",
    .title = "Lines",
    .tcp_ports = line_ports,
    .recognise =
        [](delivery::Opening const& opening) {
          bool const asks = !opening.client.empty() && text_of(opening.client)[0] == '?';
          bool const answers = !opening.server.empty() && text_of(opening.server)[0] == '!';
          if (!opening.client.empty() && !asks) return delivery::Likeness::no;
          if (!opening.server.empty() && !answers) return delivery::Likeness::no;
          return asks && answers ? delivery::Likeness::certain : delivery::Likeness::likely;
        },
    .stream = [](delivery::Surroundings const&) -> std::unique_ptr<delivery::StreamTracker> {
      return std::make_unique<LineTracker>();
    }};
constexpr delivery::Registration block{
    .name = "block",
    .title = "Block",
    .recognise =
        [](delivery::Opening const& opening) {
          return text_of(opening.client).starts_with('#') ? delivery::Likeness::certain
                                                          : delivery::Likeness::no;
        },
    .stream = [](delivery::Surroundings const&) -> std::unique_ptr<delivery::StreamTracker> {
      return std::make_unique<BlockTracker>();
    }};

class EchoTracker final : public delivery::DatagramTracker {
 public:
  bool on_datagram(delivery::Datagram const& datagram) override {
    heard += std::string{text_of(datagram.bytes)} + " ";
    return true;
  }
};
constexpr delivery::Registration echo{
    .name = "echo",
    .title = "Echo",
    .recognise =
        [](delivery::Opening const& opening) {
          if (opening.server.empty()) return delivery::Likeness::more;
          return text_of(opening.client) == text_of(opening.server) ? delivery::Likeness::certain
                                                                    : delivery::Likeness::no;
        },
    .datagram = [](delivery::Surroundings const&) -> std::unique_ptr<delivery::DatagramTracker> {
      return std::make_unique<EchoTracker>();
    }};

/// Calls a conversation "greeting" once "hello" was said in it, whole, by one side.
class GreetingNamer final : public delivery::Namer {
 public:
  class Ear final : public delivery::Hearing {
   public:
    std::optional<delivery::ServiceName> hear(delivery::Side from, Bytes payload, Stamp) override {
      auto& said = said_[static_cast<std::size_t>(from)];
      said += text_of(payload);
      heard += std::string{text_of(payload)} + " ";
      if (said.find("hello") == said.npos) return std::nullopt;
      return delivery::ServiceName{"greeting", true};
    }
    [[nodiscard]] bool over() const override { return said_[0].size() + said_[1].size() > 40; }

   private:
    std::array<std::string, 2> said_;
  };
  std::unique_ptr<delivery::Hearing> begin(delivery::Transport, Endpoint const&,
                                           Endpoint const&) override {
    return std::make_unique<Ear>();
  }
};

class Log final : public Observer {
 public:
  void on_flow(Flow const& flow, Report report, Ending ending, Stamp) override {
    if (report == Report::opened) ++opened;
    if (flow.known == Known::application && flow.encrypted() == true) ++named;
    frames += flow.tallies.frames[0] + flow.tallies.frames[1];
    octets += flow.tallies.octets[0] + flow.tallies.octets[1];
    lost += flow.tallies.lost[0] + flow.tallies.lost[1];
    if (report != Report::closed) return;
    endings.push_back(ending);
    services.emplace_back(flow.service().text());
    client_ports.push_back(flow.client().port);
  }
  int opened = 0;
  int named = 0;  // reports of conversations that the namer named
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
  std::uint64_t lost = 0;
  std::vector<Ending> endings;
  std::vector<std::string> services;
  std::vector<std::uint16_t> client_ports;
};

class TableTest : public testing::Test {
 protected:
  TableTest() { heard.clear(); }

  decode::PacketView packet(bool from_client, std::uint8_t protocol) {
    Endpoint const client{{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
    Endpoint const server{{RealmId{}, *Address::parse("10.0.0.2")}, server_port};
    decode::PacketView view;
    view.frame.at = now;
    view.frame.number = ++frame;
    view.frame.source = source;
    view.frame.point = point;
    view.frame.wire_octets = 60;
    view.wire_octets = 60;
    view.first_frame = frame;
    view.layer = decode::Layer::transport;
    view.protocol = protocol;
    view.source = from_client ? client : server;
    view.destination = from_client ? server : client;
    now = now + milliseconds(1);
    return view;
  }
  void tcp(bool from_client, std::uint32_t sequence, std::string_view text,
           std::uint8_t flags = flag::ack, std::uint32_t acknowledgment = 0) {
    auto view = packet(from_client, decode::ip_protocol::tcp);
    view.tcp = {.sequence = sequence, .acknowledgment = acknowledgment, .flags = flags};
    view.payload = bytes_of(text);
    view.payload_wire_octets = text.size();
    hear(view);
  }
  /// What follows is heard by the n-th source, at a point of its own.
  void hear_at(std::uint32_t n) {
    source = static_cast<SourceId>(n);
    point = static_cast<PointId>(n);
  }
  void udp(bool from_client, std::string_view text) {
    auto view = packet(from_client, decode::ip_protocol::udp);
    view.payload = bytes_of(text);
    view.payload_wire_octets = text.size();
    hear(view);
  }
  void handshake() {
    tcp(true, 99, "", flag::syn);
    tcp(false, 499, "", flag::syn | flag::ack);
  }
  void hear(decode::PacketView const& view) {
    counted += table().on_packet(view, hash_of(view).conversation) ? 1 : 0;
  }
  Table& table() {
    if (!table_) table_.emplace(limits, Protocols{protocols}, voice, expectations, log, namer);
    return *table_;
  }

  Limits limits;
  Log log;
  Stamp now{seconds(1'700'000'000).count};
  FrameNumber frame = 0;
  std::uint16_t server_port = 7000;
  delivery::Namer* namer = nullptr;
  SourceId source{};
  PointId point{};
  int counted = 0;

 private:
  delivery::Registration const* protocols[3] = {&lines, &block, &echo};
  Voice voice;
  ExpectationTable expectations;
  std::optional<Table> table_;
};

TEST_F(TableTest, MessageNamesTheFramesThatCarriedIt) {
  handshake();
  tcp(true, 100, "?a\n?b");
  tcp(true, 105, "c");
  tcp(true, 107, "\n");  // octet 106 comes after it
  tcp(true, 106, "d");
  EXPECT_EQ(heard, "?a@3-3 ?bcd@3-5 ");
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
  EXPECT_EQ(log.opened, 2);
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

TEST_F(TableTest, WhatTwoPointsHearCountsOnce) {
  for (std::uint32_t n : {0U, 1U}) {
    hear_at(n);
    handshake();
  }
  for (std::uint32_t sequence = 100; sequence < 130; sequence += 3)
    for (std::uint32_t n : {0U, 1U}) {
      hear_at(n);
      tcp(true, sequence, "?a\n");
    }
  EXPECT_EQ(counted, 12);
  table().on_end(now);
  EXPECT_EQ(log.opened, 1);
  EXPECT_EQ(log.frames, 12U);
  EXPECT_EQ(table().counts().payload_octets, 30U);
}

TEST_F(TableTest, EachPointMayHearOneDirection) {
  hear_at(0);
  tcp(true, 99, "", flag::syn);
  hear_at(1);
  tcp(false, 499, "", flag::syn | flag::ack, 100);
  hear_at(0);
  tcp(true, 100, "?a\n", flag::ack, 500);
  hear_at(1);
  tcp(false, 500, "!b\n", flag::ack, 103);
  EXPECT_EQ(heard, "?a@3-3 !b@4-4 ");
  EXPECT_EQ(counted, 4);
}

TEST_F(TableTest, ASilentPointHandsOver) {
  handshake();
  tcp(true, 100, "?a\n");
  hear_at(1);
  tcp(true, 100, "?a\n");
  now = now + limits.silence;
  tcp(true, 103, "?c\n");
  EXPECT_EQ(heard, "?a@3-3 ?c@5-5 ");
  hear_at(0);
  tcp(true, 103, "?c\n");
  EXPECT_EQ(counted, 4) << "the other one measures now";
  table().on_end(now);
  EXPECT_EQ(log.opened, 1);
}

TEST_F(TableTest, MachinesWithTheSameAddressesAreTwoConversations) {
  constexpr std::uint32_t far = 1'000'000'000;
  handshake();
  hear_at(1);
  tcp(true, 99 + far, "", flag::syn);  // may be a new connection that point 0 is about to hear
  tcp(false, 499 + far, "", flag::syn | flag::ack, 100 + far);
  for (std::uint32_t n : {0U, 1U}) {
    hear_at(n);
    tcp(true, 100 + n * far, "?a\n", flag::ack, 500 + n * far);
    tcp(false, 500 + n * far, "!b\n", flag::ack, 103 + n * far);
  }
  EXPECT_EQ(heard, "?a@5-5 !b@6-6 ?a@7-7 !b@8-8 ");
  EXPECT_EQ(counted, 7);
  table().on_end(now);
  EXPECT_EQ(log.opened, 2);
  EXPECT_EQ(log.client_ports, (std::vector<std::uint16_t>{40000, 40000}));
  EXPECT_EQ(table().size(), 0U);
}

TEST_F(TableTest, FilesOfOnePointGoOn) {
  handshake();
  tcp(true, 100, "?a\n");
  source = SourceId{1};
  tcp(true, 103, "?b\n");
  source = SourceId{2};
  now = now + limits.silence;
  tcp(true, 106 + (100U << 20), "?c\n");  // what came between was not recorded
  EXPECT_EQ(counted, 5);
  EXPECT_EQ(log.opened, 1);
  source = SourceId{3};
  tcp(true, 100, "?d\n");
  EXPECT_EQ(log.opened, 2) << "what comes at the same time and does not fit is another one";
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

TEST_F(TableTest, WhatNoProtocolClaimsIsNamedFromItsFirstOctetsOn) {
  GreetingNamer greeting;
  namer = &greeting;
  handshake();
  tcp(true, 100, "hel");
  tcp(true, 103, "lo");
  EXPECT_EQ(log.named, 1) << "said at once";
  tcp(false, 500, "who?");
  table().on_end(now);
  EXPECT_EQ(heard, "hel lo ") << "nothing is heard once there is a name";
  EXPECT_EQ(log.named, 2);
  EXPECT_EQ(log.services, std::vector<std::string>{"greeting"});
  EXPECT_EQ(table().counts().understood_octets, 0U);
  EXPECT_EQ(table().counts().unknown_octets, 9U);
}

TEST_F(TableTest, WhatAProtocolClaimsIsNeverNamed) {
  GreetingNamer greeting;
  namer = &greeting;
  handshake();
  tcp(true, 100, "?hello\n");
  tcp(false, 500, "!hello\n");
  tcp(true, 107, "?bad\n");
  tcp(true, 112, "hello");
  table().on_end(now);
  EXPECT_EQ(log.named, 0);
  EXPECT_EQ(log.services, std::vector<std::string>{"lines"});
}

TEST_F(TableTest, WhatAProtocolDeclinesMayStillBeNamed) {
  GreetingNamer greeting;
  namer = &greeting;
  server_port = 8001;
  handshake();
  tcp(true, 100, "? hello");  // may be lines, until the other side speaks
  tcp(false, 500, "nonsense");
  table().on_end(now);
  EXPECT_EQ(log.services, std::vector<std::string>{"greeting"});
}

TEST_F(TableTest, AStreamWithAHoleIsNotNamed) {
  GreetingNamer greeting;
  namer = &greeting;
  handshake();
  tcp(true, 100, "hel");
  tcp(true, 200, "hello");
  tcp(false, 500, "x", flag::ack, 205);
  now = now + seconds(1);
  table().on_tick(now);
  table().on_end(now);
  EXPECT_EQ(log.named, 0);
  EXPECT_EQ(log.lost, 97U);
}

TEST_F(TableTest, ADatagramThatTheCaptureCutIsNotHeard) {
  GreetingNamer greeting;
  namer = &greeting;
  auto view = packet(true, decode::ip_protocol::udp);
  view.payload = bytes_of("hello");
  view.payload_wire_octets = 6;
  hear(view);
  table().on_end(now);
  EXPECT_EQ(heard, "");
}

TEST_F(TableTest, WithoutANamerNothingIsNamed) {
  handshake();
  tcp(true, 100, "hello");
  table().on_end(now);
  EXPECT_EQ(log.services, std::vector<std::string>{""});
}

}  // namespace
}  // namespace qw::flow
