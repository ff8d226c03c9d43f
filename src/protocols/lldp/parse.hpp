// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/address.hpp"
#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation.
namespace qw::lldp {

/// Numbers of IEEE 802.1AB-2016, table 8-1.
namespace tlv {
inline constexpr std::uint8_t end = 0;
inline constexpr std::uint8_t chassis = 1;
inline constexpr std::uint8_t port = 2;
inline constexpr std::uint8_t time_to_live = 3;
inline constexpr std::uint8_t port_description = 4;
inline constexpr std::uint8_t system_name = 5;
inline constexpr std::uint8_t system_description = 6;
inline constexpr std::uint8_t capabilities = 7;
inline constexpr std::uint8_t management_address = 8;
inline constexpr std::uint8_t organisation = 127;
}  // namespace tlv

struct Tlv {
  std::uint8_t type = 0;
  std::size_t offset = 0;  // of the value within the data unit
  Bytes value;
};

/// Walks the TLVs of a data unit, front to back.
class Tlvs {
 public:
  explicit Tlvs(Bytes unit) : in_{unit} {}

  /// False at the end TLV, at the end of the octets, or where a TLV is cut.
  bool next(Tlv& tlv);
  [[nodiscard]] bool cut() const { return !in_.ok(); }
  [[nodiscard]] std::size_t position() const { return in_.position(); }

 private:
  Cursor in_;
};

/// A chassis or port identifier: what its subtype says it is.
struct Identifier {
  std::uint8_t subtype = 0;
  Address address;  // subtypes MAC and network address
  Bytes value;      // behind the subtype, as sent
};

/// The three that begin every data unit. Source: IEEE 802.1AB-2016, 8.2.
struct MessageView {
  Identifier chassis;
  Identifier port;
  std::uint16_t time_to_live = 0;  // seconds; 0 takes back what was said
  Bytes whole;
};

/// A TLV that is cut behind the first three is left to whoever walks them. `used`
/// leaves out what follows the end TLV: padding.
Parsed<MessageView> parse(Bytes unit);

/// The address of a management address TLV, if it is an IP or MAC address.
Address management_address(Bytes value);

/// What a PROFINET device packs into its chassis identifier: fixed columns of
/// text. Source: IEC 61158-6-10, SystemIdentification.
struct SystemIdentification {
  std::string_view device;
  std::string_view order_number;
  std::string_view serial;
  std::string_view hardware;  // revision
  std::string_view software;  // revision: "V  4  2  0", its numbers in columns of three
};
std::optional<SystemIdentification> system_identification(Identifier const& chassis);

}  // namespace qw::lldp
