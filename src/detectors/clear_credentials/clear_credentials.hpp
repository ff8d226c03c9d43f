// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::clear_credentials {

FindingWords words(Finding const& finding, Names const& names);

inline constexpr FindingKind kinds[] = {{.name = "login"}, {.name = "refused login"}};
inline constexpr About about{
    .name = "clear_credentials",
    .claim = "A login sent its password or other secret in clear text.",
    .technique = "T0859 Valid Accounts",
    .sensitivity =
        "Not measured on cranes. In the tests one login is enough for each protocol that sends "
        "a secret in clear text.",
    .innocent = "Equipment without a secure protocol, on a network that no one else uses.",
    .rules = {{"33 CFR 101.650(a)(2)", "33 CFR 101.650(c)(2)", "IEC 62443-3-3 SR 1.5"}},
    .steps = {{"Owner of the server: change the password, and use an encrypted protocol where "
               "the equipment supports one.",
               "Where it does not: security engineer, limit the network segment to the hosts "
               "that need it."}},
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
