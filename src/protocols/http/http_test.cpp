// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/http/body.hpp"
#include "protocols/http/track.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using delivery::Likeness;
using delivery::Side;

Bytes text(std::string_view octets) { return bytes_of(octets); }

constexpr std::string_view get =
    "GET /a/b.html?user=x&secret=y HTTP/1.1\r\nHost: crane1.example\r\nUser-Agent: probe/1\r\n\r\n";
constexpr std::string_view abc_sha256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// What a talk said, one line an event of the kinds that tests look at.
std::string story(test::Talk const& talk) {
  std::string lines;
  for (auto const& each : talk.said<Command>())
    lines += std::string{each.operation.text()} + " " + std::string{each.object.symbol} + " " +
             std::string{name_of(each.outcome.state)} + "\n";
  for (auto const& each : talk.said<Transfer>())
    lines += std::string{each.name} + " " + std::to_string(each.octets) + " " +
             std::string{each.digest} + (each.complete ? " complete" : " partial") + "\n";
  for (auto const& each : talk.said<Irregularity>()) lines += std::string{each.text.text()} + "\n";
  return lines;
}

TEST(Http, HeadCutAnywhereAsksForMore) {
  for (std::size_t size = 0; size < get.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(http::parse(text(get.substr(0, size))))) << size;
  auto const whole = http::parse(text(get));
  ASSERT_TRUE(std::holds_alternative<Done<http::HeadView>>(whole));
  EXPECT_EQ(std::get<0>(whole).used, get.size());
}

TEST(Http, ForeignStartLinesAreMalformed) {
  for (auto const* line : {"GET /\r\n", "GET / HTTP/2.0\r\n", "HTTP/1.1 99 No\r\n", "SSH-2.0-x\r\n",
                           "HTTP/1.x 200 OK\r\n", "get / HTTP/1.1\r\n"})
    EXPECT_TRUE(std::holds_alternative<Malformed>(http::parse(text(line)))) << line;
}

TEST(Http, RequestIsSaidWithItsResponseAndWithoutItsQuery) {
  test::Talk talk{http::registration()};
  talk.client(text(get));
  talk.server(
      text("HTTP/1.1 200 OK\r\nServer: plc-web/2\r\nContent-Type: text/html; charset=x\r\n"
           "Content-Length: 3\r\n\r\nabc"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::file);
  EXPECT_EQ(commands[0].operation.text(), "GET");
  EXPECT_EQ(commands[0].object.symbol, "crane1.example/a/b.html");
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[0].outcome.code, 200U);
  EXPECT_EQ(commands[0].said.reply, 2U);
  auto const transfers = talk.said<Transfer>();
  ASSERT_EQ(transfers.size(), 1U);
  EXPECT_EQ(transfers[0].media_type, "text/html");
  EXPECT_EQ(transfers[0].octets, 3U);
  EXPECT_EQ(transfers[0].digest, abc_sha256);
  EXPECT_TRUE(transfers[0].complete);
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 2U);
  EXPECT_EQ(identities[0].value, "probe/1");
  EXPECT_EQ(identities[1].value, "plc-web/2");
}

