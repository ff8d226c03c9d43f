// SPDX-License-Identifier: Apache-2.0
// Nor of a buffer that happens to be an array, as a literal is.
// says: (call to consteval function|is not a constant expression)
#include "core/term.hpp"

int main(int, char** arguments) {
  char buffer[8] = {};
  buffer[0] = arguments[0][0];
#ifdef QW_MUST_NOT_COMPILE
  return qw::Term{buffer}.empty();
#endif
  return buffer[0];
}
