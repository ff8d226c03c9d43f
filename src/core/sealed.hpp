// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/digest.hpp"
#include "core/result.hpp"

/// The file that a state is kept in:
///
///     8  octets  "QWSTATE\n"
///     4          version of this format
///     4          version of the vocabulary
///     32         digest of the layout: of the sources that say what is kept, in which order
///     32         digest of the site file
///     32         digest of all else that changes what is made of a packet
///     8          octets of the state
///                the state
///     32         SHA-256 of all before
///
/// Numbers are little-endian. The last digest finds damage, not forgery: a state is trusted as
/// much as the folder it lies in, and loading one that lies fails without harm.
namespace qw {

/// What a state and who reads it must have in common.
struct SealTerms {
  std::uint32_t vocabulary = 0;
  Sha256::Value layout{};
  Sha256::Value site{};
  Sha256::Value inputs{};
};

/// Does it begin like such a file? What is empty or cut off within its first octets does.
bool is_sealed(Bytes file);

std::vector<std::byte> sealed(SealTerms const& terms, Bytes state);

/// The state, borrowed from `file`. The error says why it is refused, as the end of a sentence
/// about the file: "is cut off: ...".
Result<Bytes> unsealed(SealTerms const& terms, Bytes file);

}  // namespace qw
