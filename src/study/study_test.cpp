// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "study/html.hpp"
#include "study/overview.hpp"
#include "study/readable.hpp"
#include "study/report.hpp"
#include "study/summary.hpp"
#include "support/events.hpp"
#include "support/findings.hpp"
#include "support/sample_study.hpp"

namespace qw::study {
namespace {

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(Words, AmountsReadAsPeopleSayThem) {
  EXPECT_EQ(sized(742), "742 octets");
  EXPECT_EQ(sized(12'345), "12.3 kB");
  EXPECT_EQ(sized(999'999), "1.00 MB");
  EXPECT_EQ(sized(UINT64_MAX), "18.4 EB");
  EXPECT_EQ(share(1, 100'000), "<1\u00a0%");
  EXPECT_EQ(share(99'999, 100'000), ">99\u00a0%");
  EXPECT_EQ(share(0, 0), "—");
  EXPECT_EQ(lasting(seconds(200)), "3 min 20 s");
}

TEST(Words, ForeignTextMovesNothing) {
  EXPECT_EQ(printable("\x1b[2J\n"), "␛[2J␊");
  EXPECT_EQ(printable("a\u202eb"), "a\\u202eb");
  EXPECT_EQ(printable("\x9b"
                      "1m"),
            "\\u009b1m");
  EXPECT_EQ(printable("abcdef", 3), "abc…");
  EXPECT_EQ(printable("Straße"), "Straße");
}

TEST(Html, OnlyLiteralsAreMarkup) {
  std::string out;
  Html{out}.put("<b>", std::string{"<script>&\"'"}, "</b>", 12, std::string_view{"\x1b"});
  EXPECT_EQ(out, "<b>&lt;script&gt;&amp;&quot;&#39;</b>12␛");
}

TEST(Summary, FitsATerminalAndSpeaksPlainly) {
  auto const text = summary(test::sample_study(), "quay3/report.html");
  EXPECT_LE(std::ranges::count(text, '\n'), 40);
  EXPECT_NE(text.find("What leaves it?"), std::string::npos);
  EXPECT_NE(text.find("page "), std::string::npos);
  EXPECT_NE(text.find("write (511), stop (1)"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Summary, StaysWithinFortyLinesWhateverIsFound) {
  auto result = test::sample_study();
  for (int i = 0; i < 500; ++i) {
    result.of<Finding>().push_back(result.of<Finding>()[2]);
    result.of<Finding>().back().parts = {
        {"claim", std::string(500, 'x') + ' ' + std::string(500, 'y')}};
    result.of<CraneRow>().push_back(result.of<CraneRow>()[0]);
    result.dossier.accounts.sources.push_back(result.dossier.accounts.sources[0]);
  }
  result.dossier.accounts.sources[0].damages = 1;
  result.dossier.sightings_left_out = 123'456'789;
  auto const text = summary(result, "out/report.html");
  EXPECT_LE(std::ranges::count(text, '\n'), 40);
}

TEST(Summary, LinesThatOneAnswerDoesNotNeedAreForOthers) {
  auto result = test::sample_study();
  result.of<Finding>().clear();
  for (int i = 0; i < 4; ++i) result.of<CraneRow>().push_back(result.of<CraneRow>()[0]);
  result.dossier.accounts.sources[0].drops_known = false;
  result.dossier.accounts.lost_stream_octets = 1;
  auto const text = summary(result, "out/report.html");
  EXPECT_LE(std::ranges::count(text, '\n'), 40);
  EXPECT_NE(text.find("The captures do not record whether frames were dropped."), std::string::npos)
      << text;
}

TEST(Summary, WhatDetectorsLeftOutIsCounted) {
  auto result = test::sample_study();
  EXPECT_EQ(summary(result, "").find("not listed"), std::string::npos);
  result.dossier.sightings_left_out = 1'234;
  auto text = summary(result, "");
  std::ranges::replace(text, '\n', ' ');  // lines are broken anywhere
  EXPECT_NE(text.find("1,234 more sightings were counted but not listed."), std::string::npos);
  EXPECT_NE(report(result).find("1,234 more sightings were counted but not listed"),
            std::string::npos);
}

TEST(Summary, NothingReadIsSaidAsSuch) {
  auto const text = summary(StudyResult{}, "");
  EXPECT_NE(text.find("0 captures, 0 frames"), std::string::npos);
  EXPECT_NE(text.find("No device was seen"), std::string::npos);
  EXPECT_NE(text.find("No command was seen in a protocol that is parsed"), std::string::npos);
}

TEST(StudyJson, HasTheMembersThatWerePromised) {
  auto const json = to_json(test::sample_study());
  for (auto const* member :
       {"\"frames\":2412008", "\"octets\":2104221400", "\"conversations\":18402",
        "\"events\":{\"conversation\":18402", "\"protocols\":{\"modbus\":", "\"devices\":[",
        "\"cranes\":[{\"name\":\"Crane 1\"", "\"findings\":[",
        "\"ledger\":{\"boundary_octets\":38214000,\"rows_octets\":38214000,"
        "\"unexplained_octets\":2234000",
        "\"coverage\":[", "\"seconds\":4.2", "\"conduits\":[", "\"rows\":[", "\"commands\":[",
        "\"deeds\":[", "\"moved\":[", "\"clocks\":[", "\"goods\":[", "\"rows_left_out\":{}"})
    EXPECT_NE(json.find(member), std::string::npos) << member;
  EXPECT_EQ(count_of(json, "\n"), 1U);
}

TEST(StudyJson, AListIsBoundedAndSaysWhatIsLeftOut) {
  StudyResult result;
  result.of<ConduitRow>().resize(10'003);
  result.of<Device>().resize(10'003);
  auto const json = to_json(result);
  EXPECT_NE(json.find(R"("rows_left_out":{"conduits":3})"), std::string::npos);
  EXPECT_EQ(count_of(json, "\"only_named\""), 10'000U);
  EXPECT_EQ(count_of(json, "\"only_broadcast\""), 10'003U) << "devices are all told";
}

TEST(Report, IsSelfContainedAndEscapesTheWire) {
  auto const page = report(test::sample_study());
  for (auto const* foreign :
       {"<script", "<img", "onerror=alert(1)>", "http://", "https://", "@import", "url(", "\x1b"})
    EXPECT_EQ(page.find(foreign), std::string::npos) << foreign;
  EXPECT_NE(page.find("&lt;img src=x onerror=alert(1)&gt;␛[2J"), std::string::npos);
  EXPECT_NE(page.find("frames 120441–120443, answered in 120444"), std::string::npos);
  EXPECT_EQ(page, report(test::sample_study()));
}

TEST(Report, EveryLinkLeadsSomewhereAndTagsMatch) {
  for (auto const& result : {test::sample_study(), StudyResult{}}) {
    auto const page = report(result);
    for (auto at = page.find("href=\"#"); at != std::string::npos;
         at = page.find("href=\"#", at + 1)) {
      auto const id = page.substr(at + 7, page.find('"', at + 7) - at - 7);
      EXPECT_NE(page.find("id=\"" + id + "\""), std::string::npos) << id;
    }
    for (std::string const tag : {"section", "table", "tbody", "tr", "td", "dl", "svg", "g", "p",
                                  "article", "div", "span", "li", "ul", "ol"})
      EXPECT_EQ(count_of(page, "<" + tag + ">") + count_of(page, "<" + tag + " "),
                count_of(page, "</" + tag + ">"))
          << tag;
  }
}

TEST(Report, ConduitsThatNeedAnEyeComeFirst) {
  ConduitRow const vouched{.rule = "a", .vouched = true, .octets = 900, .commands = 9};
  ConduitRow const doubted{
      .rule = "a", .vouched = true, .doubt = Doubt::opener, .octets = 900, .commands = 9};
  std::vector<ConduitRow> rows{vouched, {.octets = 1}, {.octets = 2}, doubted, {.octets = 3}};
  rows.push_back({.commands = 8});
  for (auto& each : rows) each.to.address = test::address("10.0.0.1");
  rows[4].to.address = test::address("224.0.0.1");
  std::vector<std::ptrdiff_t> places;
  for (auto const* each : in_reading_order(rows)) places.push_back(each - rows.data());
  EXPECT_EQ(places, (std::vector<std::ptrdiff_t>{3, 5, 2, 1, 0, 4}));
}

TEST(Report, ClaimsComeBeforeWhatWasNotFound) {
  auto const page = report(test::sample_study());
  EXPECT_LT(page.find("told the main PLC to stop"), page.find("A cellular module"));
  EXPECT_LT(page.find("A cellular module"), page.find("No DNS tunnel was observed"));
}

TEST(Report, FindingsOfOneKindShareACard) {
  auto result = test::sample_study();
  auto const alone = report(result);
  result.of<Finding>().push_back(result.of<Finding>()[2]);
  result.of<Finding>().back().parts = {{"claim", std::string{"another host did it too"}}};
  auto const page = report(result);
  EXPECT_EQ(count_of(page, "<article class=\"finding"),
            count_of(alone, "<article class=\"finding"));
  EXPECT_EQ(count_of(page, "<th scope=\"row\" class=\"claim\">"), 2U);
  EXPECT_NE(page.find("another host did it too"), std::string::npos);
  EXPECT_NE(summary(result, "").find("2 similar findings: "), std::string::npos);
}

TEST(Report, TheMapMarksHostsThatFindingsAreAboutWhateverTheyAreCalled) {
  auto result = test::sample_study();
  auto const marked = [&] { return count_of(report(result), "<g class=\"node alarmed\">"); };
  auto const before = marked();
  auto& device = result.of<Device>().front();
  auto& finding = result.of<Finding>()[1];
  finding.severity = Severity::page;
  finding.subject = HostPair{device.hosts.front(), test::host("203.0.113.200")};
  device.name = "a name that no finding has";
  EXPECT_EQ(marked(), before + 1);
  finding.severity = Severity::note;
  EXPECT_EQ(marked(), before);
}

TEST(Report, ClocksSayHowFarTheyAreOff) {
  auto result = test::sample_study();
  EXPECT_NE(report(result).find("No time source was seen"), std::string::npos);
  result.of<ClockRow>().push_back({.host = result.of<Device>()[0].hosts[0],
                                   .service = "ntp",
                                   .count = 3,
                                   .least = Nanoseconds{-2'000'000'000},
                                   .most = seconds(5),
                                   .final = {},
                                   .stratum = 2,
                                   .source = "GPS"});
  auto const page = report(result);
  EXPECT_NE(page.find("−2 s</td>"), std::string::npos);
  EXPECT_NE(page.find("+5 s</td>"), std::string::npos);
  EXPECT_NE(page.find("GPS"), std::string::npos);
}

TEST(Report, SaysWhatWasWrittenAndWhatMoved) {
  auto result = test::sample_study();
  result.of<DeedRow>() = {
      {.verb = Verb::file, .operation = "STOR", .object = "index.html", .count = 1},
      {.verb = Verb::write,
       .operation = "Write Var",
       .object = "M 16+4",
       .first_values = "7, 8",
       .last_values = "<9>",
       .count = 3}};
  result.of<MovedRow>() = {
      {.what = TransferKind::program_block, .name = "SDB0", .count = 4, .octets = 864}};
  auto const page = report(result);
  for (auto const* text : {"<code>M 16+4</code>", "<code>7, 8</code>", "<code>&lt;9&gt;</code>",
                           "<code>index.html</code>", "<code>SDB0</code>", "program block"})
    EXPECT_NE(page.find(text), std::string::npos) << text;
  EXPECT_LT(page.find("M 16+4"), page.find("index.html")) << "what changes a device comes first";
}

TEST(Summary, SaysWhatCouldNotBeJudged) {
  auto result = test::sample_study();
  test::Teller const teller{"tester", {.name = "whether"}};
  result.of<Finding>() = {teller.finding("whether")};
  result.of<Finding>()[0].grade = Grade::not_observable;
  auto const text = summary(result, "");
  EXPECT_NE(text.find("No findings. 1 question cannot be judged from here."), std::string::npos);
}

/// The answers with line breaks undone.
std::string told(StudyResult const& result) {
  std::string text;
  for (auto const& answer : answers(result, Overview{result}))
    for (auto const& sentence : answer.sentences) text += sentence + ' ';
  return text;
}

TEST(Answers, ASiteFileNeedNotNameThePort) {
  auto result = test::sample_study();
  result.site.clear();
  EXPECT_EQ(told(result).find("There is no site file"), std::string::npos);
  result.has_site = false;
  EXPECT_NE(told(result).find("There is no site file"), std::string::npos);
}

TEST(Answers, SharesOfThePayloadAddUp) {
  StudyResult result;
  result.dossier.accounts.payload_octets = 100;
  result.dossier.accounts.understood_octets = 90;
  result.dossier.accounts.encrypted_octets = 60;  // of the 90
  result.dossier.accounts.unknown_octets = 10;
  EXPECT_NE(told(result).find("30\u00a0% was parsed, 60\u00a0% was encrypted and 10\u00a0% is"),
            std::string::npos)
      << told(result);
}

TEST(Answers, WhatIsNotJudgedIsNotCalledHarmless) {
  StudyResult result;
  result.of<CommandRow>() = {{.service = test::protocol("modbus"),
                              .verb = Verb::other,
                              .operation = "UMAS",
                              .count = 90,
                              .accepted = 90},
                             {.verb = Verb::file, .operation = "STOR", .count = 1, .accepted = 1}};
  auto const text = told(result);
  EXPECT_NE(text.find("No command that is known to change a device was seen. 1 command is about "
                      "files: STOR (1). 90 commands of other kinds are not judged: UMAS (90)."),
            std::string::npos)
      << text;
  result.of<CommandRow>()[0].verb = result.of<CommandRow>()[1].verb = Verb::read;
  EXPECT_NE(told(result).find("No command that can change a device was seen."), std::string::npos);
}

TEST(Answers, OneDeviceIsNotAllOfThem) {
  StudyResult result;
  result.of<Device>().resize(1);
  EXPECT_NE(told(result).find("Its maker is not known, its firmware not known."), std::string::npos)
      << told(result);
}

TEST(Report, LargeStudiesStayBounded) {
  auto result = test::sample_study();
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    std::byte const octets[] = {std::byte{100}, static_cast<std::byte>(i >> 16),
                                static_cast<std::byte>(i >> 8), static_cast<std::byte>(i)};
    result.of<Device>().push_back(result.of<Device>()[6]);
    result.of<Device>().back().hosts = {{RealmId{}, Address::ipv4(octets)}};
    result.of<LedgerRow>().push_back(result.of<LedgerRow>()[0]);
    result.of<LedgerRow>().back().outside = result.of<Device>().back().hosts[0];
    result.of<ConduitRow>().push_back(result.of<ConduitRow>()[5]);
    result.of<Finding>().push_back(result.of<Finding>()[2]);
  }
  auto const page = report(result);
  EXPECT_LT(page.size(), 4U << 20);
  EXPECT_NE(page.find("more in study.duckdb"), std::string::npos);
}

}  // namespace
}  // namespace qw::study
