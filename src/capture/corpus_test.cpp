// SPDX-License-Identifier: Apache-2.0

/// Every capture of the corpus has as many frames as its manifest says tshark saw,
/// but for the reviewed exceptions in tests/oracles/capture_exceptions.tsv.

#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "capture/source.hpp"

namespace qw::capture {
namespace {

std::vector<std::string> split(std::string const& line) {
  std::vector<std::string> fields(1);
  for (char const each : line)
    if (each == '\t')
      fields.emplace_back();
    else
      fields.back() += each;
  return fields;
}

std::uint64_t number(std::string const& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::map<std::string, std::uint64_t> reviewed_exceptions() {
  std::ifstream file{"tests/oracles/capture_exceptions.tsv"};  // CTest starts in the source folder
  EXPECT_TRUE(file.good());
  std::map<std::string, std::uint64_t> counts;
  for (std::string line; std::getline(file, line);)
    if (auto const fields = split(line); fields.size() == 3) counts[fields[0]] = number(fields[1]);
  return counts;
}

TEST(Corpus, FramesAreAsManyAsTsharkSaw) {
  char const* const corpus = std::getenv("QW_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "QW_CORPUS does not name the folder of captures";
  std::ifstream manifest{std::filesystem::path{corpus} / "MANIFEST.tsv"};
  if (!manifest) GTEST_SKIP() << "no MANIFEST.tsv in " << corpus;

  auto exceptions = reviewed_exceptions();
  std::size_t captures = 0;
  BlockPool pool;
  for (std::string line; std::getline(manifest, line);) {
    auto const fields = split(line);
    auto const expected = fields.size() > 3 ? number(fields[3]) : 0;
    if (expected == 0) continue;  // the header line, and texts
    auto const path = std::filesystem::path{corpus} / fields[0];
    auto opened = open_file(path.string(), {}, {}, pool);
    ASSERT_TRUE(opened.ok()) << opened.error().text;
    for (FrameView frame; (*opened)->next(frame) == Next::frame;) continue;
    auto const exception = exceptions.find(fields[0]);
    EXPECT_EQ((*opened)->report().frames,
              exception == exceptions.end() ? expected : exception->second)
        << fields[0];
    if (exception != exceptions.end()) exceptions.erase(exception);
    ++captures;
  }
  EXPECT_GT(captures, 2000U);
  EXPECT_TRUE(exceptions.empty()) << exceptions.begin()->first << " is not in the corpus";
}

}  // namespace
}  // namespace qw::capture
