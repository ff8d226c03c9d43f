// SPDX-License-Identifier: Apache-2.0
#include "analyses/conduits.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "analyses/clocks.hpp"
#include "analyses/limits.hpp"
#include "support/events.hpp"
#include "support/ground.hpp"

namespace qw::analyses {
namespace {

using test::conversation;
using test::host;
using test::said;

Command command(std::string_view from, std::string_view to, Verb verb, Term operation,
                Outcome::State state, FrameNumber frame = 1) {
  Command made{said(from, to, "modbus", static_cast<std::int64_t>(frame), frame)};
  made.verb = verb;
  made.operation = operation;
  made.outcome.state = state;
  return made;
}

constexpr std::string_view zoned = R"(
zone = [{name = "control", networks = ["10.1.0.0/16"]}, {name = "office", networks = ["10.2.0.0/16"]}]
[[conduit]]
name = "polling"
from = "office"
to = "control"
service = "modbus"
vouched_by = "A. Person"
[[conduit]]
from = "office"
to = "any"
service = "s7comm"
seen_only = true
)";

struct Network : test::Ground {
  using Ground::Ground;
  Known<Doubts> doubts{context, others};
  Known<Conduits> conduits{context, others};
  Known<Commands> commands{context, others};
};

TEST(Conduits, RowsSayZonesRuleAndVerbs) {
  Network net{zoned};
  net.conduits.on(conversation("10.2.0.1:4000", "10.1.0.1:502", "modbus", 1));
  net.conduits.on(conversation("10.2.0.1:4001", "10.1.0.1:502", "modbus", 50));
  net.conduits.on(conversation("10.2.0.1:4002", "10.1.0.1:102", "s7comm", 80));
  net.conduits.on(conversation("10.1.0.1:5000", "10.2.0.1:502", "modbus", 99));
  for (int i = 0; i < 3; ++i)
    net.commands.on(command("10.2.0.1:4000", "10.1.0.1:502", Verb::read, "Read Coils",
                            Outcome::State::accepted));
  net.commands.on(command("10.2.0.1:4000", "10.1.0.1:502", Verb::write, "Write Single Coil",
                          Outcome::State::refused));
  auto const rows = net.conduits.rows();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].from, host("10.1.0.1"));
  EXPECT_EQ(rows[0].rule, "") << "the rule allows the other way only";
  EXPECT_EQ(rows[1].service, "modbus");
  EXPECT_EQ(rows[1].from_zone, "office");
  EXPECT_EQ(rows[1].to_zone, "control");
  EXPECT_EQ(rows[1].rule, "polling");
  EXPECT_TRUE(rows[1].vouched);
  EXPECT_EQ(rows[1].conversations, 2U);
  EXPECT_EQ(rows[1].octets, 5'200U);
  EXPECT_EQ(to_text(rows[1].verbs), "read 3, write 1");
  EXPECT_EQ(rows[1].commands, 4U);
  EXPECT_EQ(rows[1].evidence.frames.first, 1U);
  EXPECT_EQ(rows[2].rule, "office -> any s7comm");
  EXPECT_FALSE(rows[2].vouched);
}

TEST(Conduits, ARowIsProvenByThoseThatStayInIt) {
  Network net{zoned};
  auto moves = conversation("10.2.0.1:4000", "10.1.0.1:8443", {}, 1);
  auto stays = conversation("10.2.0.1:4001", "10.1.0.1:8443", {}, 9);
  net.conduits.on(moves);
  net.conduits.on(stays);
  moves.service = test::protocol("http");
  moves.phase = Phase::update;
  net.conduits.on(moves);
  stays.phase = Phase::closed;
  net.conduits.on(stays);
  moves.phase = Phase::closed;
  net.conduits.on(moves);
  auto const rows = net.conduits.rows();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].service, "http");
  EXPECT_EQ(rows[0].evidence.frames.first, 1U);
  EXPECT_EQ(rows[0].first, moves.first);
  EXPECT_EQ(rows[1].service, "tcp/8443");
  EXPECT_EQ(rows[1].evidence.frames.first, 9U);
  EXPECT_EQ(rows[1].first, stays.first);
}

constexpr std::string_view by_port = R"(
[[conduit]]
name = "port"
from = "10.2.0.0/16"
to = "10.1.0.0/16"
service = "tcp/502"
vouched_by = "A. Person"
)";

