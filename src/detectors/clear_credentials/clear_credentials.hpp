// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::clear_credentials {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {{.name = "login"}, {.name = "refused login"}};
inline constexpr About about{
    .name = "clear_credentials",
    .claim = "Somebody authenticated in a way from which a listener learns the secret.",
    .technique = "T0859 Valid Accounts",
    .sensitivity =
        "Not measured on cranes. In the tests each protocol that sends a secret in clear is "
        "found by one login.",
    .innocent = "Equipment that knows no better protocol, on a network that nobody else shares.",
    .rules = {{"33 CFR 101.650(a)(2)", "33 CFR 101.650(c)(2)", "IEC 62443-3-3 SR 1.5"}},
    .steps = {{"Owner of the server: change the secret, and use a protocol that protects it "
               "where the equipment can.",
               "Where it cannot: security engineer, keep the segment to the hosts that need it."}},
    .kinds = kinds,
    .words = words};

/// One finding for each server, protocol and method. The secret itself never reaches us:
/// protocols do not put it into events.
class Detector {
 public:
  explicit Detector(Context const&) {}
  void on(Login const& login, Findings& findings);
};

}  // namespace qw::detectors::clear_credentials
