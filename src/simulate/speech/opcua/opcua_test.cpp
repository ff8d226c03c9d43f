// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/opcua/opcua.hpp"

#include <gtest/gtest.h>

#include "support/hex.hpp"

namespace qw::simulate::opcua {
namespace {

using test::hex;

constexpr Stamp first_of_1970{0};

TEST(OpcUa, NodeIdsTakeTheShortestForm) {
  auto const encoded = [](NodeId const& id) {
    Octets out;
    add_node_id(out, id);
    return out.take();
  };
  // The examples of OPC 10000-6, 5.2.2.9.
  EXPECT_EQ(encoded({.number = 72}), hex("00 48"));
  EXPECT_EQ(encoded({.space = 5, .number = 1025}), hex("01 05 0104"));
  EXPECT_EQ(encoded({.space = 1, .text = "Hot\xe6\xb0\xb4"}), hex("03 0100 06000000 486f74e6b0b4"));
  EXPECT_EQ(encoded({.space = 0x1234, .number = 0x11223344}), hex("02 3412 44332211"));
}

TEST(OpcUa, VariantsHaveTheirTypeInFront) {
  EXPECT_EQ(variant(Type::boolean, 1).take(), hex("01 01"));
  EXPECT_EQ(variant(Type::uint16, 65536).take(), hex("05 ffff"));  // held within its range
  EXPECT_EQ(variant(Type::int32, -2).take(), hex("06 feffffff"));
  EXPECT_EQ(variant(Type::float32, -6.5).take(), hex("0a 0000d0c0"));  // OPC 10000-6, 5.2.2.3
  EXPECT_EQ(variant("ab").take(), hex("0c 02000000 6162"));
  EXPECT_EQ(variant_array(Type::byte, 2, Octets{7, 9}).take(), hex("83 02000000 0709"));
}

TEST(OpcUa, TimesCountFrom1601) {
  Octets out;
  add_data_value(out, variant(Type::boolean, 0), first_of_1970);
  EXPECT_EQ(out.take(), hex("05 0100 00803ed5deb19d01"));
}

TEST(OpcUa, HelloAndAcknowledgeCountTheirOctets) {
  EXPECT_EQ(hello("opc").take(), hex("48454c46 23000000 00000000 ffff0000 ffff0000 00000000"
                                     "00000000 03000000 6f7063"));
  EXPECT_EQ(acknowledge(8192).take(),
            hex("41434b46 1c000000 00000000 00200000 ffff0000 00200000 01000000"));
}

TEST(OpcUa, APublishRequestIsOneChunk) {
  Notification const got{.subscription = 2, .number = 9};
  auto const body = publish_request({.session = 300, .at = first_of_1970, .handle = 7}, {&got, 1});
  EXPECT_EQ(message_chunk({.id = 5, .token = 1}, {.number = 51, .request = 2}, body).take(),
            hex("4d534746 47000000 05000000 01000000 33000000 02000000"
                "01003a03"                                     // i=826
                "01002c01 00803ed5deb19d01 07000000 00000000"  // token, time, handle, diagnostics
                "ffffffff 10270000 000000"                     // audit, patience, no more
                "01000000 02000000 09000000"));                // one acknowledgement
}

TEST(OpcUa, ASignOfLifeHasNoNotification) {
  auto const body = publish_response({.at = first_of_1970, .handle = 7}, {.which = {2, 10}});
  EXPECT_EQ(body.bytes().size(), 4U + 24 + 4 + 4 + 1 + 4 + 8 + 4 + 4 + 4);
}

}  // namespace
}  // namespace qw::simulate::opcua
