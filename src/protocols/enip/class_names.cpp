// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "protocols/enip/names.hpp"
#include "protocols/enip/numbered.hpp"

namespace qw::enip {
namespace {

struct NamedClass {
  std::uint16_t id;
  Term name;
};

constexpr NamedClass classes[] = {
    {0x01, "Identity"},
    {0x02, "Message Router"},
    {0x03, "DeviceNet"},
    {0x04, "Assembly"},
    {0x05, "Connection"},
    {0x06, "Connection Manager"},
    {0x07, "Register"},
    {0x08, "Discrete Input Point"},
    {0x09, "Discrete Output Point"},
    {0x0a, "Analog Input Point"},
    {0x0b, "Analog Output Point"},
    {0x0e, "Presence Sensing"},
    {0x0f, "Parameter"},
    {0x10, "Parameter Group"},
    {0x12, "Group"},
    {0x1d, "Discrete Input Group"},
    {0x1e, "Discrete Output Group"},
    {0x1f, "Discrete Group"},
    {0x20, "Analog Input Group"},
    {0x21, "Analog Output Group"},
    {0x22, "Analog Group"},
    {0x23, "Position Sensor"},
    {0x24, "Position Controller Supervisor"},
    {0x25, "Position Controller"},
    {0x26, "Block Sequencer"},
    {0x27, "Command Block"},
    {0x28, "Motor Data"},
    {0x29, "Control Supervisor"},
    {0x2a, "AC/DC Drive"},
    {0x2b, "Acknowledge Handler"},
    {0x2c, "Overload"},
    {0x2d, "Softstart"},
    {0x2e, "Selection"},
    {0x37, "File"},
    {0x39, "Safety Supervisor"},
    {0x3a, "Safety Validator"},
    {0x3b, "Safety Discrete Output Point"},
    {0x3c, "Safety Discrete Output Group"},
    {0x3d, "Safety Discrete Input Point"},
    {0x3e, "Safety Discrete Input Group"},
    {0x3f, "Safety Dual Channel Output"},
    {0x41, "Event Log"},
    {0x42, "Motion Device Axis"},
    {0x43, "Time Sync"},
    {0x44, "Modbus"},
    {0x45, "Originator Connection List"},
    {0x46, "Modbus Serial Link"},
    {0x47, "Device Level Ring"},
    {0x48, "QoS"},
    {0x49, "Safety Analog Input Point"},
    {0x4a, "Safety Analog Input Group"},
    {0x4b, "Safety Dual Channel Analog Input"},
    {0x4d, "Target Connection List"},
    {0x4e, "Base Energy"},
    {0x4f, "Electrical Energy"},
    {0x50, "Non-Electrical Energy"},
    {0x51, "Base Switch"},
    {0x52, "SNMP"},
    {0x53, "Power Management"},
    {0x54, "RSTP Bridge"},
    {0x55, "RSTP Port"},
    {0x56, "PRP/HSR Protocol"},
    {0x57, "PRP/HSR Nodes Table"},
    {0x5a, "Safety Stop Functions"},
    {0x5b, "Safety Limit Functions"},
    {0x5d, "CIP Security"},
    {0x5e, "EtherNet/IP Security"},
    {0x5f, "Certificate Management"},
    {0x60, "Authority"},
    {0x61, "Password Authenticator"},
    {0x62, "Certificate Authenticator"},
    {0x67, "PCCC"},
    {0x6b, "Symbol"},
    {0x6c, "Template"},
    {0x8b, "WallClockTime"},
    {0xf0, "ControlNet"},
    {0xf1, "ControlNet Keeper"},
    {0xf2, "ControlNet Scheduling"},
    {0xf3, "Connection Configuration"},
    {0xf4, "Port"},
    {0xf5, "TCP/IP Interface"},
    {0xf6, "Ethernet Link"},
    {0xf7, "CompoNet"},
    {0xf8, "CompoNet Repeater"},
    {0xf9, "HART Master Port"},
    {0xfa, "I/O Aggregation"},
    {0x109, "LLDP Management"},
    {0x10a, "LLDP Data Table"},
};
static_assert(std::ranges::is_sorted(classes, {}, &NamedClass::id));

/// Volume 1, table 4-9: class identifiers from here on are reserved.
constexpr std::uint32_t first_reserved = 0x500;

/// Every request asks, so names are found by their number.
constexpr std::size_t class_count = classes[std::size(classes) - 1].id + 1U;
constexpr auto by_number = [] {
  std::array<Term, class_count> all{};
  for (auto const& each : classes) all[each.id] = each.name;
  return all;
}();
}  // namespace

Term class_name(std::uint32_t class_id) {
  if (class_id < class_count && !by_number[class_id].empty()) return by_number[class_id];
  if (class_id < 0x100) return Numbered<"Class 0x", 2, 0x100>::terms[class_id];
  if (class_id < first_reserved) return Numbered<"Class 0x", 3, first_reserved>::terms[class_id];
  return "Reserved Class";
}

}  // namespace qw::enip
