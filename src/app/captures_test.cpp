// SPDX-License-Identifier: Apache-2.0
#include "app/captures.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "site/read.hpp"
#include "support/capture_file.hpp"
#include "support/scratch.hpp"

namespace qw::app {
namespace {

class CaptureWords : public testing::Test {
 protected:
  std::string capture(std::string const& name) {
    auto const path = (std::filesystem::path{folder_.path()} / name).string();
    test::CaptureWriter file;
    file.pcap_header();
    std::ofstream{path, std::ios::binary}.write(reinterpret_cast<char const*>(file.octets.data()),
                                                static_cast<std::streamsize>(file.octets.size()));
    return path;
  }
  Result<Captures> open(std::vector<std::string> const& words, std::string_view site = "") {
    return open_captures(words, std::get<site::Site>(site::read(site, "site.toml")), pool_);
  }

 private:
  test::ScratchFolder folder_;
  capture::BlockPool pool_;
};

TEST_F(CaptureWords, APlainOneIsTakenAtTheTap) {
  auto const path = capture("quay.pcap");
  auto const captures = open({path});
  ASSERT_TRUE(captures) << captures.error().text;
  EXPECT_EQ(captures->names.points, (std::vector<std::string>{"tap"}));
  EXPECT_EQ(captures->names.sources, (std::vector<std::string>{path}));
  EXPECT_EQ(captures->inputs[0].realms.realm_of(*Address::parse("10.0.0.1")), RealmId{});
}

TEST_F(CaptureWords, PointsAreSharedBySourcesAndHaveRealms) {
  std::vector<std::string> const words{"ehouse=" + capture("1.pcap"), "quay=" + capture("2.pcap"),
                                       "ehouse=" + capture("3.pcap")};
  auto const captures = open(
      words, "[[realm]]\nname = \"crane 3\"\n[[point]]\nname = \"ehouse\"\nrealm = \"crane 3\"\n");
  ASSERT_TRUE(captures) << captures.error().text;
  EXPECT_EQ(captures->names.points, (std::vector<std::string>{"ehouse", "quay"}));
  ASSERT_EQ(captures->inputs.size(), 3U);
  EXPECT_EQ(captures->inputs[2].point, PointId{0});
  EXPECT_EQ(captures->inputs[2].id, SourceId{2});
  auto const inside = *Address::parse("10.0.0.1");
  EXPECT_EQ(captures->inputs[0].realms.realm_of(inside), RealmId{1});
  EXPECT_EQ(captures->inputs[1].realms.realm_of(inside), RealmId{0});
}

TEST_F(CaptureWords, AnEqualsSignInAFileThatIsThereIsPartOfItsName) {
  auto const path = capture("day=1.pcap");
  auto const captures = open({path});
  ASSERT_TRUE(captures) << captures.error().text;
  EXPECT_EQ(captures->names.sources[0], path);
}

TEST_F(CaptureWords, TheFirstThatCannotBeOpenedIsTheError) {
  auto const captures = open({capture("1.pcap"), "quay=/nowhere/2.pcap"});
  ASSERT_FALSE(captures);
  EXPECT_NE(captures.error().text.find("/nowhere/2.pcap"), std::string::npos);
}

TEST_F(CaptureWords, TheStudyIsNamedAfterTheFirst) {
  EXPECT_EQ(default_folder({"/data/quay3.pcapng", "b.pcap"}), "quay3.study");
  EXPECT_EQ(default_folder({"ehouse=/data/quay3.pcap.gz"}), "quay3.study");
  EXPECT_EQ(default_folder({"-"}), "stdin.study");
}

}  // namespace
}  // namespace qw::app
