// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "vocabulary/terms.hpp"
#include "vocabulary/values.hpp"

/// PCCC inside CIP: the command set of PLC-5 and SLC 500, carried by service
/// 0x4b of class 0x67. Source: Allen-Bradley DF1 Protocol and Command Set,
/// 1770-6.5.16, chapters 7 and 13. Pure, stateless, no allocation.
namespace qw::enip {

/// One PCCC message, after the requester's identifier.
struct PcccView {
  std::uint8_t command = 0;
  std::uint8_t status = 0;
  std::uint16_t transaction = 0;
  std::uint8_t function = 0;  // of a request whose command has functions
  Bytes data;                 // of a request: after the function; of a reply: after the transaction
};
/// `data` is what follows the CIP header of an Execute_PCCC request or reply.
std::optional<PcccView> read_pccc(Bytes data, bool reply);

struct PcccNamed {
  Term operation;
  Verb verb = Verb::other;
};
/// Name and meaning of a request; "PCCC" for what the command set does not list.
PcccNamed pccc_name(PcccView const& request);

/// The data table address of a protected typed logical access, as an operator
/// writes it: "N7:0", "T4:3.2".
class PcccAddress {
 public:
  /// None unless the function carries such an address.
  static std::optional<PcccAddress> of(PcccView const& request);

  std::uint8_t octets = 0;  // asked for, or written
  std::uint16_t file = 0;
  std::uint16_t element = 0;
  std::uint16_t sub_element = 0;
  Values values;  // written
  [[nodiscard]] std::string_view text() const { return {text_.data(), text_size_}; }

 private:
  void write_text(std::uint8_t type);

  std::array<char, 24> text_{};
  std::size_t text_size_ = 0;
};

/// How values of a data file look on the wire.
WireType pccc_wire_type(PcccView const& request);

/// Chapter 8: the name of a status octet; empty if not listed.
Term pccc_status_name(std::uint8_t status);

}  // namespace qw::enip
