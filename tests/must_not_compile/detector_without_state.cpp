// SPDX-License-Identifier: Apache-2.0
// What a detector remembers must survive the end of the program.
// says: a detector with members has a state()
#include "detectors/common/saved.hpp"

struct Forgetful {};
struct Keeping {
  int heard = 0;
  static constexpr auto state() { return std::tuple{&Keeping::heard}; }
};
struct Losing {
  int heard = 0;
};

int main() {
  qw::StateWriter out;
  qw::detectors::save_detector(out, Forgetful{});
  qw::detectors::save_detector(out, Keeping{});
#ifdef QW_MUST_NOT_COMPILE
  qw::detectors::save_detector(out, Losing{});
#endif
  return static_cast<int>(out.octets().size());
}
