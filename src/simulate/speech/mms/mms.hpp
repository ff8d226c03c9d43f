// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// MMS (ISO 9506) as controllers speak it: ACSE (ISO 8650), ISO presentation (8823) and
/// session (8327) over COTP class 0 and TPKT. BER throughout (X.690).
namespace qw::simulate::mms {

constexpr std::uint16_t port = 102;

/// COTP's connection, which comes first. `reference` names the caller's end.
Octets transport_request(std::uint16_t reference);
Octets transport_confirm(std::uint16_t caller_reference, std::uint16_t reference);

/// Session, presentation, association and MMS Initiate in one message each way.
Octets initiate_request();
Octets initiate_reply();

/// A variable of a domain, by name.
struct Variable {
  std::string_view domain;
  std::string_view item;
};
/// The data of one variable, encoded.
Octets boolean(bool value);
Octets integer(std::int64_t value);
Octets unsigned_integer(std::uint64_t value);
Octets floating_point(double value);  // single precision
Octets visible_string(std::string_view text);

Octets read_request(std::uint32_t invoke, std::span<Variable const> variables);
/// `data` in the order of the variables.
Octets read_reply(std::uint32_t invoke, std::span<Octets const> data);
/// One variable.
Octets write_request(std::uint32_t invoke, Variable variable, Octets const& data);
Octets write_reply(std::uint32_t invoke);
/// Asks who the controller is, and tells it (Identify, 10.5).
Octets identify_request(std::uint32_t invoke);
Octets identify_reply(std::uint32_t invoke, std::string_view vendor, std::string_view model,
                      std::string_view revision);

}  // namespace qw::simulate::mms
