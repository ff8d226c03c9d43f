// SPDX-License-Identifier: Apache-2.0
#include "detectors/registry.hpp"

#include <array>

#include "detectors/all_headers.hpp"

namespace qw::detectors {
namespace {

/// Detectors hear only the kinds for which they have an `on`.
template <class Detector, class Kind>
void tell(Detector& detector, Kind const& kind, Findings& findings) {
  if constexpr (requires { detector.on(kind, findings); }) detector.on(kind, findings);
}

template <class Detector>
void end(Detector& detector, Results const& results, Findings& findings) {
  if constexpr (requires { detector.at_end(results, findings); })
    detector.at_end(results, findings);
}

}  // namespace

struct All::Each {
  explicit Each(Context const& of_run) : context{of_run} {}

  Context context;
#define QW_DETECTOR(name) name::Detector name##_{context};
#include "detectors/detectors.def"
#undef QW_DETECTOR

  template <class Visit>
  void for_each(Visit const& visit) {
#define QW_DETECTOR(name) visit(name##_);
#include "detectors/detectors.def"
#undef QW_DETECTOR
  }
};

All::All(Context const& context) : each_{std::make_unique<Each>(context)} {}
All::~All() = default;

void All::on(Event const& event) {
  std::visit(
      [&](auto const& kind) {
        each_->for_each([&](auto& detector) { tell(detector, kind, findings_); });
      },
      event);
}

void All::at_end(Results const& results) {
  each_->for_each([&](auto& detector) { end(detector, results, findings_); });
}

std::vector<Finding> All::findings() const { return findings_.sorted(); }

std::uint64_t All::left_out() const { return findings_.left_out(); }

std::span<About const> about_all() {
  static constexpr std::array all{
#define QW_DETECTOR(name) name::about,
#include "detectors/detectors.def"
#undef QW_DETECTOR
  };
  return all;
}

}  // namespace qw::detectors
