// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/term.hpp"
#include "vocabulary/terms.hpp"

/// What the CIP specification calls its numbers. All empty for a number that is
/// not listed, but for those that say otherwise.
namespace qw::enip {

/// Classes whose requests mean something particular to us.
namespace object_class {
inline constexpr std::uint32_t identity = 0x01;
inline constexpr std::uint32_t message_router = 0x02;
inline constexpr std::uint32_t assembly = 0x04;
inline constexpr std::uint32_t connection_manager = 0x06;
inline constexpr std::uint32_t file = 0x37;
inline constexpr std::uint32_t safety_supervisor = 0x39;
inline constexpr std::uint32_t authority = 0x60;
inline constexpr std::uint32_t password_authenticator = 0x61;
inline constexpr std::uint32_t pccc = 0x67;
inline constexpr std::uint32_t symbol = 0x6b;
inline constexpr std::uint32_t wall_clock_time = 0x8b;
}  // namespace object_class

/// Volume 1, chapter 5; from 0x64 on names that makers made public. A class
/// without a name is called by its number, "Class 0x72", up to the end of the
/// ranges that are assigned; beyond it is "Reserved Class".
Term class_name(std::uint32_t class_id);

struct ServiceName {
  Term operation;
  Verb verb = Verb::other;
};
/// Volume 1, appendix A, for services that every class has; then those that
/// belong to one class. A service that is not listed is called by its number,
/// "Service 0x4c", and its verb is `other`.
ServiceName service_name(std::uint32_t class_id, std::uint8_t service);

/// Volume 1, appendix B-1: general status.
Term status_name(std::uint8_t status);
/// Volume 1, section 3-5.6: extended status of the Connection Manager.
Term connection_status_name(std::uint16_t extended);

/// Makers by their ODVA vendor identifier, as far as they are met on a quay.
Term vendor_name(std::uint16_t vendor);
/// Volume 1, chapter 6: device profiles.
Term device_type_name(std::uint16_t device_type);

}  // namespace qw::enip
