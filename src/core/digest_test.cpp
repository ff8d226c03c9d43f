// SPDX-License-Identifier: Apache-2.0
#include "core/digest.hpp"

#include <gtest/gtest.h>

namespace qw {
namespace {

constexpr std::string_view abc_sha256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Digest, KnownAnswers) {
  EXPECT_EQ(HexText{Sha256::of(bytes_of("abc"))}.view(), abc_sha256);
  EXPECT_EQ(HexText{Sha256::of({})}.view(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexText{md5_of(bytes_of("abc"))}.view(), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(Digest, PartsGiveTheSameAndAFinishBeginsAnew) {
  Sha256 digest;
  for (int round = 0; round < 2; ++round) {
    digest.add(bytes_of("a"));
    digest.add({});
    digest.add(bytes_of("bc"));
    EXPECT_EQ(HexText{digest.finish()}.view(), abc_sha256);
  }
}

}  // namespace
}  // namespace qw
