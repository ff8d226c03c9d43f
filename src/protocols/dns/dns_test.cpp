// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/dns/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

// crane.example, type A, and its answer 10.0.0.7 by a pointer to the question.
constexpr char query_text[] =
    "1234 0100 0001 0000 0000 0000 05 6372616e65 07 6578616d706c65 00 0001 0001";
constexpr char answer_text[] =
    "1234 8180 0001 0001 0000 0000 05 6372616e65 07 6578616d706c65 00 0001 0001"
    "c00c 0001 0001 0000003c 0004 0a000007";
auto const query = hex(query_text);
auto const answer = hex(answer_text);

struct Lookup : test::Talk {
  Lookup() : Talk{dns::registration()} { by_datagram(); }
};

TEST(Dns, HeaderCutAnywhereAsksForMore) {
  for (std::size_t size = 0; size < dns::header_octets; ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(dns::parse(Bytes{query}.first(size))));
}

TEST(Dns, RecordsCutAnywhereAreTruncated) {
  for (std::size_t size = dns::header_octets; size < answer.size(); ++size) {
    auto const parsed = dns::parse(Bytes{answer}.first(size));
    dns::Records records{std::get<0>(parsed).message};
    dns::Record record;
    while (records.next(record)) {
    }
    ASSERT_TRUE(records.fault()) << size;
    EXPECT_EQ(records.fault()->fault, Fault::truncated);
  }
}

TEST(Dns, LookupIsSaidWithItsAnswer) {
  Lookup talk;
  talk.client(query);
  EXPECT_TRUE(talk.events().empty());
  talk.server(answer);
  auto const names = talk.said<Name>();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[0].phase, NamePhase::asked);
  EXPECT_EQ(names[0].question, "crane.example");
  EXPECT_EQ(names[0].transaction, MessageNumber{0x1234});
  EXPECT_EQ(names[0].record.text(), "A");
  EXPECT_EQ(names[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(names[0].said.reply, 2U);
  EXPECT_EQ(names[1].phase, NamePhase::answered);
  EXPECT_EQ(names[1].said.protocol.text(), "dns");
  ASSERT_EQ(names[1].answers.size(), 1U);
  EXPECT_EQ(names[1].answers[0], "10.0.0.7");
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Dns, ResponseCodeIsTheOutcome) {
  Lookup talk;
  talk.client(query);
  talk.server(hex("1234 8183 0001 0000 0000 0000 05 6372616e65 07 6578616d706c65 00 0001 0001"));
  auto const names = talk.said<Name>();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[1].outcome.state, Outcome::State::refused);
  EXPECT_EQ(names[1].outcome.code, 3U);
  EXPECT_EQ(names[1].outcome.reason.text(), "NXDOMAIN");
}

TEST(Dns, SilenceIsUnansweredAtTheDeadlineAndUnseenAtTheEnd) {
  Lookup silent;
  silent.both_heard().client(query).client(query).pass(seconds(4));
  EXPECT_TRUE(silent.events().empty());
  silent.pass(seconds(1));
  ASSERT_EQ(silent.said<Name>().size(), 1U);  // the repeated query is the same lookup
  EXPECT_EQ(silent.said<Name>()[0].outcome.state, Outcome::State::unanswered);

  Lookup alone;  // dead, or the mirror has one direction only
  alone.client(query).pass(seconds(5));
  EXPECT_EQ(alone.said<Name>().at(0).outcome.state, Outcome::State::unseen);

  Lookup ended;
  ended.client(query).end();
  EXPECT_EQ(ended.said<Name>().at(0).outcome.state, Outcome::State::unseen);
}

TEST(Dns, ResponseToAnotherQuestionDoesNotAnswer) {
  Lookup talk;
  talk.client(query);
  talk.server(hex("1234 8180 0001 0000 0000 0000 05 6372616e66 07 6578616d706c65 00 0001 0001"));
  EXPECT_EQ(talk.pass(seconds(1)).said<Irregularity>().at(0).fault, Fault::mismatch);
  EXPECT_EQ(talk.said<Name>().at(0).question, "cranf.example");
}

TEST(Dns, PointersCannotLoop) {
  Lookup talk;
  talk.server(hex("1234 8180 0001 0001 0000 0000 01 61 00 0001 0001 c013 0001 0001 00000000 0000"));
  auto const faults = talk.said<Irregularity>();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].fault, Fault::value);
  EXPECT_EQ(faults[0].offset, 19U);
  EXPECT_EQ(talk.said<Name>().at(0).question, "a");
}