TEST(Conduits, APortsRuleAllowsTheProtocolThatIsUnderstoodThereAndNoOther) {
  Network net{by_port};
  net.conduits.on(conversation("10.2.0.1:4000", "10.1.0.1:502", "modbus", 1));
  net.conduits.on(conversation("10.2.0.1:4001", "10.1.0.1:1502", "modbus", 2));
  net.conduits.on(conversation("10.2.0.1:4002", "10.1.0.1:2502", "modbus", 3));
  net.conduits.on(conversation("10.2.0.1:4003", "10.1.0.2:502", {}, 4));
  auto const rows = net.conduits.rows();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].service, "modbus");
  EXPECT_EQ(rows[1].service, "modbus");
  auto const& other = rows[0];
  auto const& allowed = rows[1];
  EXPECT_EQ(other.port, "");
  EXPECT_EQ(allowed.port, "tcp/502");
  EXPECT_EQ(allowed.rule, "port");
  EXPECT_TRUE(allowed.vouched);
  EXPECT_EQ(allowed.conversations, 1U);
  EXPECT_EQ(other.rule, "");
  EXPECT_EQ(other.conversations, 2U) << "ports that no rule names are one service";
  EXPECT_EQ(rows[2].service, "tcp/502");
  EXPECT_EQ(rows[2].port, "") << "the service says it";
  EXPECT_TRUE(rows[2].vouched);
}

constexpr std::string_view voice = R"(
[[conduit]]
name = "voice"
from = "10.2.0.1/32"
to = "10.1.0.1/32"
service = "udp/12004"
vouched_by = "A. Person"
[[conduit]]
name = "all"
from = "10.2.0.2/32"
to = "10.1.0.1/32"
service = "any"
vouched_by = "A. Person"
)";

/// A datagram conversation whose opener is known only by who was heard first.
Conversation guessed(std::string_view from, std::string_view to, Term service = {}) {
  auto made = conversation(from, to, service);
  made.transport = "udp";
  made.opener_guessed = true;
  return made;
}

ConduitRow only_row(Conversation const& heard, Command const* command = nullptr) {
  Network net{voice};
  net.conduits.on(heard);
  if (command != nullptr) net.commands.on(*command);
  auto const rows = net.conduits.rows();
  EXPECT_EQ(rows.size(), 1U);
  return rows.at(0);
}

TEST(Conduits, WhereNothingProvesWhoOpenedARuleTheOtherWayIsTaken) {
  auto const row = only_row(guessed("10.1.0.1:12004", "10.2.0.1:20008"));
  EXPECT_EQ(row.rule, "voice");
  EXPECT_TRUE(row.vouched);
  EXPECT_EQ(row.doubt, Doubt::opener);
  EXPECT_EQ(row.from, host("10.1.0.1")) << "as it was heard";
  auto const forward = only_row(guessed("10.2.0.1:20008", "10.1.0.1:12004"));
  EXPECT_TRUE(forward.vouched);
  EXPECT_EQ(forward.doubt, Doubt::none);
}

TEST(Conduits, ARuleTheOtherWayIsNotTakenForWhatIsProvenOrForAnotherPort) {
  auto proven = guessed("10.1.0.1:12004", "10.2.0.1:20008");
  proven.opener_guessed = false;
  EXPECT_EQ(only_row(proven).rule, "") << "a SYN or the ports tell who opened";
  EXPECT_EQ(only_row(guessed("10.1.0.1:12005", "10.2.0.1:20008")).rule, "");
  EXPECT_EQ(only_row(guessed("10.1.0.1:20008", "10.2.0.1:12004")).rule, "") << "the caller's port";
  auto stream = guessed("10.1.0.1:12004", "10.2.0.1:20008");
  stream.transport = "tcp";
  EXPECT_EQ(only_row(stream).rule, "");
  EXPECT_EQ(only_row(guessed("10.1.0.1:12004", "10.2.0.2:20008")).rule, "") << "any is too wide";
}

