// SPDX-License-Identifier: Apache-2.0
// Who may fail is asked whether he did.
// says: ignoring returned value of type .*Result
#include "core/result.hpp"

qw::Status store();
qw::Status store() { return qw::Nothing{}; }

int main() {
#ifdef QW_MUST_NOT_COMPILE
  store();
#endif
  return store().ok() ? 0 : 1;
}
