// SPDX-License-Identifier: Apache-2.0
#include "detectors/registry.hpp"

#include <array>
#include <variant>

#include "detectors/all_headers.hpp"
#include "detectors/common/saved.hpp"

namespace qw::detectors {
namespace {

template <class Detector, class Kind>
concept Hears = requires(Detector& detector, Kind const& kind, Findings& findings) {
  detector.on(kind, findings);
};
template <class Detector>
concept Judges = requires(Detector& detector, Tick const& tick, Standing& standing) {
  detector.at(tick, standing);
};
template <class Detector>
concept HasAt = requires {
  &Detector::at;
};
template <class Detector, class... Kinds>
constexpr bool hears_one(std::variant<Kinds...> const*) {
  return (... || Hears<Detector, Kinds>);
}

// What has another signature is passed over: a detector of such alone would be silent.
#define QW_DETECTOR(name)                                                                      \
  static_assert(                                                                               \
      hears_one<name::Detector>(static_cast<Event const*>(nullptr)) || Judges<name::Detector>, \
      "the detector " #name " needs an `on` for a kind of event, or an `at`");                 \
  static_assert(Judges<name::Detector> || !HasAt<name::Detector>,                              \
                "the `at` of the detector " #name " must take a Tick and a Standing");
#include "detectors/detectors.def"
#undef QW_DETECTOR

/// Detectors hear only the kinds for which they have an `on`.
template <class Detector, class Kind>
void tell(Detector& detector, Kind const& kind, Findings& findings) {
  if constexpr (Hears<Detector, Kind>) detector.on(kind, findings);
}

template <class Detector>
void judge(Detector& detector, About const& about, Tick const& tick, Findings& findings) {
  if constexpr (Judges<Detector>) {
    Standing standing{findings, about};
    detector.at(tick, standing);
  }
}

std::vector<std::string> names_of_realms(site::Site const& site) {
  std::vector<std::string> names;
  for (auto const& realm : site.realms) names.push_back(realm.name);
  return names;
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
#define QW_DETECTOR(name) visit(name##_, name::about);
#include "detectors/detectors.def"
#undef QW_DETECTOR
  }
};

All::All(Context const& context)
    : each_{std::make_unique<Each>(context)}, findings_{names_of_realms(context.site)} {}
All::~All() = default;

void All::on(Event const& event) {
  std::visit(
      [&](auto const& kind) {
        each_->for_each([&](auto& detector, About const&) { tell(detector, kind, findings_); });
      },
      event);
}

void All::at(Tick const& tick) {
  each_->for_each(
      [&](auto& detector, About const& about) { judge(detector, about, tick, findings_); });
}

std::vector<Finding> All::findings() const { return findings_.sorted(); }

std::uint64_t All::left_out() const { return findings_.left_out(); }

void All::save_to(StateWriter& out) const {
  each_->for_each([&](auto const& detector, About const&) { save_detector(out, detector); });
  save(out, findings_);
}

void All::load_from(StateReader& in) {
  each_->for_each([&](auto& detector, About const&) { load_detector(in, detector); });
  load(in, findings_);
}

std::span<About const* const> about_all() {
  static constexpr std::array all{
#define QW_DETECTOR(name) &name::about,
#include "detectors/detectors.def"
#undef QW_DETECTOR
  };
  return all;
}

}  // namespace qw::detectors
