// SPDX-License-Identifier: Apache-2.0
#include "pipeline/study_state.hpp"

#include "pipeline/known_protocols.hpp"

namespace qw::pipeline {

std::vector<std::byte> state_of(Investigation const& investigation, Run const& run) {
  StateWriter out;
  investigation.save_to(out);
  run.save_to(out);
  return out.take();
}

StateBounds state_bounds(Background const& background, std::size_t sources) {
  return {.sources = sources,
          .points = background.point_names.size(),
          .realms = background.site.realms.size(),
          .protocols = known_protocols(),
          .detectors = detectors::about_all()};
}

Status go_on_from(Bytes state, StateBounds const& bounds, Investigation& investigation, Run& run) {
  StateReader in{state, bounds};
  investigation.load_from(in);
  if (auto loaded = run.load_from(in); !loaded) return loaded;
  if (!in.at_end()) return Error{"contradicts itself: octets are left"};
  return Nothing{};
}

}  // namespace qw::pipeline