TEST(Conduits, ACommandProvesWhoOpened) {
  auto const talk = guessed("10.1.0.1:12004", "10.2.0.1:20008", "modbus");
  EXPECT_EQ(only_row(talk).doubt, Doubt::opener);
  auto const write = command("10.1.0.1:12004", "10.2.0.1:20008", Verb::write, "Write Single Coil",
                             Outcome::State::accepted);
  EXPECT_EQ(only_row(talk, &write).rule, "");
  auto const back = command("10.2.0.1:20008", "10.1.0.1:12004", Verb::write, "Write Single Coil",
                            Outcome::State::accepted);
  EXPECT_EQ(only_row(talk, &back).doubt, Doubt::opener);
}

TEST(Conduits, ARuleThatDoesNotNameBothEndsIsNotTakenTheOtherWay) {
  constexpr std::string_view wide = R"(
[[conduit]]
name = "telemetry"
from = "10.1.0.1/32"
to = "outside"
service = "udp/12004"
vouched_by = "A. Person"
[[conduit]]
name = "support"
from = "any"
to = "10.1.0.1/32"
service = "udp/12005"
vouched_by = "A. Person"
)";
  for (auto const& talk : {guessed("203.0.113.7:12004", "10.1.0.1:20008"),
                           guessed("10.1.0.1:12005", "203.0.113.7:20008")}) {
    Network net{wide};
    net.conduits.on(talk);
    EXPECT_EQ(net.conduits.rows().at(0).rule, "") << "anybody could be meant";
  }
}

constexpr std::string_view uploads = R"(
[[conduit]]
name = "pictures"
from = "10.1.0.1/32"
to = "10.2.0.1/32"
service = "http"
vouched_by = "A. Person"
[[conduit]]
name = "polling"
from = "10.1.0.1/32"
to = "10.2.0.1/32"
service = "modbus"
vouched_by = "A. Person"
[[conduit]]
name = "all the web"
from = "any"
to = "10.2.0.2/32"
service = "http"
vouched_by = "A. Person"
)";

/// What was opened to `to` once the opening was lost, if the same port answered in `service`.
ConduitRow of_lost_opening(std::string_view to, std::string_view answered, Term service,
                           bool both = true, bool lost = true) {
  Network net{uploads};
  auto known = conversation("10.3.0.1:4000", answered, service, 1);
  known.answered = both;
  auto unknown = conversation("10.1.0.1:4001", to, {}, 50);
  unknown.opening_lost = lost;
  net.conduits.on(unknown);  // before the port is known
  net.doubts.on(known);
  net.conduits.on(known);
  auto const rows = net.conduits.rows();
  EXPECT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.at(0).from, host("10.1.0.1"));
  return rows.at(0);
}

TEST(Conduits, WhereTheOpeningWasLostARuleForWhatThePortAnswersIsTaken) {
  auto const row = of_lost_opening("10.2.0.1:8080", "10.2.0.1:8080", "http");
  EXPECT_EQ(row.rule, "pictures");
  EXPECT_TRUE(row.vouched);
  EXPECT_EQ(row.doubt, Doubt::opening);
  EXPECT_EQ(row.service, "tcp/8080") << "as it was heard";
}

TEST(Conduits, ALostOpeningExcusesNothingElse) {
  auto const rule = [](auto const&... each) { return of_lost_opening(each...).rule; };
  EXPECT_EQ(rule("10.2.0.1:8080", "10.2.0.1:8080", Term{"http"}, true, false), "")
      << "it was seen, and is not known";
  EXPECT_EQ(rule("10.2.0.1:22", "10.2.0.1:8080", Term{"http"}), "") << "another port";
  EXPECT_EQ(rule("10.2.0.1:8080", "10.2.0.3:8080", Term{"http"}), "") << "another host's";
  EXPECT_EQ(rule("10.2.0.1:22", "10.2.0.1:22", Term{"http"}, false), "")
      << "asked in HTTP, and answered in something else";
  EXPECT_EQ(rule("10.2.0.1:8080", "10.2.0.1:8080", Term{"ssh"}), "") << "no rule for it";
  EXPECT_EQ(rule("10.2.0.1:8502", "10.2.0.1:8502", Term{"modbus"}), "")
      << "who hides the opening would hide the commands";
  EXPECT_EQ(rule("10.2.0.3:8080", "10.2.0.3:8080", Term{"http"}), "") << "the rule is for others";
  EXPECT_EQ(rule("10.2.0.2:8080", "10.2.0.2:8080", Term{"http"}), "") << "any is too wide";
}

