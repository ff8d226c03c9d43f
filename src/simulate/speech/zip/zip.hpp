// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/stamp.hpp"
#include "simulate/wire/octets.hpp"

/// ZIP archives (PKWARE's APPNOTE.TXT 6.3) with one file, deflated (RFC 1951) in one block of
/// fixed codes.
namespace qw::simulate::zip {

/// `name` of up to 65,535 octets; times of a file are in steps of two seconds, from 1980 on.
Octets archive(std::string_view name, Bytes content, Stamp changed);

/// Raw deflate.
Octets deflate(Bytes content);
/// The check sum of ISO 3309, as RFC 1952 has it.
std::uint32_t crc32(Bytes content);

}  // namespace qw::simulate::zip
