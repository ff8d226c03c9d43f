// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "study/result.hpp"

namespace qw::study {

/// The study in at most 40 lines for a terminal, plain text of at most 100 columns
/// where names from the wire allow. `report` is where the whole of it lies.
std::string summary(StudyResult const& result, std::string const& report);

/// The object of `study --json` and of study.json; ends with a newline.
std::string to_json(StudyResult const& result);

}  // namespace qw::study
