// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "protocols/snmp/track.hpp"
#include "support/hex.hpp"
#include "support/talk.hpp"

namespace qw {
namespace {

using test::hex;

/// An element in hexadecimal: its length is counted, all else is written out.
std::string element(std::string const& identifier, std::string const& content) {
  auto const octets = hex(content).size();
  constexpr char digits[] = "0123456789abcdef";
  return identifier + digits[octets / 16 % 16] + digits[octets % 16] + content;
}
std::string variable(std::string const& name, std::string const& value) {
  return element("30", element("06", name) + value);
}
/// Version (00 is 1, 01 is 2c), community "secret", and a PDU.
std::vector<std::byte> message(std::string const& version, std::string const& pdu) {
  return hex(element("30", "0201" + version + "0406 736563726574" + pdu));
}
std::string pdu(std::string const& identifier, std::string const& id, std::string const& error,
                std::string const& variables) {
  return element(identifier, "0201" + id + "0201" + error + "020100" + element("30", variables));
}

constexpr char sys_descr[] = "2b06010201010100";
constexpr char admin_status[] = "2b060102010202010703";  // of interface 3
constexpr char trap_oid[] = "2b060106030101040100";

auto const get = message("01", pdu("a0", "07", "00", variable(sys_descr, "0500")));
auto const response = message("01", pdu("a2", "07", "00", variable(sys_descr, "0404 53313220")));
auto const refusal = message("01", pdu("a2", "07", "02", variable(sys_descr, "0500")));
auto const set = message("00", pdu("a3", "09", "00", variable(admin_status, "0202 0002")));
auto const set_response = message("00", pdu("a2", "09", "00", variable(admin_status, "0201 02")));

TEST(Snmp, MessageCutAnywhereAsksForMore) {
  for (std::size_t size = 0; size < get.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<NeedMore>(snmp::parse(Bytes{get}.first(size)))) << size;
}

TEST(Snmp, ReadIsSaidWithLoginAndIdentity) {
  test::Talk talk{snmp::registration()};
  talk.client(get);
  EXPECT_TRUE(talk.events().empty());
  talk.server(response);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "GetRequest");
  EXPECT_EQ(commands[0].object.symbol, "1.3.6.1.2.1.1.1.0");
  EXPECT_EQ(commands[0].transaction, MessageNumber{7});
  EXPECT_EQ(commands[0].object.length, 1U);
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  EXPECT_EQ(commands[0].reply_after, milliseconds(1));
  auto const identities = talk.said<Identity>();
  ASSERT_EQ(identities.size(), 1U);
  EXPECT_EQ(identities[0].value, "S12 ");
  EXPECT_EQ(identities[0].basis, Basis::banner);
  EXPECT_EQ(to_text(identities[0].subject.address), "10.0.0.2");
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].method.text(), "community");
  EXPECT_TRUE(logins[0].in_clear);
  EXPECT_TRUE(logins[0].account.empty());
}

TEST(Snmp, CommunityIsNeverSaid) {
  test::Talk talk{snmp::registration()};
  talk.client(set).server(set_response);
  auto const holds = [](std::string_view text) { return text.find("secret") != text.npos; };
  for (auto const& command : talk.said<Command>()) {
    EXPECT_FALSE(holds(command.object.symbol));
    EXPECT_FALSE(holds(text_of(command.values.raw)));
  }
  for (auto const& login : talk.said<Login>()) EXPECT_TRUE(login.account.empty());
}

TEST(Snmp, LoginIsSaidOnceForEachCredentialAndOutcome) {
  test::Talk talk{snmp::registration()};
  talk.client(get).server(response).client(get).server(response);
  EXPECT_EQ(talk.said<Login>().size(), 1U);
  talk.client(get).pass(seconds(5));
  ASSERT_EQ(talk.said<Login>().size(), 2U);
  EXPECT_EQ(talk.said<Login>()[1].outcome.state, Outcome::State::unanswered);
}

TEST(Snmp, RefusalHasItsName) {
  test::Talk talk{snmp::registration()};
  talk.client(get).server(refusal);
  auto const commands = talk.said<Command>();
  EXPECT_EQ(commands.at(0).outcome.state, Outcome::State::refused);
  EXPECT_EQ(commands.at(0).outcome.reason.text(), "noSuchName");
  EXPECT_EQ(talk.said<Login>().at(0).outcome.state, Outcome::State::accepted);
}

TEST(Snmp, WriteCarriesItsValueInTheWidthOfItsType) {
  test::Talk talk{snmp::registration()};
  talk.client(set).server(set_response);
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].verb, Verb::write);
  EXPECT_EQ(commands[0].object.symbol, "1.3.6.1.2.1.2.2.1.7.3");
  EXPECT_EQ(commands[0].values.type, WireType::s32be);
  auto const expected = hex("00000002");
  EXPECT_TRUE(std::ranges::equal(commands[0].values.raw, expected));
  auto const samples = talk.said<Sample>();
  ASSERT_EQ(samples.size(), 1U);
  EXPECT_EQ(samples[0].learnt, Learnt::write);
  EXPECT_EQ(to_text(samples[0].target.host.address), "10.0.0.2");
}

TEST(Snmp, RequestThatIsSentAgainIsOneRequest) {
  test::Talk talk{snmp::registration()};
  talk.client(get).client(get).server(response).server(response).pass(seconds(6)).end();
  EXPECT_EQ(talk.said<Command>().size(), 1U);
  EXPECT_TRUE(talk.said<Irregularity>().empty());
}

TEST(Snmp, SilenceIsUnansweredAndTheEndUnseen) {
  test::Talk talk{snmp::registration()};
  talk.both_heard().client(get).pass(seconds(5));
  EXPECT_EQ(talk.said<Command>().at(0).outcome.state, Outcome::State::unanswered);
  talk.client(get).end();
  EXPECT_EQ(talk.said<Command>().at(1).outcome.state, Outcome::State::unseen);
}

