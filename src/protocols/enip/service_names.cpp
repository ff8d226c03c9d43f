// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "protocols/enip/names.hpp"
#include "protocols/enip/numbered.hpp"

namespace qw::enip {
namespace {

/// A service of one class; class 0 stands for every class.
struct Service {
  std::uint16_t class_id;
  std::uint8_t code;
  Term name;
  Verb verb;

  [[nodiscard]] constexpr std::uint32_t rank() const {
    return std::uint32_t{class_id} << 8U | code;
  }
};

constexpr Service common_services[] = {
    {0, 0x01, "Get_Attributes_All", Verb::read},
    {0, 0x02, "Set_Attributes_All", Verb::write},
    {0, 0x03, "Get_Attribute_List", Verb::read},
    {0, 0x04, "Set_Attribute_List", Verb::write},
    {0, 0x05, "Reset", Verb::start},
    {0, 0x06, "Start", Verb::start},
    {0, 0x07, "Stop", Verb::stop},
    {0, 0x08, "Create", Verb::configure},
    {0, 0x09, "Delete", Verb::configure},
    {0, 0x0a, "Multiple_Service_Packet", Verb::other},
    {0, 0x0d, "Apply_Attributes", Verb::configure},
    {0, 0x0e, "Get_Attribute_Single", Verb::read},
    {0, 0x10, "Set_Attribute_Single", Verb::write},
    {0, 0x11, "Find_Next_Object_Instance", Verb::read},
    {0, 0x15, "Restore", Verb::configure},
    {0, 0x16, "Save", Verb::configure},
    {0, 0x17, "No Operation", Verb::diagnose},
    {0, 0x18, "Get_Member", Verb::read},
    {0, 0x19, "Set_Member", Verb::write},
    {0, 0x1a, "Insert_Member", Verb::write},
    {0, 0x1b, "Remove_Member", Verb::write},
    {0, 0x1c, "GroupSync", Verb::other},
};

/// Services of classes, volume 1, chapter 5, and of the makers' data access and
/// PCCC encapsulation, as they publish them for those who write clients.
constexpr Service class_services[] = {
    {0x05, 0x4b, "Connection_Bind", Verb::configure},
    {0x05, 0x4c, "Producing_Application_Lookup", Verb::read},
    {0x05, 0x4e, "SafetyClose", Verb::other},
    {0x05, 0x54, "SafetyOpen", Verb::other},
    {0x06, 0x4e, "Forward_Close", Verb::other},
    {0x06, 0x52, "Unconnected_Send", Verb::other},
    {0x06, 0x54, "Forward_Open", Verb::other},
    {0x06, 0x56, "Get_Connection_Data", Verb::diagnose},
    {0x06, 0x57, "Search_Connection_Data", Verb::diagnose},
    {0x06, 0x5a, "Get_Connection_Owner", Verb::diagnose},
    {0x06, 0x5b, "Large_Forward_Open", Verb::other},
    {0x0f, 0x4b, "Get_Enum_String", Verb::read},
    {0x37, 0x4b, "Initiate_Upload", Verb::file},
    {0x37, 0x4c, "Initiate_Download", Verb::firmware},
    {0x37, 0x4d, "Initiate_Partial_Read", Verb::file},
    {0x37, 0x4e, "Initiate_Partial_Write", Verb::firmware},
    {0x37, 0x4f, "Upload_Transfer", Verb::file},
    {0x37, 0x50, "Download_Transfer", Verb::firmware},
    {0x37, 0x51, "Clear_File", Verb::firmware},
    {0x39, 0x4c, "Recover", Verb::start},
    {0x39, 0x4e, "Perform_Diagnostics", Verb::diagnose},
    {0x39, 0x4f, "Configure_Request", Verb::configure},
    {0x39, 0x50, "Validate_Configuration", Verb::configure},
    {0x39, 0x51, "Set_Password", Verb::authenticate},
    {0x39, 0x52, "Configuration_(Un)Lock", Verb::configure},
    {0x39, 0x53, "Mode_Change", Verb::configure},
    {0x39, 0x54, "Safety_Reset", Verb::start},
    {0x39, 0x55, "Reset_Password", Verb::authenticate},
    {0x39, 0x56, "Propose_TUNID", Verb::configure},
    {0x39, 0x57, "Apply_TUNID", Verb::configure},
    {0x44, 0x4b, "Read_Discrete_Inputs", Verb::read},
    {0x44, 0x4c, "Read_Coils", Verb::read},
    {0x44, 0x4d, "Read_Input_Registers", Verb::read},
    {0x44, 0x4e, "Read_Holding_Registers", Verb::read},
    {0x44, 0x4f, "Write_Coils", Verb::write},
    {0x44, 0x50, "Write_Holding_Registers", Verb::write},
    {0x44, 0x51, "Modbus_Passthrough", Verb::other},
    {0x67, 0x4b, "Execute_PCCC", Verb::other},
    {0x6b, 0x08, "Create", Verb::load_program},  // a tag comes or goes with the program
    {0x6b, 0x09, "Delete", Verb::load_program},
    {0x6b, 0x4c, "Read Tag", Verb::read},
    {0x6b, 0x4d, "Write Tag", Verb::write},
    {0x6b, 0x4e, "Read Modify Write Tag", Verb::write},
    {0x6b, 0x52, "Read Tag Fragmented", Verb::read},
    {0x6b, 0x53, "Write Tag Fragmented", Verb::write},
    {0x6b, 0x55, "Get_Instance_Attribute_List", Verb::read},
    {0x6c, 0x08, "Create", Verb::load_program},
    {0x6c, 0x09, "Delete", Verb::load_program},
    {0x6c, 0x4c, "Read Template", Verb::read},
    {0xf6, 0x4c, "Get_and_Clear", Verb::diagnose},
};

static_assert(std::ranges::is_sorted(common_services, {}, &Service::rank));
static_assert(std::ranges::is_sorted(class_services, {}, &Service::rank));

/// Every request asks, so what can be is found by its number.
constexpr std::size_t code_count = 0x80;
constexpr auto common_by_code = [] {
  std::array<Service const*, code_count> all{};
  for (auto const& each : common_services) all[each.code] = &each;
  return all;
}();
constexpr std::size_t served_classes = class_services[std::size(class_services) - 1].class_id + 1U;
constexpr auto has_services = [] {
  std::array<bool, served_classes> all{};
  for (auto const& each : class_services) all[each.class_id] = true;
  return all;
}();

Service const* find_of_class(std::uint32_t class_id, std::uint8_t code) {
  if (class_id >= served_classes || !has_services[class_id]) return nullptr;
  auto const rank = class_id << 8 | code;
  auto const* const found = std::ranges::lower_bound(class_services, rank, {}, &Service::rank);
  return found != std::end(class_services) && found->rank() == rank ? found : nullptr;
}

/// Where a write changes how a device is reached or set up, not what it does.
bool holds_settings(std::uint32_t class_id) {
  switch (class_id) {
    case 0x01:
    case 0x02:
    case 0x05:
    case 0x06:
    case 0x45:
    case 0x46:
    case 0x47:
    case 0x48:
    case 0x52:
    case 0x54:
    case 0x55:
    case 0x56:
    case 0x5d:
    case 0x5e:
    case 0x5f:
    case 0x60:
    case 0x61:
    case 0x62:
    case 0xf1:
    case 0xf2:
    case 0xf3:
    case 0xf4:
    case 0xf5:
    case 0xf6:
    case 0x109: return true;
    default: return false;
  }
}

bool holds_time(std::uint32_t class_id) {
  return class_id == 0x43 || class_id == object_class::wall_clock_time;
}

}  // namespace

ServiceName service_name(std::uint32_t class_id, std::uint8_t service) {
  if (auto const* found = find_of_class(class_id, service)) return {found->name, found->verb};
  auto const* found = service < code_count ? common_by_code[service] : nullptr;
  if (found == nullptr)
    return {Numbered<"Service 0x", 2, 0x80>::terms[service & 0x7f], Verb::other};
  if (found->verb != Verb::write) return {found->name, found->verb};
  return {found->name, holds_time(class_id)       ? Verb::set_clock
                       : holds_settings(class_id) ? Verb::configure
                                                  : Verb::write};
}

}  // namespace qw::enip
