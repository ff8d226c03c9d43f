// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include "core/state.hpp"

namespace qw::detectors {

/// One that has members says which of them a state keeps.
template <class Detector>
concept remembers_by_state = std::is_empty_v<Detector> || requires {
  Detector::state();
};

template <class Detector>
void save_detector(StateWriter& out, Detector const& detector) {
  static_assert(remembers_by_state<Detector>, "a detector with members has a state()");
  if constexpr (!std::is_empty_v<Detector>) save(out, detector);
}
template <class Detector>
void load_detector(StateReader& in, Detector& detector) {
  static_assert(remembers_by_state<Detector>, "a detector with members has a state()");
  if constexpr (!std::is_empty_v<Detector>) load(in, detector);
}

}  // namespace qw::detectors
