// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "simulate/wire/octets.hpp"

/// The beginning of the Remote Desktop Protocol, [MS-RDPBCGR] sections 2.2.1.1 and 2.2.1.2: what
/// is in the clear before TLS.
namespace qw::simulate::rdp {

constexpr std::uint16_t port = 3389;

/// X.224 connection request with the user in its cookie (at most nine letters are sent, as
/// clients do), asking for TLS or CredSSP.
Octets connect_request(std::string_view user);
/// Its confirmation: CredSSP, which begins with TLS.
Octets connect_confirm();

}  // namespace qw::simulate::rdp
