// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/bytes.hpp"

/// RFC 4648.
namespace qw::simulate::base64 {

/// Section 4, filled up with '='.
std::string encode(Bytes octets);
/// Section 5, without filling: fit for names and addresses.
std::string encode_for_names(Bytes octets);

}  // namespace qw::simulate::base64
