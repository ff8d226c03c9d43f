// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "analyses/registries.hpp"
#include "core/result.hpp"
#include "site/listed_makers.hpp"
#include "site/site.hpp"

namespace qw::app {

/// What comes with the program besides itself.
struct Data {
  analyses::Registries registries;
  site::ListedMakers listed_makers;
};

/// `folder`; if empty, share/quaywatch beside the program, else below /usr.
std::filesystem::path data_folder(std::string const& folder);

/// The data that come with the program, and that a user may replace, from `data_folder`. What
/// is missing stays empty, and coverage says so.
Data load_data(std::string const& folder);

/// Adds the files of makers that the site names.
Status add_lists(site::Site const& site, site::ListedMakers& makers);

}  // namespace qw::app
