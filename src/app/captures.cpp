// SPDX-License-Identifier: Apache-2.0
#include "app/captures.hpp"

#include <algorithm>
#include <filesystem>

#include "site/atlas.hpp"

namespace qw::app {
namespace {

constexpr std::string_view default_point = "tap";

struct Word {
  std::string point;
  std::string path;
};

/// A '=' in the name of a file that exists is part of the name.
Word taken_apart(std::string const& word) {
  auto const equals = word.find('=');
  std::error_code ignored;
  if (equals == std::string::npos || equals == 0 || std::filesystem::exists(word, ignored))
    return {std::string{default_point}, word};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

PointId point_of(std::string const& name, std::vector<std::string>& points) {
  auto const found = std::ranges::find(points, name);
  auto const index = found - points.begin();
  if (found == points.end()) points.push_back(name);
  return static_cast<PointId>(index);
}

}  // namespace

Result<Captures> open_captures(std::vector<std::string> const& words, site::Site const& site,
                               capture::BlockPool& pool) {
  Captures captures;
  captures.names = site::names_of(site);
  for (auto const& word : words) {
    auto const [point_name, path] = taken_apart(word);
    auto const id = static_cast<SourceId>(captures.inputs.size());
    auto const point = point_of(point_name, captures.names.points);
    auto source = capture::open_file(path, id, point, pool);
    if (!source) return source.error();
    captures.inputs.push_back({.source = std::move(*source),
                               .id = id,
                               .point = point,
                               .point_name = point_name,
                               .realms = {site, site.realm_of_point(point_name)}});
    captures.names.sources.push_back(path);
  }
  return captures;
}

std::string default_folder(std::vector<std::string> const& words) {
  auto const path = std::filesystem::path{taken_apart(words.front()).path};
  if (path == "-") return "stdin.study";
  auto name = path.filename();
  if (name.extension() == ".gz" || name.extension() == ".zst") name = name.stem();
  return name.stem().string() + ".study";
}

}  // namespace qw::app
