// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "protocols/s7comm/names.hpp"

namespace qw::s7comm {
namespace {

struct Reason {
  std::uint16_t error;
  Term text;
};

/// The reasons that tell an observer something: who was refused, and why. In
/// order of their number.
constexpr Reason reasons[] = {
    {0x0110, "Invalid block number"},
    {0x0111, "Invalid request length"},
    {0x0112, "Invalid parameter"},
    {0x0113, "Invalid block type"},
    {0x0114, "Block not found"},
    {0x0115, "Block already exists"},
    {0x0116, "Block is write-protected"},
    {0x0117, "Block is too large"},
    {0x0119, "Incorrect password"},
    {0x011b, "Resource error in the PLC"},
    {0x011c, "Protocol error"},
    {0x0140, "Insufficient memory"},
    {0x8001, "Service not possible in the block's state"},
    {0x8003, "Error while transferring the block"},
    {0x8100, "Service unknown to the module"},
    {0x8104, "Service not implemented, or frame error"},
    {0x8204, "Type of the object is inconsistent"},
    {0x8205, "Copied block exists already and is not linked"},
    {0x8301, "Insufficient memory on the module"},
    {0x8302, "Too few resources"},
    {0x8304, "No further parallel upload possible"},
    {0x8305, "Function not available"},
    {0x8306, "Insufficient work memory"},
    {0x8401, "Invalid sequence of services"},
    {0x8402, "Service not possible in the object's state"},
    {0x8404, "Function cannot be performed"},
    {0x8405, "Remote block is disabled"},
    {0x8500, "Wrong frame"},
    {0x8503, "Service cancelled prematurely"},
    {0x8701, "Object cannot be addressed"},
    {0x8702, "Service not supported by the module"},
    {0x8703, "Access to the object refused"},
    {0x8704, "Object is damaged"},
    {0xd001, "Illegal job number"},
    {0xd003, "Test function not supported by the module"},
    {0xd015, "Illegal variable address"},
    {0xd041, "Illegal SZL identifier"},
    {0xd042, "Illegal variable address"},
    {0xd043, "Job not found"},
    {0xd044, "Illegal variable value"},
    {0xd062, "Job list is full"},
    {0xd081, "Function not permitted in this operating state"},
    {0xd0a1, "Function not permitted at this protection level"},
    {0xd0a4, "Forcing is already established"},
    {0xd0a5, "Job not found"},
    {0xd0c2, "Change to STOP or HOLD"},
    {0xd201, "Syntax error in block name"},
    {0xd202, "Syntax error in function parameters"},
    {0xd205, "Linked block exists already in RAM"},
    {0xd206, "Linked block exists already in EPROM"},
    {0xd209, "Block not found on the module"},
    {0xd20e, "No further block available"},
    {0xd20f, "Block is larger than the module allows"},
    {0xd210, "Invalid block number"},
    {0xd216, "Invalid user program"},
    {0xd217, "Protection level not permitted"},
    {0xd219, "Incorrect block length"},
    {0xd235, "Block contains an incorrect checksum"},
    {0xd240, "Coordination rules violated"},
    {0xd241, "Function not permitted at this protection level"},
    {0xd242, "Protection violated while processing F blocks"},
    {0xd250, "Update does not match the module"},
    {0xd252, "Checksum error"},
    {0xd2a1, "Another block function is active"},
    {0xd2a3, "Block is not active, or occupied"},
    {0xd401, "Information function unavailable"},
    {0xd402, "Information function unavailable"},
    {0xd403, "Service already logged on or off"},
    {0xd405, "Service not supported, or syntax error"},
    {0xd406, "Information currently unavailable"},
    {0xd601, "Syntax error in function parameter"},
    {0xd602, "Incorrect password"},
    {0xd603, "Connection is already legitimised"},
    {0xd604, "Connection is already enabled"},
    {0xd605, "No password is set"},
    {0xd801, "Invalid variable address"},
    {0xd802, "Job does not exist"},
    {0xd803, "Illegal job status"},
    {0xd804, "Illegal cycle time"},
    {0xd805, "No more cyclic jobs possible"},
    {0xdc01, "Date or time invalid"},
};

constexpr bool below(Reason const& reason, std::uint16_t error) { return reason.error < error; }
static_assert(std::is_sorted(std::begin(reasons), std::end(reasons),
                             [](Reason const& a, Reason const& b) { return a.error < b.error; }));

Term class_name(std::uint8_t error_class) {
  switch (error_class) {
    case 0x81: return "Application relationship error";
    case 0x82: return "Object definition error";
    case 0x83: return "No resources available";
    case 0x84: return "Error on service processing";
    case 0x85: return "Error on supplies";
    case 0x87: return "Access error";
    default: return {};
  }
}

}  // namespace

Term error_name(std::uint16_t error) {
  auto const* const found = std::lower_bound(std::begin(reasons), std::end(reasons), error, below);
  if (found != std::end(reasons) && found->error == error) return found->text;
  return class_name(static_cast<std::uint8_t>(error >> 8));
}

}  // namespace qw::s7comm
