// SPDX-License-Identifier: Apache-2.0

/// A run that is cut after any frame, saved, loaded and gone on with writes the ledger of a run
/// without the cut, to the octet, its inventory and its findings. Of these two things differ: who
/// somebody is and what he does is not heard where the cut goes through the exchange that says it
/// (listed below), and what a connection says of itself once is counted again after the cut.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>

#include "analyses/registries.hpp"
#include "pipeline/investigation.hpp"
#include "pipeline/study_state.hpp"
#include "site/read.hpp"
#include "support/first_frames.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::pipeline {
namespace {

/// All that is private is a crane's, one device of it is known, and one conduit.
constexpr std::string_view site_text = R"(
[[crane]]
name = "STS-1"
networks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]

[[device]]
name = "screen"
addresses = ["10.0.0.57"]
macs = ["00:1b:1b:00:00:01"]

[[conduit]]
from = "STS-1"
to = "STS-1"
service = "tls"
why = "the screen"
vouched_by = "A. Person"
)";

site::Site site_of(std::string_view text) {
  auto read = site::read(text, "site.toml");
  if (auto const* mistakes = std::get_if<std::vector<site::Mistake>>(&read))
    ADD_FAILURE() << site::to_text(mistakes->front());
  auto* const made = std::get_if<site::Site>(&read);
  return made == nullptr ? site::Site{} : std::move(*made);
}

/// What a study of one capture needs, and what it finds.
struct Study {
  Study(std::string const& path, std::uint64_t frames, unsigned workers)
      : run{{.workers = workers, .fold = true}, inputs(path, frames, pool)} {}

  static std::vector<Input> inputs(std::string const& path, std::uint64_t frames,
                                   capture::BlockPool& pool) {
    auto opened = capture::open_file(path, SourceId{}, PointId{}, pool);
    std::vector<Input> made;
    made.push_back({.source = std::make_unique<test::FirstFrames>(std::move(*opened), frames),
                    .point_name = "tap",
                    .realms = {}});
    return made;
  }
  /// To its end, and what it would go on with.
  std::vector<std::byte> state() {
    std::vector<std::byte> state;
    run.before_the_end([&] { state = state_of(investigation, run); });
    run.listen(investigation);
    return state;
  }
  Status go_on(Bytes state) {
    return go_on_from(state, state_bounds(background, 1), investigation, run);
  }
  Dossier dossier() { return investigation.conclude(run.accounts()); }

  capture::BlockPool pool;
  site::Site site = site_of(site_text);
  analyses::Registries registries;
  site::ListedMakers makers;
  std::vector<std::string> points{"tap"};
  Background background{.site = site,
                        .registries = registries,
                        .listed_makers = makers,
                        .point_names = points,
                        .learning = seconds(0),
                        .is_watched = true};
  Investigation investigation{background};
  Run run;
};

template <class... Record>
std::string text_of(Dossier const& dossier) {
  std::string text;
  auto const add = [&](auto const& rows) {
    for (auto const& row : rows) {
      write_record(text, row, {});
      text += '\n';
    }
  };
  (add(dossier.of<Record>()), ...);
  return text;
}

std::string inventory_of(Dossier const& dossier) {
  std::string text;
  for (auto device : dossier.of<Device>()) {
    for (auto& attribute : device.attributes) attribute.count = 0;
    write_record(text, device, {});
    text += '\n';
  }
  return text;
}

/// With the words that are made of their parts.
std::string findings_of(Dossier const& dossier) {
  std::string text;
  for (auto const& finding : dossier.of<Finding>()) {
    write_record(text, told(finding, {}), {});
    text += '\n';
  }
  return text;
}

std::string capture_of(std::string_view name) {
  if (name.starts_with("samples/")) return std::string{name};
  char const* const corpus = std::getenv("QW_CORPUS");
  if (corpus == nullptr) return {};
  return (std::filesystem::path{corpus} / name).string();
}

/// The first frames, the last, and some between, the same in every run of this test.
std::set<std::uint64_t> cuts_of(std::uint64_t frames, std::size_t between) {
  std::set<std::uint64_t> cuts{0, 1, 2, frames - 1, frames};
  std::minstd_rand random{static_cast<unsigned>(frames)};
  for (std::size_t i = 0; i < between; ++i) cuts.insert(random() % frames);
  return cuts;
}

struct Capture {
  std::string_view name;
  /// Cuts through an exchange that says who somebody is or what he does, or just before it: the
  /// first message behind a gap tells where messages begin, and is passed over.
  std::set<std::uint64_t> straddled{};
  /// Cuts through an exchange that a finding is made of, or through a conversation that says once
  /// what it is made of: behind the cut that is said, and counted, again.
  std::set<std::uint64_t> claim_straddled{};
};
void PrintTo(Capture const& capture, std::ostream* out) { *out << capture.name; }

class State : public ::testing::TestWithParam<Capture> {};

