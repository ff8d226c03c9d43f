// SPDX-License-Identifier: Apache-2.0
// A term is never freed, so it is made of a literal; text from the wire must be interned
// in the open, or stay text.
// says: (call to consteval function|no matching function|could not convert|conversion from)
#include <string>

#include "core/term.hpp"

int main(int, char** arguments) {
  qw::Term const literal{"Write Multiple Registers"};
#ifdef QW_MUST_NOT_COMPILE
  qw::Term const foreign{std::string{arguments[0]}};
  return foreign.empty();
#endif
  return literal.empty() || arguments == nullptr;
}
