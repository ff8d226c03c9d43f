// SPDX-License-Identifier: Apache-2.0
#include "detectors/site_conflict/site_conflict.hpp"

#include "support/port.hpp"

namespace qw::detectors::site_conflict {
namespace {

using test::Port;

std::string site_text() {
  return std::string{test::crane_with_window} + R"(
[[device]]
name = "hoist"
maker = "Siemens"
addresses = ["10.1.0.9"]
macs = ["00:1b:1b:00:00:09"]
document = "assets.csv, line 7"
[[device]]
name = "spare"
addresses = ["10.1.0.99"]
document = "assets.csv, line 8"
[[claim]]
document = "spare.csv, line 2"
name = "hoist inverter"
addresses = ["10.1.0.9"]
[[claim]]
document = "switch.txt"
switch_port = "Gi1/0/7"
macs = ["02:00:00:00:00:50"]
)";
}

Device heard(std::string_view address) {
  Device made;
  made.name = address;
  made.hosts = {test::host(address)};
  return made;
}

Binding arp(std::string_view mac, FrameNumber frame, std::int64_t second = 7200) {
  Binding made{test::said("10.1.0.9:0", "10.1.0.1:0", "arp", second, frame)};
  made.relation = Relation::address;
  made.subject = test::host("10.1.0.9").address;
  made.object = test::host(mac).address;
  return made;
}

Conversation talk(std::string_view mac, std::uint8_t hops, FrameNumber frame) {
  auto made = test::conversation("10.1.0.9:502", "10.1.0.5:4000", "modbus", frame);
  made.said.moment.at = test::start + seconds(7200);
  made.mac_out = test::host(mac).address;
  made.hops_out = hops;
  made.frames_in = 0;
  return made;
}

/// Findings whose claim has the words.
std::vector<ToldFinding> with(Findings const& findings, test::Port const& port,
                              std::string_view words) {
  std::vector<ToldFinding> found;
  for (auto const& each : test::told(findings, port))
    if (each.claim.find(words) != std::string::npos) found.push_back(each);
  return found;
}

Findings at_tick(Detector const& detector, std::vector<Device> const& devices) {
  Findings findings;
  Dossier known;
  known.of<Device>() = devices;
  test::judge(detector, 60, findings, about, known);
  return findings;
}

TEST(SiteConflict, AListedAddressAtAnotherMacIsObservedWithItsFrames) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  detector.on(arp("00:1b:1b:00:00:09", 3), findings);
  EXPECT_TRUE(findings.sorted().empty()) << "as listed";
  detector.on(arp("02:00:00:00:00:66", 5), findings);
  detector.on(arp("02:00:00:00:00:66", 8), findings);
  auto const finding = test::only(findings, port);
  EXPECT_EQ(finding.grade, Grade::observed);
  EXPECT_EQ(finding.severity, Severity::queue);
  EXPECT_EQ(finding.subject, "hoist (10.1.0.9)");
  EXPECT_EQ(finding.count, 2U);
  EXPECT_EQ(finding.evidence[0].frames.first, 5U);
  EXPECT_EQ(finding.claim,
            "hoist (10.1.0.9): assets.csv, line 7 gives its MAC as 00:1b:1b:00:00:09, but arp "
            "gives 02:00:00:00:00:66.");
}

TEST(SiteConflict, InAMaintenanceWindowItIsANote) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  detector.on(arp("02:00:00:00:00:66", 5, 60), findings);
  EXPECT_EQ(test::only(findings, port).severity, Severity::note);
  detector.on(arp("02:00:00:00:00:66", 9, 7200), findings);
  EXPECT_EQ(findings.sorted()[0].severity, Severity::queue) << "it stayed after the window";
}

TEST(SiteConflict, PacketsFromAnotherMacAreLikelyUnlessARouterPassedThemOn) {
  Port const port{site_text()};
  Detector detector{port.context};
  Findings findings;
  detector.on(talk("02:00:00:00:00:66", 63, 4), findings);
  detector.on(talk("02:00:00:00:00:66", 0, 5), findings);
  EXPECT_TRUE(findings.sorted().empty());
  detector.on(talk("02:00:00:00:00:66", 64, 6), findings);
  EXPECT_EQ(test::only(findings, port).grade, Grade::likely);
}

TEST(SiteConflict, DocumentsThatDisagreeAreFoundWithoutFrames) {
  Port const port{site_text()};
  auto const findings = at_tick(Detector{port.context}, {heard("10.1.0.9"), heard("10.1.0.99")});
  auto const found = with(findings, port, "hoist inverter");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::likely) << "no frame shows what a list says";
  EXPECT_EQ(found[0].severity, Severity::note);
  EXPECT_TRUE(found[0].evidence.empty());
  EXPECT_FALSE(found[0].innocent.empty());
  EXPECT_EQ(found[0].steps.size(), 2U);
}

TEST(SiteConflict, WhatIsListedAndNotHeardIsOneNoteForEachDocument) {
  Port const port{site_text()};
  auto const found = with(at_tick(Detector{port.context}, {}), port, "Listed in");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::not_observed);
  EXPECT_EQ(found[0].subject, "assets.csv");
  EXPECT_EQ(found[0].count, 2U);
  EXPECT_FALSE(found[0].bound.empty());
}

TEST(SiteConflict, WhatOnlyASwitchLearntIsObservedWhereItWasHeard) {
  Port const port{site_text()};
  Detector detector{port.context};
  auto found = with(at_tick(detector, {}), port, "Gi1/0/7");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::likely);
  Findings ignored;
  detector.on(talk("02:00:00:00:00:50", 0, 12), ignored);
  found = with(at_tick(detector, {}), port, "Gi1/0/7");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::observed);
  EXPECT_EQ(found[0].evidence[0].frames.first, 12U);
}

TEST(SiteConflict, WhatADeviceDeclaresIsHeldAgainstTheList) {
  Port const port{site_text()};
  auto device = heard("10.1.0.9");
  KnownAttribute maker;
  maker.attribute = Attribute::maker;
  maker.value = "Moxa";
  maker.source = "LLDP system description";
  maker.evidence.frames = {21, 21};
  device.attributes = {maker};
  auto const found = with(at_tick(Detector{port.context}, {device}), port, "the device says");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::observed);
  EXPECT_EQ(found[0].evidence[0].frames.first, 21U);
}

TEST(SiteConflict, WithoutAListThereIsNothingToContradict) {
  Port const port;
  Detector detector{port.context};
  Findings findings;
  detector.on(arp("02:00:00:00:00:66", 5), findings);
  detector.on(talk("02:00:00:00:00:66", 64, 6), findings);
  EXPECT_TRUE(findings.sorted().empty());
  EXPECT_TRUE(at_tick(detector, {heard("10.1.0.9")}).sorted().empty());
}

}  // namespace
}  // namespace qw::detectors::site_conflict
