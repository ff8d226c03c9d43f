// SPDX-License-Identifier: Apache-2.0
// An arena forgets what is in it without destroying it.
// says: static assertion failed
#include <string>

#include "core/arena.hpp"

int main() {
  qw::Arena arena;
  auto const numbers = arena.room<int>(2);
#ifdef QW_MUST_NOT_COMPILE
  return static_cast<int>(arena.room<std::string>(2).size());
#endif
  return static_cast<int>(numbers.size());
}