TEST(Conduits, ServiceLearntLateTakesTheConversationAlong) {
  Network net{""};
  auto report = conversation("10.2.0.1:4000", "10.1.0.1:502", {}, 1);
  net.conduits.on(report);
  EXPECT_EQ(net.conduits.rows()[0].service, "tcp/502");
  report.phase = Phase::closed;
  report.service = test::protocol("modbus");
  net.conduits.on(report);
  auto const rows = net.conduits.rows();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].service, "modbus");
  EXPECT_EQ(rows[0].octets, 5'200U);
  EXPECT_EQ(rows[0].conversations, 1U);
}

TEST(Conduits, BeyondTheLimitRowsAreFolded) {
  Network net{""};
  for (std::size_t i = 0; i < limit::rows + 10; ++i)
    net.conduits.on(conversation(
        "10.0.0.1:4000", fmt::format("10.{}.{}.{}:80", i >> 16 & 0xff, i >> 8 & 0xff, i & 0xff), {},
        i + 1));
  auto const rows = net.conduits.rows();
  ASSERT_EQ(rows.size(), limit::rows + 1);
  EXPECT_EQ(rows[0].conversations, 10U);
  EXPECT_EQ(rows[0].service, "all others, beyond the limit of 65,536 rows");
}

TEST(Commands, OutcomesAreCountedApart) {
  Commands commands;
  using State = Outcome::State;
  for (auto const state : {State::accepted, State::refused, State::accepted, State::unanswered,
                           State::unseen, State::none})
    commands.on(
        command("10.0.0.1:4000", "10.0.0.2:502", Verb::write, "Write Single Coil", state, 7));
  commands.on(
      command("10.0.0.1:4000", "10.0.0.2:502", Verb::read, "Read Coils", State::accepted, 9));
  commands.on(
      command("10.0.0.3:4000", "10.0.0.2:502", Verb::read, "Read Coils", State::accepted, 9));
  auto const rows = commands.rows();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].verb, Verb::read);
  EXPECT_EQ(rows[1].operation, "Write Single Coil");
  EXPECT_EQ(rows[1].count, 6U);
  EXPECT_EQ(rows[1].accepted, 2U);
  EXPECT_EQ(rows[1].refused, 1U);
  EXPECT_EQ(rows[1].unanswered, 1U);
  EXPECT_EQ(rows[1].unseen, 1U);
  EXPECT_EQ(rows[1].evidence.frames.first, 7U);
  EXPECT_EQ(rows[2].from, host("10.0.0.3"));
}

TEST(Commands, BeyondTheLimitTheyShareARow) {
  Commands commands;
  for (std::size_t i = 0; i < limit::rows + 5; ++i)
    commands.on(command(fmt::format("10.{}.{}.{}:4000", i >> 16 & 0xff, i >> 8 & 0xff, i & 0xff),
                        "10.255.0.1:502", Verb::read, "Read Coils", Outcome::State::accepted,
                        i + 1));
  auto const rows = commands.rows();
  EXPECT_EQ(rows.size(), limit::rows + 1);
  EXPECT_EQ(rows[0].count, 5U);
  EXPECT_TRUE(rows[0].from.address.empty());
  EXPECT_EQ(commands.folded(), 5U);
}

TEST(Clocks, OffsetIsToldMinusPacketTime) {
  Clocks clocks;
  Clock told{said("10.0.0.1:123", "10.0.0.9:4000", "ntp", 10, 3)};
  told.time = test::start + seconds(12);
  told.stratum = 2;
  told.source = "GPS";
  clocks.on(told);
  told.time = test::start + seconds(9);
  clocks.on(told);
  told.role = ClockRole::asked;
  told.time = test::start;
  clocks.on(told);
  auto const rows = clocks.rows();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].count, 2U);
  EXPECT_EQ(rows[0].least, seconds(-1));
  EXPECT_EQ(rows[0].most, seconds(2));
  EXPECT_EQ(rows[0].final, seconds(-1));
  EXPECT_EQ(*rows[0].stratum, 2);
  EXPECT_EQ(rows[0].evidence.frames.first, 3U);
}

}  // namespace
}  // namespace qw::analyses
