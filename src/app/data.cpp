// SPDX-License-Identifier: Apache-2.0
#include "app/data.hpp"

#include <filesystem>

namespace qw::app {
namespace {

namespace fs = std::filesystem;

}  // namespace

fs::path data_folder(std::string const& folder) {
  if (!folder.empty()) return folder;
  std::error_code failed;
  auto const program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    auto const beside = program.parent_path().parent_path() / "share/quaywatch";
    if (fs::is_directory(beside, failed)) return beside;
  }
  return "/usr/share/quaywatch";
}

Data load_data(std::string const& folder) {
  Data data;
  auto const base = data_folder(folder);
  // What is not there or cannot be read stays empty: its state says so.
  static_cast<void>(data.registries.makers.load((base / "oui.tsv").string()));
  static_cast<void>(data.registries.geo.load_countries((base / "country.mmdb").string()));
  static_cast<void>(data.registries.geo.load_networks((base / "networks.table").string()));
  static_cast<void>(data.listed_makers.add_file((base / "listed_makers.tsv").string()));
  return data;
}

Status add_lists(site::Site const& site, site::ListedMakers& makers) {
  for (auto const& path : site.lists.makers)
    if (auto const added = makers.add_file(path); !added) return added;
  return Nothing{};
}

}  // namespace qw::app
