// SPDX-License-Identifier: Apache-2.0
#include "carriers/ntlm.hpp"

#include <gtest/gtest.h>

#include "support/hex.hpp"

namespace qw {
namespace {

using test::hex;

// Domain "D", user "Us", workstation "W1" behind a fixed part of 72 octets; Unicode.
constexpr std::string_view authenticate =
    "4e544c4d53535000 03000000"
    "0000 0000 48000000  0000 0000 48000000"
    "0200 0200 48000000  0400 0400 4a000000  0400 0400 4e000000"
    "0000 0000 52000000  01000002  0a00 614a 0000000f"
    "4400 55007300 57003100";

TEST(Ntlm, AuthenticateNamesAccountWorkstationAndSystem) {
  auto const octets = hex(authenticate);
  auto const message = ntlm::parse(octets);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, ntlm::MessageType::authenticate);
  EXPECT_EQ(ntlm::account_text(*message).view(), "D\\Us");
  EXPECT_EQ(ntlm::name_text(message->workstation, message->wide).view(), "W1");
  EXPECT_EQ(ntlm::system_text(message->version).view(), "Windows 10.0.19041");
}

TEST(Ntlm, CutAnywhereNamesNobodyElse) {
  auto const octets = hex(authenticate);
  for (std::size_t size = 0; size < octets.size(); ++size) {
    auto const message = ntlm::parse(Bytes{octets}.first(size));
    if (!message) continue;
    EXPECT_LE(ntlm::account_text(*message).view().size(), 4U);
  }
  EXPECT_FALSE(ntlm::parse(Bytes{octets}.first(51)));
}

TEST(Ntlm, OffsetsOutsideTheMessageGiveNoName) {
  auto octets = hex(authenticate);
  octets[32] = std::byte{0xff};  // offset of the domain
  octets[33] = std::byte{0xff};
  EXPECT_EQ(ntlm::account_text(*ntlm::parse(octets)).view(), "Us");
}

TEST(Ntlm, ChallengeTellsItsComputer) {
  auto const octets =
      hex("4e544c4d53535000 02000000 0000 0000 38000000 05828a62 0102030405060708 0000000000000000"
          "1200 1200 38000000 0601 b11d 0000000f"
          "0100 0400 53003100 0300 0200 7800 0000 0000");
  auto const message = ntlm::find(octets);
  ASSERT_TRUE(message);
  ntlm::TargetInfo pairs{message->target_info};
  ntlm::TargetInfo::Item item;
  ASSERT_TRUE(pairs.next(item));
  EXPECT_EQ(item.id, ntlm::TargetInfo::Id::computer);
  EXPECT_EQ(ntlm::name_text(item.value, true).view(), "S1");
  ASSERT_TRUE(pairs.next(item));
  EXPECT_EQ(item.id, ntlm::TargetInfo::Id::dns_computer);
  EXPECT_FALSE(pairs.next(item));
  EXPECT_EQ(ntlm::system_text(message->version).view(), "Windows 6.1.7601");
}

TEST(Ntlm, KerberosIsToldByItsMechanismAndToken) {
  EXPECT_TRUE(ntlm::holds_kerberos(hex("6082 1234 0609 2a864886f712010202 0100 6e82")));
  EXPECT_FALSE(ntlm::holds_kerberos(hex("6082 1234 0609 2a864886f712010202 0200 6f")));
}

TEST(Utf16, SurrogatesAndCutsAreBorne) {
  ShortText<16> text;
  add_utf16le(text, hex("4100 e400 ac20 3dd800de 3dd8 4200 43"));
  EXPECT_EQ(text.view(),
            "A\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd"
            "B");
  ShortText<2> small;
  add_utf16le(small, hex("4100 ac20 4200"));
  EXPECT_EQ(small.view(), "A");
  EXPECT_TRUE(small.full());
}

}  // namespace
}  // namespace qw