TEST(Dns, NameBeyond255OctetsIsRefused) {
  // Five labels of 63 octets in one run.
  std::vector<std::byte> message = hex("1234 0100 0001 0000 0000 0000");
  for (int i = 0; i < 5; ++i) {
    message.push_back(std::byte{63});
    message.insert(message.end(), 63, std::byte{'a'});
  }
  for (auto const octet : hex("00 0001 0001")) message.push_back(octet);
  Lookup talk;
  talk.client(message);
  EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::length);
}

TEST(Dns, LabelsOfAnyOctetsBecomeText) {
  Lookup talk;
  talk.client(hex("0001 0100 0001 0000 0000 0000 04 612e00ff 00 0010 0001")).end();
  EXPECT_EQ(talk.said<Name>().at(0).question, "a\\.\\000\xff");
  EXPECT_EQ(talk.said<Name>().at(0).record.text(), "TXT");
}

struct DataCase {
  char const* type;
  char const* data;
  char const* text;
};

TEST(Dns, DataOfEachTypeBecomesText) {
  // Offset 12 of each message is the name "a.b".
  constexpr DataCase cases[] = {
      {"0001", "0004 0a000001", "10.0.0.1"},
      {"001c", "0010 fe800000000000000000000000000001", "fe80::1"},
      {"0005", "0004 01 63 c00c", "c.a.b"},
      {"000c", "0002 c00e", "b"},
      {"000f", "0004 000a c00c", "10 a.b"},
      {"0010", "0006 02 6162 02 630a", "ab c\\010"},
      {"0021", "0008 0001 0002 01bb c00c", "1 2 443 a.b"},
      {"0006", "0018 c00c c00e 00000001 00000002 00000003 00000004 00000005", "a.b b 1 2 3 4 5"},
      {"0041", "0003 0001 00", "1 ."},
      {"0101", "000a 00 05 6973737565 706b69", "0 issue pki"},
      {"002b", "0002 abcd", "\\# 2 abcd"},
      {"0001", "0003 0a0000", "\\# 3 0a0000"},  // an address that is none
      {"0005", "0002 c0ff", "\\# 2 c0ff"},      // a pointer into nowhere
  };
  for (auto const& each : cases) {
    Lookup talk;
    std::string const head = "0001 8180 0001 0001 0000 0000 01 61 01 62 00 0001 0001 c00c ";
    talk.server(hex(head + each.type + " 0001 0000003c " + each.data));
    ASSERT_EQ(talk.said<Name>().size(), 1U) << each.text;
    ASSERT_EQ(talk.said<Name>()[0].answers.size(), 1U) << each.text;
    EXPECT_EQ(talk.said<Name>()[0].answers[0], each.text);
  }
}

TEST(Dns, StreamOctetByOctetSaysTheSame) {
  test::Talk talk{dns::registration()};
  for (auto const octet : hex(std::string{"001f"} + query_text)) talk.client(Bytes{&octet, 1});
  for (auto const octet : hex(std::string{"002f"} + answer_text)) talk.server(Bytes{&octet, 1});
  ASSERT_EQ(talk.said<Name>().size(), 2U);
  EXPECT_EQ(talk.said<Name>()[1].answers.size(), 1U);
  EXPECT_EQ(talk.waiting(delivery::Side::client), 0U);
  EXPECT_FALSE(talk.gave_up());
}

TEST(Dns, StreamAfterAGapProvesNothing) {
  test::Talk talk{dns::registration()};
  talk.client(hex(std::string{"001f"} + query_text)).gap(delivery::Side::server, 49);
  talk.pass(seconds(6));
  EXPECT_EQ(talk.said<Name>().at(0).outcome.state, Outcome::State::unseen);
}

TEST(Dns, MulticastAnnouncementNamesTheHost) {
  Lookup talk;
  talk.between("10.0.0.9", 5353, "224.0.0.251", 5353);
  // PLC.local A 10.0.0.9; a TXT record with model=X9; a farewell of old.local.
  talk.client(
      hex("0000 8400 0000 0003 0000 0000"
          "03 504c43 05 6c6f63616c 00 0001 8001 00000078 0004 0a000009"
          "c00c 0010 8001 00001194 0009 08 6d6f64656c3d5839"
          "03 6f6c64 c010 0001 8001 00000000 0004 0a000009"));
  auto const names = talk.said<Name>();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[0].said.protocol.text(), "mdns");
  EXPECT_EQ(names[0].phase, NamePhase::announced);
  EXPECT_EQ(names[0].question, "PLC.local");
  EXPECT_EQ(names[0].answers[0], "10.0.0.9");
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].attribute, Attribute::host_name);
  EXPECT_EQ(identities[0].value, "PLC.local");
  EXPECT_EQ(identities[1].attribute, Attribute::model);
  EXPECT_EQ(identities[1].value, "X9");
}

