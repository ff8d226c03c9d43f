// SPDX-License-Identifier: Apache-2.0
// Writes what analyses and detectors know after the first frames of a capture, as an input of
// state_fuzz: the first octet chooses the part.
//   state_seed CAPTURE FRAMES FILE
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "analyses/registries.hpp"
#include "pipeline/study_state.hpp"
#include "support/first_frames.hpp"

int main(int count, char** words) {
  using namespace qw;
  if (count != 4) return 2;
  capture::BlockPool pool;
  auto opened = capture::open_file(words[1], SourceId{}, PointId{}, pool);
  if (!opened) {
    std::fprintf(stderr, "state_seed: %s\n", opened.error().text.c_str());
    return 1;
  }
  std::vector<pipeline::Input> inputs;
  inputs.push_back({.source = std::make_unique<test::FirstFrames>(
                        std::move(*opened), std::strtoull(words[2], nullptr, 10)),
                    .point_name = "tap",
                    .realms = {}});
  site::Site const site;
  analyses::Registries const registries;
  site::ListedMakers const makers;
  std::vector<std::string> const points{"tap"};
  pipeline::Investigation investigation{{.site = site,
                                         .registries = registries,
                                         .listed_makers = makers,
                                         .point_names = points,
                                         .learning = seconds(0),
                                         .limits = {.rows = 64, .conversations = 64}}};
  pipeline::Run run{{.fold = true, .naming = false}, std::move(inputs)};
  StateWriter out;
  run.before_the_end([&] {
    out.number(std::uint8_t{0});
    investigation.judge();
    investigation.save_to(out);
  });
  run.listen(investigation);
  std::ofstream file{words[3], std::ios::binary};
  auto const text = text_of(out.octets());
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  return file.flush() ? 0 : 1;
}
