// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "study/result.hpp"

namespace qw::study {

/// The study as one self-contained page: no script, nothing from the network, light
/// and dark, for a screen, a keyboard and paper. Apart from the run line the same
/// result gives the same octets.
std::string report(StudyResult const& result);

/// The style of the page.
std::string_view report_style();

}  // namespace qw::study