TEST_P(State, CutAfterAnyFrameItGoesOnAsIfNothingHadBeen) {
  auto const path = capture_of(GetParam().name);
  if (path.empty()) GTEST_SKIP() << "QW_CORPUS does not name the folder of captures";
  Study whole{path, UINT64_MAX, 1};
  whole.run.listen(whole.investigation);
  auto const wanted = whole.dossier();
  auto const frames = wanted.accounts.frames();
  auto const books = text_of<LedgerRow, LedgerTotal>(wanted);
  auto const inventory = inventory_of(wanted);
  auto const findings = findings_of(wanted);
  ASSERT_FALSE(inventory.empty());
  for (auto const cut : cuts_of(frames, 8)) {
    unsigned const workers = 1 + cut % 2;
    Study before{path, cut, workers};
    auto const state = before.state();
    Study after{path, UINT64_MAX, 3 - workers};
    auto const loaded = after.go_on(state);
    ASSERT_TRUE(loaded) << cut << ": " << loaded.error().text;
    after.run.listen(after.investigation);
    auto const found = after.dossier();
    EXPECT_EQ((text_of<LedgerRow, LedgerTotal>(found)), books) << "after frame " << cut;
    EXPECT_EQ(found.accounts.frames(), frames) << cut;
    EXPECT_EQ(found.accounts.conversations, wanted.accounts.conversations) << cut;
    if (!GetParam().straddled.contains(cut)) {
      EXPECT_EQ(inventory_of(found), inventory) << "after frame " << cut;
    }
    if (!GetParam().claim_straddled.contains(cut)) {
      EXPECT_EQ(findings_of(found), findings) << "after frame " << cut;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Captures, State,
    ::testing::Values(Capture{"samples/control-network.pcap.gz", {}, {1, 2}},
                      Capture{"modbus/icsnpp-modbus--modbus_example.pcap", {99}},
                      Capture{"s7comm/icsnpp-s7comm--snap7.pcap", {5}, {57, 61, 63}},
                      Capture{"s7comm/iti--s7--snap7_s300_stop.pcapng", {1}, {1}},
                      Capture{"enip-cip/suricata-verify--enip-alert--enip_test1.pcap", {5}},
                      Capture{"http/ndpi--quickplay.pcap", {1, 2, 5}},
                      Capture{"http/ndpi--jsonrpc.pcap", {14}},
                      Capture{
                          "ftp/suricata-verify--filestore-ftp-passive-mode--ftp-passive-mode.pcap",
                          {10, 14, 18, 22}},
                      Capture{"snmp/ndpi--snmp.pcap", {}, {1, 2, 5}},
                      Capture{"snmp/zeek--snmp--leak_test.pcapng", {}, {1, 57, 59, 67, 78}},
                      Capture{"enip-cip/iti--openics--EIP-RebootorRestart.pcap"},
                      Capture{"scan/zeek--nmap-vsn.pcap"},
                      Capture{"dhcp/zeek--dhcp--dhcp-unique-xid-join-data-growth.pcapng"},
                      Capture{"tls/ndpi--ookla.pcap"}, Capture{"tls/ndpi--no_sni.pcap"},
                      Capture{"ssh/zeek--ssh--reverse-ssh.pcap"},
                      Capture{"rdp/zeek--rdp--rdp-no-cookie-mstshash.pcap", {7}, {7}},
                      Capture{"reassembly/pcapplusplus--frag_with_padding.pcap"},
                      Capture{"reassembly/ndpi--dns_fragmented.pcap"},
                      Capture{"reassembly/zeek--tls--tls-fragmented-handshake.pcap.gz"},
                      Capture{"reassembly/suricata-verify--bug-8629-async-oneside--input.pcap"}));

/// A state is trusted no more than a capture.
TEST(StateLies, CutOrChangedAnywhereItIsRefusedOrDoesNoHarm) {
  auto const path = capture_of("samples/control-network.pcap.gz");
  Study before{path, 400, 1};
  auto const state = before.state();
  ASSERT_GT(state.size(), 1000U);
  std::minstd_rand random{7};
  for (int round = 0; round < 40; ++round) {
    auto changed = state;
    for (int times = round % 3; times >= 0; --times)
      changed[random() % changed.size()] ^= static_cast<std::byte>(1U << random() % 8);
    Study after{path, 800, 1};
    if (after.go_on(changed)) after.run.listen(after.investigation);
    auto const size = random() % state.size();
    Study cut{path, 400, 1};
    EXPECT_FALSE(cut.go_on(Bytes{state}.first(size))) << size;
  }
}

TEST(StateLies, OtherFramesAreNotTheOnesThatWereRead) {
  auto const path = capture_of("samples/control-network.pcap.gz");
  Study before{path, 400, 1};
  auto const state = before.state();
  Study after{path, 399, 1};
  auto const loaded = after.go_on(state);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().text,
            "was written after other captures: these do not begin with the same frames");
}

}  // namespace
}  // namespace qw::pipeline
