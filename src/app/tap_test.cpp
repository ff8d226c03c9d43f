// SPDX-License-Identifier: Apache-2.0

/// Mirrors that are broken in one known way each, made from one healthy capture of a real
/// control network, and what `tap` says of them.

#include "tap/tap.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "pipeline/run.hpp"
#include "site/read.hpp"
#include "support/capture_file.hpp"

namespace qw::app {
namespace {

using tap::Aspect;
using tap::Check;
using tap::Verdict;

/// A control network of one master and many controllers: S7, EtherNet/IP, Modbus.
constexpr std::string_view healthy_capture = "mixed-ot/iti--ModbusTCP--mb2.pcap";

/// Its lower half is taken for one network, its upper half for another.
constexpr std::string_view two_networks = R"(
[[crane]]
name = "STS 3"
networks = ["141.81.0.0/25", "141.81.0.128/25"]
[[device]]
name = "hoist"
addresses = ["141.81.0.146"]
[[device]]
name = "gantry"
addresses = ["141.81.0.23"]
)";

struct Frame {
  Stamp at;
  std::vector<std::byte> octets;
  std::uint32_t wire_octets = 0;
};
using Frames = std::vector<Frame>;

Frames const& healthy() {
  static Frames const frames = [] {
    Frames read;
    char const* const corpus = std::getenv("QW_CORPUS");
    if (corpus == nullptr) return read;
    capture::BlockPool pool;
    auto source = capture::open_file((std::filesystem::path{corpus} / healthy_capture).string(),
                                     SourceId{}, PointId{}, pool);
    if (!source) return read;
    for (FrameView frame; (*source)->next(frame) == capture::Next::frame;)
      read.push_back({frame.at, {frame.octets.begin(), frame.octets.end()}, frame.wire_octets});
    return read;
  }();
  return frames;
}

std::vector<std::byte> file_of(Frames const& frames) {
  test::CaptureWriter file;
  file.pcap_header(0xa1b23c4d);
  for (auto const& [at, octets, wire] : frames) {
    auto const ns = static_cast<std::uint64_t>(at.ns);
    file.u32(ns / 1'000'000'000).u32(ns % 1'000'000'000).u32(octets.size()).u32(wire);
    file.raw(octets);
  }
  return std::move(file.octets);
}

class Listener final : public pipeline::Listener {
 public:
  explicit Listener(tap::Tap& tap) : tap_{tap} {}
  void on_event(Ordered const& event) override { tap_.on(event.event); }

