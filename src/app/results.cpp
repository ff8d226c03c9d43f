// SPDX-License-Identifier: Apache-2.0
#include "app/results.hpp"

#include <filesystem>

#include "app/output.hpp"
#include "study/report.hpp"
#include "study/summary.hpp"

namespace qw::app {

study::StudyResult result_of(Dossier dossier, Names const& names, site::Site const& site) {
  study::StudyResult result;
  result.names = names;
  result.has_site = !site.file.empty();
  result.site = site.port.name;
  result.dossier = std::move(dossier);
  return result;
}

Status keep(study::StudyResult const& result, store::Writer& store, std::string const& folder) {
  store.add(result.dossier);
  store.note("command", result.run.command);
  if (result.run.frames_before != 0)
    store.note("frames_before", std::to_string(result.run.frames_before));
  if (auto const stored = store.finish(); !stored) return stored;
  auto const base = std::filesystem::path{folder};
  if (auto const told = write_file((base / "study.json").string(), study::to_json(result)); !told)
    return told;
  return write_file((base / "report.html").string(), study::report(result));
}

std::string shown(study::StudyResult const& result, std::string const& folder, bool json) {
  if (json) return study::to_json(result);
  return study::summary(result, (std::filesystem::path{folder} / "report.html").string());
}

}  // namespace qw::app