TEST(Dns, QueryToAGroupWaitsForNobody) {
  Lookup talk;
  talk.between("10.0.0.9", 50000, "224.0.0.252", 5355).client(query);
  ASSERT_EQ(talk.said<Name>().size(), 1U);
  EXPECT_EQ(talk.said<Name>()[0].said.protocol.text(), "llmnr");
  EXPECT_EQ(talk.said<Name>()[0].outcome.state, Outcome::State::none);
}

TEST(Dns, AnswersBeyondTheLimitAreCounted) {
  std::string text = "1234 8180 0001 0041 0000 0000 05 6372616e65 07 6578616d706c65 00 0001 0001";
  for (int i = 0; i < 65; ++i) text += "c00c 0001 0001 0000003c 0004 0a000007";
  Lookup talk;
  talk.server(hex(text));
  EXPECT_EQ(talk.said<Name>().at(0).answers.size(), dns::most_answers);
  EXPECT_EQ(talk.said<Irregularity>().at(0).fault, Fault::limit);
}

TEST(Dns, BothSidesTogetherAreCertain) {
  auto const& recognise = *dns::registration().recognise;
  delivery::Opening opening{.transport = delivery::Transport::udp};
  opening.client = query;
  EXPECT_EQ(recognise(opening), delivery::Likeness::likely);
  opening.server = answer;
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  auto const other = hex("1235 8180 0000 0000 0000 0000");  // no record, no refusal
  opening.server = other;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
  opening.client = bytes_of("GET / HTTP/1.1\r\n\r\n");
  opening.server = {};
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
  opening.client = query;
  opening.server = answer;
  opening.server_port = 137;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

TEST(Dns, BrowserAsksForManyServicesAtOnce) {
  auto browsing = hex("0000 0000 0051 0000 0000 0000 03 5f6d71 05 6c6f63616c 00 000c 0001");
  for (int more = 1; more < 0x51; ++more) {
    auto const question = hex("c00c 000c 0001");
    browsing.insert(browsing.end(), question.begin(), question.end());
  }
  delivery::Opening opening{.transport = delivery::Transport::udp, .client = browsing};
  opening.client_port = opening.server_port = 5353;
  EXPECT_EQ(dns::registration().recognise(opening), delivery::Likeness::likely);
}

TEST(Dns, DamagedQueryIsKnownByItsAnswer) {
  auto const& recognise = *dns::registration().recognise;
  auto const damaged = hex("1234 0100 0001 0000 0000 0000 c012 0001 0001");
  delivery::Opening opening{.transport = delivery::Transport::udp, .client = damaged};
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);  // not away from the port
  opening.server_port = 53;
  EXPECT_EQ(recognise(opening), delivery::Likeness::more);
  opening.server = answer;
  EXPECT_EQ(recognise(opening), delivery::Likeness::likely);
  opening.server = damaged;
  EXPECT_EQ(recognise(opening), delivery::Likeness::more);
}

TEST(Dns, JunkBeforeTheQueryDoesNotHideTheServer) {
  auto const& recognise = *dns::registration().recognise;
  auto const junk = hex("3040 0201 0330 0f02 0300 91c8 0202 05dc");
  auto const refusal = hex("3040 8081 0000 0000 0000 0000");  // FORMERR
  delivery::Opening opening{.transport = delivery::Transport::udp, .client = junk};
  opening.server_port = 53;
  EXPECT_EQ(recognise(opening), delivery::Likeness::more);
  opening.server = refusal;
  EXPECT_EQ(recognise(opening), delivery::Likeness::likely);
}

TEST(Dns, StreamIsNeverMulticast) {
  test::Talk talk{dns::registration()};
  talk.between("10.0.0.9", 50000, "10.0.0.2", 5353);
  talk.client(hex(std::string{"001f"} + query_text)).server(hex(std::string{"002f"} + answer_text));
  EXPECT_EQ(talk.said<Name>().at(1).phase, NamePhase::answered);
  EXPECT_EQ(talk.said<Name>().at(1).said.protocol.text(), "dns");
}

}  // namespace
}  // namespace qw
