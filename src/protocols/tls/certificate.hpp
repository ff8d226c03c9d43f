// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "core/stamp.hpp"

/// The parts of an X.509 certificate (RFC 5280) that tell whose it is. Nothing is
/// verified: this says what was shown, not that it is true.
namespace qw::tls {

/// Borrowed from the certificate.
struct CertificateView {
  Bytes issuer;  // Name: content of its SEQUENCE
  Bytes subject;
  Bytes alternative_names;  // GeneralNames: content of the SEQUENCE; may be empty
  std::optional<Stamp> not_before;
  std::optional<Stamp> not_after;  // none also beyond the year 2261, which Stamp cannot tell
};

/// None if it is not the structure of RFC 5280, section 4.1.
std::optional<CertificateView> read_certificate(Bytes der);

/// A Name as RFC 4514 writes it, most particular part first: "CN=a,O=b,C=c".
/// Cut after `most_name_octets`.
inline constexpr std::size_t most_name_octets = 512;
std::string name_text(Bytes name);

/// DNS names, mail addresses, URIs and IP addresses (RFC 5280, section 4.2.1.6),
/// at most `most_alternative_names`, each at most `most_name_octets`.
inline constexpr std::size_t most_alternative_names = 64;
std::vector<std::string> alternative_names(Bytes names);

}  // namespace qw::tls
