// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/term.hpp"
#include "vocabulary/terms.hpp"

/// The protocol's own words for its numbers; empty where no word is known.
namespace qw::s7comm {

/// Memory areas of S7ANY addresses: "DB", "M", "I".
Term area_name(std::uint8_t area);

/// Block types of file names and block functions: "OB", "FC".
Term block_type_name(std::uint8_t type);

/// Return codes of data items.
Term return_code_name(std::uint8_t code);

/// Error class and code of acknowledgements; error codes of userdata.
Term error_name(std::uint16_t error);

/// Operating states as a mode transition numbers them: "RUN", "STOP".
Term operating_state_name(std::uint8_t state);

/// What a service is called, and what it amounts to.
struct ServiceView {
  Verb verb = Verb::other;
  Term operation;
};

/// Functions of jobs other than PI services.
ServiceView job_service(std::uint8_t function);

/// Function group and subfunction of userdata.
ServiceView userdata_service(std::uint8_t group, std::uint8_t subfunction);

/// Program invocation by name and argument.
ServiceView pi_service(std::string_view name, std::string_view argument);

}  // namespace qw::s7comm