TEST(Snmp, TrapOfVersion1NamesItsEnterprise) {
  test::Talk talk{snmp::registration()};
  // linkDown of 1.3.6.1.4, agent 10.0.0.9, up for 5 ticks.
  talk.client(
      message("00", element("a4", "0604 2b060104 4004 0a000009 0201 02 0201 00 4301 05 3000")));
  auto const alarms = talk.said<Alarm>();
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0].source, "1.3.6.1.4");
  EXPECT_EQ(alarms[0].text, "linkDown");
  EXPECT_EQ(alarms[0].code, 2U);
  EXPECT_EQ(alarms[0].state, AlarmState::raised);
  EXPECT_EQ(talk.said<Login>().at(0).outcome.state, Outcome::State::none);
}

TEST(Snmp, TrapOfVersion2IsNamedByItsIdentifier) {
  test::Talk talk{snmp::registration()};
  talk.client(message(
      "01", pdu("a7", "01", "00", variable(trap_oid, "0609 2b0601060301010504"))));  // linkUp
  talk.client(message("01", pdu("a7", "02", "00", variable(trap_oid, "0603 2b0604"))));
  auto const alarms = talk.said<Alarm>();
  ASSERT_EQ(alarms.size(), 2U);
  EXPECT_EQ(alarms[0].text, "linkUp");
  EXPECT_EQ(alarms[0].code, 3U);
  EXPECT_EQ(alarms[0].state, AlarmState::cleared);
  EXPECT_EQ(alarms[1].text, "1.3.6.4");
  EXPECT_FALSE(alarms[1].code);
}

TEST(Snmp, InformIsAnAlarmAtOnceAndACommandWhenAnswered) {
  test::Talk talk{snmp::registration()};
  auto const variables = variable(trap_oid, "0609 2b0601060301010501");
  talk.client(message("01", pdu("a6", "05", "00", variables)));
  EXPECT_EQ(talk.said<Alarm>().size(), 1U);
  EXPECT_TRUE(talk.said<Command>().empty());
  talk.server(message("01", pdu("a2", "05", "00", variables)));
  EXPECT_EQ(talk.said<Command>().at(0).operation.text(), "InformRequest");
}

TEST(Snmp, BulkSaysHowMuchItWants) {
  test::Talk talk{snmp::registration()};
  talk.client(message(
      "01", element("a5", "0201 03 0201 01 0201 14" + element("30", variable(sys_descr, "0500")))));
  talk.end();
  auto const command = talk.said<Command>().at(0);
  EXPECT_EQ(command.operation.text(), "GetBulkRequest");
  auto const expected = hex("00000001 00000014");
  EXPECT_TRUE(std::ranges::equal(command.values.raw, expected));
}

/// Version 3, message 5, user "ops": flags, and the scoped PDU or its cover.
std::vector<std::byte> message_v3(std::string const& flags, std::string const& data) {
  auto const parameters = element("30", "0401 80 0201 01 0201 01 0403 6f7073 0401 aa 0401 bb");
  return hex(element("30", "020103" + element("30", "0201 05 0202 05dc 0401" + flags + "0201 03") +
                               element("04", parameters) + data));
}

TEST(Snmp, EncryptedRequestTellsItsUserOnly) {
  test::Talk talk{snmp::registration()};
  talk.client(message_v3("07", "0404 deadbeef")).server(message_v3("03", "0404 deadbeef"));
  auto const commands = talk.said<Command>();
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].operation.text(), "encryptedPDU");
  EXPECT_EQ(commands[0].outcome.state, Outcome::State::accepted);
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].account, "ops");
  EXPECT_EQ(logins[0].method.text(), "USM authPriv");
  EXPECT_FALSE(logins[0].in_clear);
}

TEST(Snmp, ReportOfAWrongDigestRefusesTheLogin) {
  test::Talk talk{snmp::registration()};
  auto const scoped = [](std::string const& inside) { return element("30", "0400 0400" + inside); };
  talk.client(message_v3("05", scoped(pdu("a0", "01", "00", variable(sys_descr, "0500")))));
  talk.server(message_v3(
      "00", scoped(pdu("a8", "01", "00", variable("2b06010603 0f01010500", "4101 01")))));
  EXPECT_EQ(talk.said<Command>().at(0).outcome.reason.text(), "usmStatsWrongDigests");
  auto const logins = talk.said<Login>();
  ASSERT_EQ(logins.size(), 1U);
  EXPECT_EQ(logins[0].outcome.state, Outcome::State::refused);
  EXPECT_EQ(logins[0].method.text(), "USM authNoPriv");
}

TEST(Snmp, BrokenVariableIsIrregular) {
  test::Talk talk{snmp::registration()};
  talk.client(message("01", pdu("a0", "07", "00", "3003 0201 05")));
  EXPECT_EQ(talk.said<Irregularity>().at(0).text.text(), "variable binding is broken");
}

TEST(Snmp, OnlyWholeMessagesAreRecognised) {
  auto const& recognise = *snmp::registration().recognise;
  delivery::Opening opening{.transport = delivery::Transport::udp};
  opening.client = get;
  EXPECT_EQ(recognise(opening), delivery::Likeness::likely);
  opening.server = response;
  EXPECT_EQ(recognise(opening), delivery::Likeness::certain);
  opening.server = {};
  auto const other = hex("30 0c 02 01 01 60 07 02 01 03 04 00 80 00");  // a bind of LDAP
  opening.client = other;
  EXPECT_EQ(recognise(opening), delivery::Likeness::no);
}

}  // namespace
}  // namespace qw
