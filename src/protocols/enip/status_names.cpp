// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "protocols/enip/names.hpp"

namespace qw::enip {
namespace {

struct Named {
  std::uint16_t id;
  Term name;
};

/// General status 0x00 to 0x2c, in order.
constexpr Term statuses[] = {
    "Success",
    "Connection failure",
    "Resource unavailable",
    "Invalid parameter value",
    "Path segment error",
    "Path destination unknown",
    "Partial transfer",
    "Connection lost",
    "Service not supported",
    "Invalid attribute value",
    "Attribute list error",
    "Already in requested mode/state",
    "Object state conflict",
    "Object already exists",
    "Attribute not settable",
    "Privilege violation",
    "Device state conflict",
    "Reply data too large",
    "Fragmentation of a primitive value",
    "Not enough data",
    "Attribute not supported",
    "Too much data",
    "Object does not exist",
    "Service fragmentation sequence not in progress",
    "No stored attribute data",
    "Store operation failure",
    "Routing failure, request packet too large",
    "Routing failure, response packet too large",
    "Missing attribute list entry data",
    "Invalid attribute value list",
    "Embedded service error",
    "Vendor specific error",
    "Invalid parameter",
    "Write-once value or medium already written",
    "Invalid reply received",
    "Buffer overflow",
    "Invalid message format",
    "Key failure in path",
    "Path size invalid",
    "Unexpected attribute in list",
    "Invalid Member ID",
    "Member not settable",
    "Group 2 only server general failure",
    "Unknown Modbus error",
    "Attribute not gettable",
};

constexpr Named connection_statuses[] = {
    {0x100, "Connection in use or duplicate Forward_Open"},
    {0x103, "Transport class and trigger combination not supported"},
    {0x106, "Ownership conflict"},
    {0x107, "Target connection not found"},
    {0x108, "Invalid network connection parameter"},
    {0x109, "Invalid connection size"},
    {0x110, "Target for connection not configured"},
    {0x111, "RPI not supported"},
    {0x112, "RPI values not acceptable"},
    {0x113, "Out of connections"},
    {0x114, "Vendor ID or product code mismatch"},
    {0x115, "Device type mismatch"},
    {0x116, "Revision mismatch"},
    {0x117, "Invalid produced or consumed application path"},
    {0x118, "Invalid or inconsistent configuration application path"},
    {0x119, "Non-listen only connection not opened"},
    {0x11a, "Target object out of connections"},
    {0x11b, "RPI is smaller than the production inhibit time"},
    {0x11c, "Transport class not supported"},
    {0x11d, "Production trigger not supported"},
    {0x11e, "Direction not supported"},
    {0x11f, "Invalid O->T fixed/variable"},
    {0x120, "Invalid T->O fixed/variable"},
    {0x121, "Invalid O->T priority"},
    {0x122, "Invalid T->O priority"},
    {0x123, "Invalid O->T connection type"},
    {0x124, "Invalid T->O connection type"},
    {0x125, "Invalid O->T redundant owner"},
    {0x126, "Invalid configuration size"},
    {0x127, "Invalid O->T size"},
    {0x128, "Invalid T->O size"},
    {0x129, "Invalid configuration application path"},
    {0x12a, "Invalid consuming application path"},
    {0x12b, "Invalid producing application path"},
    {0x12f, "Inconsistent application path combination"},
    {0x203, "Connection timed out"},
    {0x204, "Unconnected request timed out"},
    {0x205, "Parameter error in unconnected request"},
    {0x206, "Message too large for Unconnected_Send"},
    {0x207, "Unconnected acknowledged without reply"},
    {0x301, "No buffer memory available"},
    {0x302, "Network bandwidth not available for data"},
    {0x303, "No consumed connection ID filter available"},
    {0x304, "Not configured to send scheduled priority data"},
    {0x305, "Schedule signature mismatch"},
    {0x306, "Schedule signature validation not possible"},
    {0x311, "Port not available"},
    {0x312, "Link address not valid"},
    {0x315, "Invalid segment in connection path"},
    {0x316, "Forward_Close connection path mismatch"},
    {0x317, "Scheduling not specified"},
    {0x318, "Link address to self invalid"},
    {0x319, "Secondary resources unavailable"},
    {0x31a, "Rack connection already established"},
    {0x31b, "Module connection already established"},
    {0x31c, "Miscellaneous"},
    {0x31d, "Redundant connection mismatch"},
    {0x800, "Network link offline"},
    {0x810, "No target application data available"},
    {0x811, "No originator application data available"},
    {0x813, "Not configured for off-subnet multicast"},
};
static_assert(std::ranges::is_sorted(connection_statuses, {}, &Named::id));

constexpr Named device_types[] = {
    {0, "Generic Device"},
    {2, "AC Drive"},
    {3, "Motor Overload"},
    {4, "Limit Switch"},
    {5, "Inductive Proximity Switch"},
    {6, "Photoelectric Sensor"},
    {7, "General Purpose Discrete I/O"},
    {9, "Resolver"},
    {12, "Communications Adapter"},
    {14, "Programmable Logic Controller"},
    {16, "Position Controller"},
    {19, "DC Drive"},
    {21, "Contactor"},
    {22, "Motor Starter"},
    {23, "Soft Start"},
    {24, "Human-Machine Interface"},
    {26, "Mass Flow Controller"},
    {27, "Pneumatic Valve"},
    {28, "Vacuum Pressure Gauge"},
    {29, "Process Control Value"},
    {30, "Residual Gas Analyzer"},
    {31, "DC Power Generator"},
    {32, "RF Power Generator"},
    {33, "Turbomolecular Vacuum Pump"},
    {34, "Encoder"},
    {35, "Safety Discrete I/O Device"},
    {36, "Fluid Flow Controller"},
    {37, "CIP Motion Drive"},
    {38, "CompoNet Repeater"},
    {39, "Mass Flow Controller, Enhanced"},
    {40, "CIP Modbus Device"},
    {41, "CIP Modbus Translator"},
    {42, "Safety Analog I/O Device"},
    {43, "Generic Device, keyable"},
    {44, "Managed Ethernet Switch"},
    {45, "CIP Motion Safety Drive"},
    {46, "Safety Drive"},
    {47, "CIP Motion Encoder"},
    {48, "CIP Motion Converter"},
    {49, "CIP Motion I/O"},
    {50, "ControlNet Physical Layer Component"},
    {51, "Circuit Breaker"},
    {52, "HART Device"},
    {53, "CIP-HART Translator"},
    {200, "Embedded Component"},
};
static_assert(std::ranges::is_sorted(device_types, {}, &Named::id));

template <std::size_t size>
Term find(Named const (&names)[size], std::uint16_t id) {
  auto const found = std::ranges::lower_bound(names, id, {}, &Named::id);
  return found != std::end(names) && found->id == id ? found->name : Term{};
}

}  // namespace

Term status_name(std::uint8_t status) {
  if (status < std::size(statuses)) return statuses[status];
  if (status == 0xff) return "General error";
  return status >= 0xd0 ? Term{"Object class specific error"} : Term{};
}

Term connection_status_name(std::uint16_t extended) { return find(connection_statuses, extended); }

Term device_type_name(std::uint16_t device_type) { return find(device_types, device_type); }

}  // namespace qw::enip
