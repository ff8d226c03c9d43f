// SPDX-License-Identifier: Apache-2.0
#include "pipeline/investigation.hpp"

#include "pipeline/known_protocols.hpp"

namespace qw::pipeline {

Investigation::Investigation(Background const& background)
    : is_watched_{background.is_watched},
      analyses_{background.site, background.point_names, background.registries, background.limits},
      detectors_{{.site = background.site,
                  .atlas = analyses_.atlas(),
                  .listed_makers = background.listed_makers,
                  .protocols = known_protocols(),
                  .learning = background.learning}} {}

void Investigation::on_event(Ordered const& ordered) {
  if (ticks_.hear(said_of(ordered.event).moment.at) && is_watched_) judge();
  analyses_.on(ordered.event);
  detectors_.on(ordered.event);
}

void Investigation::on_repeats(fold::Repeats const& repeats) {
  for (auto const& each : repeats.commands)
    analyses_.on_repeat(each.command, each.times, each.last);
  for (auto const& each : repeats.samples) analyses_.on_repeat(each.sample, each.times, each.last);
}

void Investigation::judge() {
  detectors::Tick const tick{ticks_.first(), ticks_.now(), analyses_};
  detectors_.at(tick);
  ticks_.done(tick.looked_at());
}

void Investigation::save_to(StateWriter& out) const {
  analyses_.save_to(out);
  detectors_.save_to(out);
  save(out, ticks_);
}

void Investigation::load_from(StateReader& in) {
  analyses_.load_from(in);
  detectors_.load_from(in);
  load(in, ticks_);
}

Dossier Investigation::analysed(Accounts const& accounts) const {
  Dossier dossier;
  dossier.accounts = accounts;
  dossier.progress = {.frames = accounts.frames(),
                      .octets = accounts.octets(),
                      .conversations = accounts.conversations,
                      .at = accounts.last()};
  analyses_.write(dossier);
  return dossier;
}

Dossier Investigation::so_far(Accounts const& accounts) const {
  auto dossier = analysed(accounts);
  dossier.of<Finding>() = detectors_.findings();
  return dossier;
}

Dossier Investigation::conclude(Accounts const& accounts) {
  auto dossier = analysed(accounts);
  for (auto const& source : accounts.sources) dossier.progress.octets_read += source.file_octets;
  dossier.progress.octets_to_read = dossier.progress.octets_read;
  dossier.progress.ended = true;
  detectors_.at({accounts.first(), accounts.last(), dossier});
  dossier.of<Finding>() = detectors_.findings();
  dossier.sightings_left_out = detectors_.left_out();
  return dossier;
}

}  // namespace qw::pipeline
