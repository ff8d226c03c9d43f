// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "carriers/ntlm.hpp"
#include "core/term.hpp"

/// Who a request says it is, out of its Authorization; never the secret.
namespace qw::http {

inline constexpr std::size_t most_token = 4096;  // octets of a security token, decoded

/// An attempt to authenticate; no method means none.
struct Attempt {
  Term method;  // "Basic", "Digest", "Bearer", "NTLM", "Kerberos", "Negotiate"
  ntlm::AccountText account;
  bool in_clear = false;
  ntlm::NameText workstation;  // of NTLM
  ntlm::SystemText system;
};

/// Source: RFC 7617 (Basic), RFC 7616 (Digest), RFC 6750 (Bearer), RFC 4559
/// (Negotiate), MS-NTHT (NTLM). An NTLM message that names nobody is no attempt.
Attempt read_authorization(std::string_view value);

/// What an NTLM challenge of a server tells about the server.
struct Challenger {
  ntlm::NameText name;
  ntlm::SystemText system;
};
Challenger read_challenge(std::string_view value);

}  // namespace qw::http
