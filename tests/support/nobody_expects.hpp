// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"

namespace qw::test {

/// For tests that need a tracker itself and care for no conversation that it announces.
class NobodyExpects final : public delivery::Expectations {
 public:
  void expect(delivery::Expectation const&) override {}
};

}  // namespace qw::test
