// SPDX-License-Identifier: Apache-2.0
// Two moments have a difference, which is a length of time, and no sum.
// says: no match for .operator\+. .*Stamp.*Stamp
#include "core/stamp.hpp"

int main() {
  qw::Stamp const a{1};
  qw::Stamp const b{2};
  qw::Nanoseconds const length = b - a;
#ifdef QW_MUST_NOT_COMPILE
  return (a + b).ns != 0;
#endif
  return (a + length).ns != b.ns;
}