 private:
  tap::Tap& tap_;
};

struct Asked {
  std::string_view site;
  std::vector<tap::Expected> expected;
  std::optional<Stamp> now;
};

std::vector<Check> checks_of(Frames const& frames, Asked asked = {}) {
  auto const file = file_of(frames);
  auto const site = std::get<site::Site>(site::read(asked.site, "site.toml"));
  capture::BlockPool pool;
  std::vector<pipeline::Input> inputs(1);
  inputs[0].source = std::move(*capture::read_capture(std::make_unique<capture::MemoryStream>(file),
                                                      {"mirror", SourceId{}, PointId{}}, pool));
  tap::Tap tap{site, "tap", std::move(asked.expected)};
  Listener listener{tap};
  pipeline::Run run{{}, std::move(inputs)};
  run.listen(listener);
  return tap.checks(run.accounts().sources[0], asked.now);
}

/// "duplicates: wrong" of each check that complains.
std::string complaints(std::vector<Check> const& checks) {
  std::string all;
  for (auto const& check : checks) {
    if (check.verdict != Verdict::wrong && check.verdict != Verdict::doubtful) continue;
    if (!all.empty()) all += ", ";
    all += std::string{name_of(check.aspect)} + ": " + std::string{name_of(check.verdict)};
    EXPECT_FALSE(check.move.empty()) << check.statement;
  }
  return all;
}

Check const& of(std::vector<Check> const& checks, Aspect aspect) {
  return checks[static_cast<std::size_t>(aspect)];
}

bool says(Check const& check, std::string_view text) {
  return check.statement.find(text) != std::string::npos;
}

std::uint8_t octet(Frame const& frame, std::size_t at) {
  return at < frame.octets.size() ? std::to_integer<std::uint8_t>(frame.octets[at]) : 0;
}
bool is_ipv4(Frame const& frame) { return octet(frame, 12) == 8 && octet(frame, 13) == 0; }
bool comes_from_master(Frame const& frame) { return is_ipv4(frame) && octet(frame, 29) == 10; }
/// One end lies in the upper of the two networks, be it an IP packet's or an ARP's.
bool is_upper(Frame const& frame) {
  auto const ends =
      is_ipv4(frame) ? octet(frame, 29) | octet(frame, 33) : octet(frame, 31) | octet(frame, 41);
  bool const arp = octet(frame, 12) == 8 && octet(frame, 13) == 6;
  return (is_ipv4(frame) || arp) && (ends & 0x80) != 0;
}

/// As the trunk carries it: VLAN 20 for the upper network, VLAN 10 for the lower.
Frame tagged(Frame frame) {
  auto const vlan = is_upper(frame) ? std::byte{20} : std::byte{10};
  std::byte const tag[] = {std::byte{0x81}, std::byte{0}, std::byte{0}, vlan};
  frame.octets.insert(frame.octets.begin() + 12, std::begin(tag), std::end(tag));
  frame.wire_octets += 4;
  return frame;
}

template <class Change>
Frames changed(Change change) {
  Frames frames;
  for (auto const& frame : healthy()) change(frame, frames);
  return frames;
}

class Mirror : public testing::Test {
 protected:
  void SetUp() override {
    if (healthy().empty()) GTEST_SKIP() << "QW_CORPUS does not hold " << healthy_capture;
  }
};

TEST_F(Mirror, HealthyRaisesNothing) {
  auto const checks = checks_of(healthy(), {.now = healthy().back().at});
  EXPECT_EQ(complaints(checks), "");
  EXPECT_EQ(checks.size(), 10U);
  EXPECT_EQ(of(checks, Aspect::directions).verdict, Verdict::good);
  EXPECT_EQ(of(checks, Aspect::gaps).verdict, Verdict::good);
  EXPECT_EQ(of(checks, Aspect::drops).verdict, Verdict::unknown)
      << "a pcap file counts no drops, so none is not known";
}

TEST_F(Mirror, HealthyTrunkBesideItsSiteRaisesNothing) {
  auto const trunk = changed([](Frame const& frame, Frames& out) { out.push_back(tagged(frame)); });
  auto const checks = checks_of(trunk, {.site = two_networks});
  EXPECT_EQ(complaints(checks), "");
  EXPECT_TRUE(says(of(checks, Aspect::vlans), "VLAN 10, 20"));
  EXPECT_EQ(of(checks, Aspect::devices).verdict, Verdict::good);
}

TEST_F(Mirror, OneDirectionIsMissing) {
  auto const checks = checks_of(changed([](Frame const& frame, Frames& out) {
    if (comes_from_master(frame) || !is_ipv4(frame)) out.push_back(frame);
  }));
  EXPECT_EQ(complaints(checks), "directions: wrong");
  EXPECT_TRUE(says(of(checks, Aspect::directions), "141.81.0."));
}

TEST_F(Mirror, FramesComeTwice) {
  auto const checks = checks_of(changed([](Frame const& frame, Frames& out) {
    out.push_back(frame);
    out.push_back({frame.at + Nanoseconds{5'000}, frame.octets, frame.wire_octets});
  }));
  EXPECT_NE(complaints(checks).find("duplicates: wrong"), std::string::npos);
  EXPECT_EQ(complaints(checks).find("directions"), std::string::npos);
  EXPECT_EQ(complaints(checks).find("gaps"), std::string::npos);
}

TEST_F(Mirror, OneFrameOfTwentyIsLost) {
  std::size_t count = 0;
  auto const checks = checks_of(changed([&](Frame const& frame, Frames& out) {
    if (++count % 20 != 0) out.push_back(frame);
  }));
  EXPECT_EQ(complaints(checks), "gaps: wrong");
}

TEST_F(Mirror, FramesAreCut) {
  auto const checks = checks_of(changed([](Frame const& frame, Frames& out) {
    out.push_back(frame);
    out.back().octets.resize(std::min<std::size_t>(60, frame.octets.size()));
  }));
  EXPECT_EQ(complaints(checks), "length: wrong");
  EXPECT_EQ(of(checks, Aspect::gaps).verdict, Verdict::unknown);
}

TEST_F(Mirror, ClockWasNeverSet) {
  auto const first = healthy().front().at;
  auto const checks = checks_of(changed([&](Frame const& frame, Frames& out) {
    out.push_back(frame);
    out.back().at = Stamp{} + (frame.at - first);
  }));
  EXPECT_EQ(complaints(checks), "clock: wrong");
  EXPECT_TRUE(says(of(checks, Aspect::clock), "1970-01-01"));
}

TEST_F(Mirror, ClockIsSetBackMeanwhile) {
  for (auto const back : {seconds(2), seconds(7'200)}) {
    std::size_t count = 0;
    auto const checks = checks_of(changed([&](Frame const& frame, Frames& out) {
      out.push_back(frame);
      if (++count > healthy().size() / 2) out.back().at = frame.at + Nanoseconds{-back.count};
    }));
    EXPECT_NE(complaints(checks).find("clock: wrong"), std::string::npos) << back.count;
  }
}

TEST_F(Mirror, CaptureIsFromTheFuture) {
  auto const now = healthy().front().at + Nanoseconds{-seconds(3 * 24 * 3'600).count};
  auto const checks = checks_of(healthy(), {.now = now});
  EXPECT_EQ(complaints(checks), "clock: wrong");
}

TEST_F(Mirror, TagsAreTakenOff) {
  auto const checks = checks_of(healthy(), {.site = two_networks});
  EXPECT_EQ(complaints(checks), "VLANs: doubtful");
}

TEST_F(Mirror, ATagWithoutANumberIsStillATag) {
  auto const checks = checks_of(healthy());
  EXPECT_TRUE(says(of(checks, Aspect::vlans), "No frame has a VLAN tag."))
      << "frames may be tagged with a priority alone";
}

TEST_F(Mirror, OneVlanIsMissing) {
  auto const checks = checks_of(changed([](Frame const& frame, Frames& out) {
                                  if (!is_upper(frame)) out.push_back(tagged(frame));
                                }),
                                {.site = two_networks});
  EXPECT_EQ(complaints(checks), "VLANs: wrong") << "what stands in it is no further complaint";
  EXPECT_TRUE(says(of(checks, Aspect::vlans), "141.81.0.128/25 (STS 3)"));
  EXPECT_TRUE(says(of(checks, Aspect::vlans), "VLAN 10."));
}

TEST_F(Mirror, OnlyBroadcastIsHeard) {
  auto const checks = checks_of(changed([](Frame const& frame, Frames& out) {
    if ((octet(frame, 0) & 1) != 0) out.push_back(frame);
  }));
  EXPECT_EQ(complaints(checks), "traffic: wrong");
}

TEST_F(Mirror, ExpectedDevicesAreNotHeard) {
  auto const address = [](std::string_view text) { return *Address::parse(text); };
  Asked asked{.site = {}, .expected = {}, .now = {}};
  asked.expected = {{"master", {address("141.81.0.10")}},
                    {"spare", {address("141.81.0.99"), address("00:1b:1b:00:00:01")}}};
  auto const checks = checks_of(healthy(), asked);
  EXPECT_EQ(complaints(checks), "devices: wrong");
  EXPECT_TRUE(says(of(checks, Aspect::devices), "spare"));
  EXPECT_FALSE(says(of(checks, Aspect::devices), "master"));
}

TEST(TapOfNothing, SaysSo) {
  auto const checks = checks_of({});
  EXPECT_EQ(complaints(checks), "frames: wrong");
}

}  // namespace
}  // namespace qw::app
