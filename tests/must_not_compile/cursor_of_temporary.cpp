// SPDX-License-Identifier: Apache-2.0
// A cursor borrows: it is not made of octets that a temporary owns.
// says: use of deleted function
#include <vector>

#include "core/cursor.hpp"

namespace {
std::vector<std::byte> received() { return std::vector<std::byte>(4); }
}  // namespace

int main() {
#ifdef QW_MUST_NOT_COMPILE
  qw::Cursor in{received()};
#else
  auto const octets = received();
  qw::Cursor first{octets};
  qw::Cursor in{first.rest()};  // a view may be a temporary
#endif
  return in.u8();
}
