// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// Address blocks of makers, from the list of the IEEE (as Debian's ieee-data has it).
namespace qw::simulate::maker {

constexpr std::uint32_t siemens = 0x00'1b'1b;     // Siemens AG
constexpr std::uint32_t siemens_s7 = 0x28'63'36;  // Siemens AG
constexpr std::uint32_t advantech = 0x00'd0'c9;   // Advantech
constexpr std::uint32_t abb = 0x00'12'93;         // ABB Switzerland
constexpr std::uint32_t rockwell = 0x00'00'bc;    // Rockwell Automation
constexpr std::uint32_t tmeic = 0x98'6d'c8;       // Toshiba Mitsubishi-Electric
constexpr std::uint32_t ge = 0x00'09'91;          // Intelligent Platforms, of GE
constexpr std::uint32_t moxa = 0x00'90'e8;        // Moxa Technologies
constexpr std::uint32_t hirschmann = 0x00'80'63;  // Hirschmann Automation
constexpr std::uint32_t cisco = 0x00'1b'54;       // Cisco Systems
constexpr std::uint32_t dell = 0xd0'94'66;        // Dell
constexpr std::uint32_t hewlett = 0x3c'52'82;     // Hewlett Packard
constexpr std::uint32_t axis = 0xac'cc'8e;        // Axis Communications
constexpr std::uint32_t sick = 0x00'06'77;        // SICK AG
constexpr std::uint32_t trimble = 0x00'17'47;     // Trimble
constexpr std::uint32_t teltonika = 0x00'1e'42;   // Teltonika
constexpr std::uint32_t hikvision = 0xc0'56'e3;   // Hangzhou Hikvision Digital Technology
constexpr std::uint32_t snom = 0x00'04'13;        // snom technology
constexpr std::uint32_t vmware = 0x00'50'56;      // VMware

}  // namespace qw::simulate::maker