TEST(Http, RefusalsCarryTheirStatus) {
  test::Talk talk{http::registration()};
  talk.client(text(get)).server(text("HTTP/1.1 404 Nothing here\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(talk.said<Command>()[0].outcome.reason.text(), "Not Found");
  EXPECT_TRUE(talk.said<Transfer>().empty());
}

TEST(Http, PipelinedChunkedOctetByOctetSaysTheSame) {
  std::string const requests = std::string{get} +
                               "POST /up HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "2;x=1\r\nab\r\n1\r\nc\r\n0\r\nTrailer: t\r\n\r\n"
                               "HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n";
  std::string const responses =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "003\r\nabc\r\n0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n";
  test::Talk whole{http::registration()};
  whole.client(text(requests)).server(text(responses)).end();
  test::Talk cut{http::registration()};
  for (auto const& octet : requests) cut.client(text({&octet, 1}));
  for (auto const& octet : responses) cut.server(text({&octet, 1}));
  cut.end();
  std::string const expected =
      "GET crane1.example/a/b.html accepted\nPOST h/up accepted\nHEAD h/h accepted\n"
      "h/up 3 " +
      std::string{abc_sha256} +
      " complete\n"
      "crane1.example/a/b.html 3 " +
      std::string{abc_sha256} + " complete\n";
  EXPECT_EQ(story(whole), expected);
  EXPECT_EQ(story(cut), expected);
}

TEST(Http, BasicLoginNamesItsAccountAndNeverItsPassword) {
  test::Talk talk{http::registration()};
  // "operator:geheim"
  std::string const request =
      "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic b3BlcmF0b3I6Z2VoZWlt\r\n\r\n";
  talk.client(text(request)).server(text("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"));
  talk.client(text(request)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  talk.client(text(request)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 2U);
  EXPECT_EQ(logins[0].account, "operator");
  EXPECT_TRUE(logins[0].in_clear);
  EXPECT_EQ(logins[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(logins[1].outcome.state, Outcome::State::accepted);
}

TEST(Http, DigestLoginNamesItsAccount) {
  auto const attempt =
      http::read_authorization("Digest nusername=\"no\", username=\"Mufasa\", x=y");
  EXPECT_EQ(attempt.method.text(), "Digest");
  EXPECT_EQ(attempt.account.view(), "Mufasa");
  EXPECT_FALSE(attempt.in_clear);
  EXPECT_TRUE(http::read_authorization("NTLM TlRMTVNTUAABAAAA").method.empty());
}

TEST(Http, PlaceLeavesSecretsOut) {
  auto const place = http::place_of("http://user:pw@host:80/path?key=1#part", "other", false);
  EXPECT_EQ(place.host, "host:80");
  EXPECT_EQ(place.path, "/path");
  auto const relative = http::place_of("/go?to=http://u:p@x/", "h", false);
  EXPECT_EQ(relative.host, "h");
  EXPECT_EQ(relative.path, "/go");
}

TEST(Http, ConnectOffersWhatFollows) {
  test::Talk talk{http::registration()};
  talk.client(text("CONNECT c.example:443 HTTP/1.1\r\nHost: c.example:443\r\n\r\n\x16\x03"));
  EXPECT_EQ(talk.waiting(Side::client), 2U);
  talk.server(text("HTTP/1.1 200 Connection established\r\n\r\n"));
  EXPECT_EQ(talk.last().then, delivery::Taken::Then::offer);
  EXPECT_EQ(talk.last().hint.text(), "tls");
  EXPECT_EQ(talk.said<Command>()[0].object.symbol, "c.example:443");
}

TEST(Http, BodyUntilCloseIsCompleteOnlyIfTheEndWasSeen) {
  for (bool const seen : {true, false}) {
    test::Talk talk{http::registration()};
    talk.client(text(get)).server(text("HTTP/1.0 200 OK\r\n\r\nabc"));
    if (seen) talk.finish(Side::server);
    talk.end();
    ASSERT_EQ(talk.said<Transfer>().size(), 1U);
    EXPECT_EQ(talk.said<Transfer>()[0].octets, 3U);
    EXPECT_EQ(talk.said<Transfer>()[0].complete, seen);
    EXPECT_EQ(talk.said<Transfer>()[0].digest, seen ? abc_sha256 : "");
  }
}

TEST(Http, GapInsideABodyKeepsStepButNotTheDigest) {
  test::Talk talk{http::registration()};
  talk.client(text(get)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));
  talk.gap(Side::server, 5).server(text("x"));
  talk.client(text(get)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
  auto const transfers = talk.said<Transfer>();
  ASSERT_EQ(transfers.size(), 2U);
  EXPECT_EQ(transfers[0].octets, 4U);
  EXPECT_FALSE(transfers[0].complete);
  EXPECT_TRUE(transfers[0].digest.empty());
  EXPECT_EQ(transfers[1].digest, abc_sha256);
}

TEST(Http, FramesOfABodyAreInOrderWhateverCameFirst) {
  test::Talk talk{http::registration()};
  talk.next_frame(5).server(text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));
  talk.next_frame(7).server(text("def"));
  talk.next_frame(3).server(text("ghi"));
  auto const transfers = talk.said<Transfer>();
  ASSERT_EQ(transfers.size(), 1U);
  EXPECT_EQ(transfers[0].said.moment.frames.first, 3U);
  EXPECT_EQ(transfers[0].said.moment.frames.last, 7U);
}

TEST(Http, GapOverTheRestOfABodyLeadsToTheNextHead) {
  test::Talk talk{http::registration()};
  talk.client(text(get)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));
  talk.client(text(get)).gap(Side::server, 6);
  talk.server(text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[1].outcome.code, 404U);
  ASSERT_EQ(talk.said<Transfer>().size(), 1U);
  EXPECT_FALSE(talk.said<Transfer>()[0].complete);
  EXPECT_EQ(talk.waiting(Side::server), 0U);
}

TEST(Http, GapOverAHeadLeavesRequestsUnseenAndFindsStepAgain) {
  test::Talk talk{http::registration()};
  talk.client(text(get)).gap(Side::server, 500).server(text("tail of something\r\n"));
  talk.client(text(get)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::unseen);
  EXPECT_EQ(commands[1].outcome.state, Outcome::State::accepted);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Http, ResponsesThatTheCaptureBeganInsideAreBorne) {
  test::Talk talk{http::registration()};
  talk.client(text(get)).server(text("the rest of a body\r\n"));
  talk.client(text(get)).server(text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_FALSE(talk.gave_up());
  EXPECT_EQ(talk.said<Irregularity>().size(), 1U);
  ASSERT_EQ(talk.said<Command>().size(), 2U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unseen);
  EXPECT_EQ(talk.said<Command>()[1].outcome.state, Outcome::State::accepted);

  test::Talk foreign{http::registration()};
  foreign.server(text("220 mail.example ESMTP\r\n"));
  EXPECT_TRUE(foreign.gave_up());
}

TEST(Http, SilenceIsUnansweredAtTheDeadline) {
  test::Talk talk{http::registration()};
  talk.client(text(get)).pass(seconds(299));
  EXPECT_TRUE(talk.said<Command>().empty());
  talk.pass(seconds(1));
  ASSERT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_EQ(talk.said<Command>()[0].outcome.state, Outcome::State::unanswered);
}

TEST(Http, RulesBrokenAreSaidButBorne) {
  test::Talk talk{http::registration()};
  talk.client(
      text("POST / HTTP/1.1\nHost: h\nno colon\nContent-Length: 3\n"
           "Transfer-Encoding: chunked\n\n0\r\n\r\n"));
  EXPECT_EQ(story(talk),
            "line ends with a bare line feed\nheader line without a colon\n"
            "both Content-Length and Transfer-Encoding\n");
}

TEST(Http, ChunkSizesThatOverflowAreRefused) {
  auto body = http::BodyReader::of_chunks();
  EXPECT_TRUE(std::holds_alternative<Malformed>(body.next_line(text("10000000000000000\r\n"))));
  auto other = http::BodyReader::of_chunks();
  EXPECT_TRUE(std::holds_alternative<Malformed>(other.next_line(text("xyz\r\n"))));
}

TEST(Http, FoldedHeadersBelongTogether) {
  http::Headers lines{text("A: one\r\n two\r\nB:three\r\n")};
  http::Headers::Item item;
  ASSERT_TRUE(lines.next(item));
  EXPECT_EQ(item.name, "A");
  EXPECT_EQ(item.value, "one\r\n two");
  ASSERT_TRUE(lines.next(item));
  EXPECT_EQ(item.value, "three");
  EXPECT_FALSE(lines.next(item));
}

TEST(Http, RecogniseAsksForAStartLine) {
  auto const recognise = http::registration().recognise;
  EXPECT_EQ(recognise({.client = text(get)}), Likeness::certain);
  EXPECT_EQ(recognise({.client = text("GET / HT")}), Likeness::more);
  EXPECT_EQ(recognise({.server = text("HTTP/1.1 200 OK\r\n")}), Likeness::certain);
  EXPECT_EQ(recognise({.client = text("OPTIONS rtsp://x RTSP/1.0\r\n")}), Likeness::no);
  EXPECT_EQ(recognise({.client = text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")}), Likeness::no);
  EXPECT_EQ(recognise({.client = text("FOO / HTTP/1.1\r\n")}), Likeness::no);
}

}  // namespace
}  // namespace qw
