// SPDX-License-Identifier: Apache-2.0
// Both are small numbers; the one indexes places, the other files.
// says: (cannot convert|could not convert)
#include "vocabulary/names.hpp"

std::string name(qw::Names const& names);
std::string name(qw::Names const& names) {
  qw::Moment const moment;
#ifdef QW_MUST_NOT_COMPILE
  return std::string{names.source(moment.point)};
#endif
  return std::string{names.source(moment.source)};
}

int main() {}
