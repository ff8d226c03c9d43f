// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detectors/common/detector.hpp"

namespace qw::detectors::clear_credentials {

inline constexpr About about{
    .name = "clear_credentials",
    .claim = "Somebody authenticated in a way from which a listener learns the secret.",
    .technique = "T0859 Valid Accounts",
    .sensitivity =
        "Not measured on cranes. In the tests each protocol that sends a secret in clear is "
        "found by one login."};

/// One finding for each server, protocol and method. The secret itself never reaches us:
/// protocols do not put it into events.
class Detector {
 public:
  explicit Detector(Context const& context) : context_{context} {}
  void on(Login const& login, Findings& findings);

 private:
  Context const& context_;
};

}  // namespace qw::detectors::clear_credentials
