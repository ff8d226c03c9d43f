// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/term.hpp"
#include "protocols/s7comm/userdata.hpp"

/// Partial system status lists that say who a device is and how it is.
/// Source: System Software for S7-300/400, System and Standard Functions, SSL-IDs.
namespace qw::s7comm {

/// Low octet of a list's identifier; the high one says which extract it is.
namespace szl_list {
inline constexpr std::uint16_t module_identification = 0x11;
inline constexpr std::uint16_t component_identification = 0x1c;
inline constexpr std::uint16_t operating_state = 0x24;
}  // namespace szl_list

/// List 11: a part of the module, by order number and version.
struct ModuleRecord {
  std::uint16_t index = 0;
  std::string_view order_number;  // or a name; without padding
  std::uint16_t release = 0;      // a letter and a number, or a number
  std::uint16_t subrelease = 0;

  /// "V3.2.6", or "4" where the release is only a number; empty if it is 0.
  [[nodiscard]] std::string version() const;
};
class ModuleRecords {
 public:
  explicit ModuleRecords(SzlView const& szl);
  bool next(ModuleRecord& record);

 private:
  Bytes rest_;
  std::size_t record_octets_;
};

/// List 1C: a text about the component.
struct ComponentRecord {
  std::uint16_t index = 0;
  std::string_view text;  // without padding
};
class ComponentRecords {
 public:
  explicit ComponentRecords(SzlView const& szl);
  bool next(ComponentRecord& record);

 private:
  Bytes rest_;
  std::size_t record_octets_;
};

/// List 24: the octet that holds the previous operating state (high half) and the
/// present one (low half); empty if the list has no record.
Bytes read_operating_state(SzlView const& szl);

/// The present state of that octet. Numbered unlike mode transitions.
Term szl_state_name(std::uint8_t states);

}  // namespace qw::s7comm
