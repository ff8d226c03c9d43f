// SPDX-License-Identifier: Apache-2.0
#include "app/data.hpp"

#include <filesystem>

namespace qw::app {
namespace {

namespace fs = std::filesystem;

fs::path folder_or_default(std::string const& folder) {
  if (!folder.empty()) return folder;
  std::error_code failed;
  auto const program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    auto const beside = program.parent_path().parent_path() / "share/quaywatch";
    if (fs::is_directory(beside, failed)) return beside;
  }
  return "/usr/share/quaywatch";
}

}  // namespace

analyses::Registries load_registries(std::string const& folder) {
  analyses::Registries registries;
  auto const base = folder_or_default(folder);
  // A file that is not there or cannot be read leaves its registry empty: its state says so.
  static_cast<void>(registries.makers.load((base / "oui.tsv").string()));
  static_cast<void>(registries.geo.load_countries((base / "country.mmdb").string()));
  static_cast<void>(registries.geo.load_networks((base / "asn.csv").string()));
  return registries;
}

}  // namespace qw::app
