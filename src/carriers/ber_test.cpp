// SPDX-License-Identifier: Apache-2.0
#include "carriers/ber.hpp"

#include <gtest/gtest.h>

#include "support/hex.hpp"

namespace qw {
namespace {

using test::hex;

std::string identifier(std::vector<std::byte> const& content) {
  char room[64];
  TextWriter out{room};
  return ber::write_object_identifier(content, out) ? std::string{out.take()} : "none";
}

TEST(Ber, ElementsFollowEachOther) {
  auto const octets = hex("30 06 02 01 05 04 01 41  05 00");
  ber::Reader in{octets};
  auto const sequence = in.expect(ber::tag::sequence);
  ber::Reader inside{sequence};
  EXPECT_EQ(ber::integer(inside.expect(ber::tag::integer).content), 5);
  auto const string = inside.expect(ber::tag::octet_string);
  EXPECT_EQ(text_of(string.content), "A");
  EXPECT_EQ(string.offset, 7U);
  EXPECT_TRUE(inside.ok() && inside.empty());
  in.expect(ber::tag::null);
  EXPECT_TRUE(in.ok() && in.empty());
}

TEST(Ber, UnexpectedElementEndsTheReading) {
  auto const octets = hex("02 01 05 02 01 06");
  ber::Reader in{octets};
  EXPECT_TRUE(in.expect(ber::tag::octet_string).content.empty());
  EXPECT_FALSE(in.ok());
  ber::Element element;
  EXPECT_FALSE(in.next(element));
}

TEST(Ber, LongLengthsAndTagsAreRead) {
  std::vector<std::byte> octets = hex("bf 81 02 82 0100");
  octets.resize(octets.size() + 256);
  EXPECT_EQ(ber::element_size(octets), 262U);
  ber::Reader in{octets};
  ber::Element element;
  ASSERT_TRUE(in.next(element));
  EXPECT_EQ(element.number, 130U);
  EXPECT_EQ(element.tag_class(), ber::TagClass::context);
  EXPECT_TRUE(element.constructed());
  EXPECT_EQ(element.content.size(), 256U);
}

TEST(Ber, CutAndEndlessHeadersAreTold) {
  EXPECT_FALSE(ber::element_size(hex("30")));
  EXPECT_FALSE(ber::element_size(hex("30 82 01")));
  EXPECT_EQ(ber::element_size(hex("30 80 0000")), 0U);        // indefinite
  EXPECT_EQ(ber::element_size(hex("30 85 0000000001")), 0U);  // five octets of length
  EXPECT_EQ(ber::element_size(hex("1f 8080808001 00")), 0U);  // five octets of tag
  for (auto const* text : {"30 05 02 01", "30", "04 02 41"}) {
    auto const octets = hex(text);
    ber::Reader in{octets};
    ber::Element element;
    EXPECT_FALSE(in.next(element));
    EXPECT_FALSE(in.ok());
  }
}

TEST(Ber, Numbers) {
  EXPECT_EQ(ber::integer(hex("ff")), -1);
  EXPECT_EQ(ber::integer(hex("0080")), 128);
  EXPECT_EQ(ber::integer(hex("8000000000000000")), INT64_MIN);
  EXPECT_FALSE(ber::integer({}));
  EXPECT_FALSE(ber::integer(hex("000000000000000001")));
  EXPECT_EQ(ber::natural(hex("00ffffffffffffffff")), UINT64_MAX);
  EXPECT_FALSE(ber::natural(hex("01ffffffffffffffff")));
}

TEST(Ber, ObjectIdentifiers) {
  EXPECT_EQ(identifier(hex("2b 06 01 02 01 01 01 00")), "1.3.6.1.2.1.1.1.0");
  EXPECT_EQ(identifier(hex("88 37 03")), "2.999.3");
  EXPECT_EQ(identifier(hex("8f ff ff ff 7f")), "2.4294967215");
  EXPECT_EQ(identifier(hex("2b 90 80 80 80 00")), "none");  // beyond 32 bits
  EXPECT_EQ(identifier(hex("2b 86")), "none");              // cut
  EXPECT_EQ(identifier({}), "none");
}

}  // namespace
}  // namespace qw
