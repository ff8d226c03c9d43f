// SPDX-License-Identifier: Apache-2.0

/// A run that is cut after any frame, saved, loaded and gone on with writes the ledger of a run
/// without the cut, to the octet, and its inventory. Of that two things differ: who somebody is
/// is not heard where the cut goes through the exchange that says it (listed below), and what a
/// connection says of itself once is counted again after the cut.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>

#include "analyses/registries.hpp"
#include "pipeline/investigation.hpp"
#include "pipeline/known_protocols.hpp"
#include "pipeline/run.hpp"
#include "site/read.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::pipeline {
namespace {

/// The first frames of another source.
class FirstFrames final : public capture::Source {
 public:
  FirstFrames(std::unique_ptr<capture::Source> all, std::uint64_t most)
      : all_{std::move(all)}, left_{most} {}

  capture::Next next(FrameView& frame) override {
    if (left_ == 0) return capture::Next::end;
    --left_;
    return all_->next(frame);
  }
  [[nodiscard]] bool live() const override { return false; }
  [[nodiscard]] capture::BlockRef const& block() const override { return all_->block(); }
  [[nodiscard]] capture::SourceReport const& report() const override { return all_->report(); }
  [[nodiscard]] std::uint64_t size() const override { return all_->size(); }
  [[nodiscard]] std::uint64_t position() const override { return all_->position(); }

 private:
  std::unique_ptr<capture::Source> all_;
  std::uint64_t left_;
};

/// What a study of one capture needs, and what it finds.
struct Study {
  Study(std::string const& path, std::uint64_t frames, unsigned workers)
      : run{{.workers = workers, .fold = true}, inputs(path, frames, pool)} {}

  static std::vector<Input> inputs(std::string const& path, std::uint64_t frames,
                                   capture::BlockPool& pool) {
    auto opened = capture::open_file(path, SourceId{}, PointId{}, pool);
    std::vector<Input> made;
    made.push_back({.source = std::make_unique<FirstFrames>(std::move(*opened), frames),
                    .point_name = "tap",
                    .realms = {}});
    return made;
  }
  [[nodiscard]] StateBounds bounds() const {
    return {.sources = 1, .points = 1, .realms = 1, .protocols = known_protocols()};
  }

  /// To its end, and what it would go on with.
  std::vector<std::byte> state() {
    StateWriter out;
    run.before_the_end([&] {
      investigation.save_to(out);
      run.save_to(out);
    });
    run.listen(investigation);
    return out.take();
  }
  Status go_on(Bytes state) {
    StateReader in{state, bounds()};
    investigation.load_from(in);
    if (auto const loaded = run.load_from(in); !loaded) return loaded;
    if (!in.at_end()) return Error{"octets are left"};
    return Nothing{};
  }
  Dossier dossier() { return investigation.so_far(run.accounts()); }

  capture::BlockPool pool;
  site::Site site;
  analyses::Registries registries;
  site::ListedMakers makers;
  std::vector<std::string> points{"tap"};
  Investigation investigation{
      {.site = site, .registries = registries, .listed_makers = makers, .point_names = points}};
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
  }
}

INSTANTIATE_TEST_SUITE_P(
    Captures, State,
    ::testing::Values(Capture{"samples/control-network.pcap.gz"},
                      Capture{"modbus/icsnpp-modbus--modbus_example.pcap", {99}},
                      Capture{"s7comm/icsnpp-s7comm--snap7.pcap", {5}},
                      Capture{"s7comm/iti--s7--snap7_s300_stop.pcapng", {1}},
                      Capture{"enip-cip/suricata-verify--enip-alert--enip_test1.pcap", {5}},
                      Capture{"http/ndpi--quickplay.pcap", {1, 2, 5}},
                      Capture{"http/ndpi--jsonrpc.pcap", {14}},
                      Capture{
                          "ftp/suricata-verify--filestore-ftp-passive-mode--ftp-passive-mode.pcap",
                          {10, 14, 18, 22}},
                      Capture{"tls/ndpi--ookla.pcap"}, Capture{"tls/ndpi--no_sni.pcap"},
                      Capture{"ssh/zeek--ssh--reverse-ssh.pcap"},
                      Capture{"rdp/zeek--rdp--rdp-no-cookie-mstshash.pcap", {7}},
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
  EXPECT_EQ(loaded.error().text, "the captures do not begin with the frames that were read");
}

}  // namespace
}  // namespace qw::pipeline
