// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocols/smb/parse.hpp"
#include "vocabulary/kinds.hpp"

/// What the parts of the tracker share.
namespace qw::smb {

inline constexpr std::uint16_t ports[] = {445, 139};
inline constexpr ProtocolDescription description{
    .name = "smb", .title = "SMB", .traits = {Trait::file_transfer}, .tcp_ports = ports};
inline constexpr Protocol protocol_name{description};

/// What a status amounts to; success carries no code.
inline Outcome outcome_of(std::uint32_t status) {
  Outcome outcome{is_error(status) ? Outcome::State::refused : Outcome::State::accepted, {}, {}};
  if (status == 0) return outcome;
  outcome.code = status;
  outcome.reason = status_name(status);
  return outcome;
}

}  // namespace qw::smb
