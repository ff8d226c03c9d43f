// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/result.hpp"
#include "site/site.hpp"
#include "store/writer.hpp"
#include "study/result.hpp"

namespace qw::app {

/// What an investigation found, as study shows it.
study::StudyResult result_of(Dossier dossier, Names const& names, site::Site const& site);

/// Writes store, report and JSON into the folder.
Status keep(study::StudyResult const& result, store::Writer& store, std::string const& folder);

/// What goes to standard output.
std::string shown(study::StudyResult const& result, std::string const& folder, bool json);

}  // namespace qw::app
