// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/short_text.hpp"
#include "protocols/tls/parse.hpp"

/// What a ClientHello gives away about the program that sent it.
namespace qw::tls {

/// MD5, in hexadecimal digits, of version, ciphers, extensions, groups and point
/// formats as decimal numbers, without GREASE.
/// Empty if the numbers make more than `most_ja3_text` characters.
inline constexpr std::size_t most_ja3_text = 8192;
ShortText<32> ja3_of(HelloView const& hello);

/// JA4 of a TLS client over TCP: version, counts and ALPN in clear, then ciphers
/// and extensions sorted and digested: "t13d1516h2_8daaf6152771_e5627efa2ab1".
/// Source: FoxIO, JA4 technical details (BSD-3-Clause for the client fingerprint).
/// Empty above `most_ja4_values` ciphers, extensions or signature algorithms.
inline constexpr std::size_t most_ja4_values = 512;
ShortText<36> ja4_of(HelloView const& hello);

}  // namespace qw::tls
