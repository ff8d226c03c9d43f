// SPDX-License-Identifier: Apache-2.0
#include "analyses/analyses.hpp"

#include <utility>

#include "analyses/all_headers.hpp"  // made by CMake from analyses.def
#include "analyses/context.hpp"

namespace qw::analyses {
namespace {

template <class Analysis, class Kind>
void tell(Analysis& analysis, Kind const& kind) {
  if constexpr (requires { analysis.on(kind); }) analysis.on(kind);
}

template <class Analysis, class... Repeated>
void tell_repeat(Analysis& analysis, Repeated const&... repeated) {
  if constexpr (requires { analysis.on_repeat(repeated...); }) analysis.on_repeat(repeated...);
}

template <class Analysis>
void write_records(Analysis const& analysis, Dossier& dossier) {
  if constexpr (requires { analysis.write(dossier); }) analysis.write(dossier);
}

}  // namespace

struct Analyses::Each {
  Each(site::Site const& site, site::Atlas const& atlas, std::vector<std::string> const& points,
       Registries const& registries, Limits const& limits)
      : context{site, atlas, points, registries, limits, others} {}

  Others others;
  Context context;
#define QW_ANALYSIS(name, Class) Known<Class> name{context, others};
#include "analyses/analyses.def"
#undef QW_ANALYSIS

  template <class Visit>
  void for_each(Visit const& visit) {
#define QW_ANALYSIS(name, Class) visit(name);
#include "analyses/analyses.def"
#undef QW_ANALYSIS
  }
};

Analyses::Analyses(site::Site const& site, std::vector<std::string> const& point_names,
                   Registries const& registries, Limits const& limits)
    : atlas_{site}, each_{std::make_unique<Each>(site, atlas_, point_names, registries, limits)} {}
Analyses::~Analyses() = default;

void Analyses::on(Event const& event) {
  std::visit(
      [&](auto const& kind) { each_->for_each([&](auto& analysis) { tell(analysis, kind); }); },
      event);
}

void Analyses::on_repeat(Command const& command, std::uint64_t times, Stamp last) {
  each_->for_each([&](auto& analysis) { tell_repeat(analysis, command, times, last); });
}

void Analyses::on_repeat(Sample const& sample, std::uint64_t times, Stamp last) {
  each_->for_each([&](auto& analysis) { tell_repeat(analysis, sample, times, last); });
}

void Analyses::write(Dossier& dossier) const {
  each_->for_each([&](auto const& analysis) { write_records(analysis, dossier); });
}

template <record Record>
void Analyses::write(std::vector<Record>& rows) const {
  bool written = false;
  each_->for_each([&](auto const& analysis) {
    if constexpr (requires { analysis.write(rows); }) {
      analysis.write(rows);
      written = true;
    }
  });
  if (written) return;
  Dossier all;
  write(all);
  rows = std::move(all.of<Record>());
}

#define QW_RECORD(name, Type, list) template void Analyses::write(std::vector<Type>&) const;
#include "vocabulary/records.def"
#undef QW_RECORD

void Analyses::save_to(StateWriter& out) const {
  each_->for_each([&](auto const& analysis) { save(out, analysis); });
}

void Analyses::load_from(StateReader& in) {
  each_->for_each([&](auto& analysis) { load(in, analysis); });
}

}  // namespace qw::analyses
