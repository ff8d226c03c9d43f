// SPDX-License-Identifier: Apache-2.0
#include "app/state_terms.hpp"

#include <array>
#include <fstream>

#include "app/data.hpp"
#include "app/state_layout.hpp"  // made by CMake from the sources of what keeps a state
#include "core/state.hpp"
#include "naming/namer.hpp"
#include "vocabulary/kinds.hpp"

namespace qw::app {
namespace {

Sha256::Value digest_of_file(std::string const& path) {
  Sha256 digest;
  std::ifstream file{path, std::ios::binary};
  std::array<char, 1 << 16> part{};
  while (file.read(part.data(), part.size()) || file.gcount() != 0)
    digest.add(bytes_of({part.data(), static_cast<std::size_t>(file.gcount())}));
  return digest.finish();
}

}  // namespace

SealTerms seal_terms(StateInputs const& inputs) {
  SealTerms terms;
  terms.vocabulary = schema_version;
  terms.layout = Sha256::of(bytes_of(state_layout));
  if (!inputs.site.empty()) terms.site = digest_of_file(inputs.site);

  auto const& settings = inputs.settings;
  StateWriter rest;
  rest.number(inputs.learning.count);
  rest.number(std::uint64_t{settings.memory});  // limits of tables follow from it
  save(rest, settings.keep_duplicates);
  save(rest, settings.every_event);
  rest.text(settings.naming ? naming::library() : std::string{});
  for (auto const* name : {"country.mmdb", "networks.table"})
    rest.octets(digest_of_file((data_folder(inputs.data) / name).string()));
  terms.inputs = Sha256::of(rest.octets());
  return terms;
}

}  // namespace qw::app
