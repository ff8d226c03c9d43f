// SPDX-License-Identifier: Apache-2.0
// A conversation's state is one; a copy would say everything twice.
// says: use of deleted function .*Tracker
#include "protocols/modbus/track.hpp"

int count(qw::modbus::Tracker& tracker);
int count(qw::modbus::Tracker& tracker) {
#ifdef QW_MUST_NOT_COMPILE
  auto copy = tracker;
  return static_cast<int>(copy.heap_octets());
#endif
  return static_cast<int>(tracker.heap_octets());
}

int main() {}
