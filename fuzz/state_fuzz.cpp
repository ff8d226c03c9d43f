// SPDX-License-Identifier: Apache-2.0
// States that lie. The first octet chooses what loads the rest: analyses and detectors, a flow
// table, a fold, a decoder, a duplicate filter, or the sealed file. What loads is saved, loaded
// again and saved again, which must give the same octets; then it goes on to its end.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "analyses/analyses.hpp"
#include "analyses/registries.hpp"
#include "content/open_bodies.hpp"
#include "core/sealed.hpp"
#include "core/state.hpp"
#include "decode/decoder.hpp"
#include "decode/duplicate.hpp"
#include "detectors/registry.hpp"
#include "flow/flow_table.hpp"
#include "fold/fold.hpp"
#include "pipeline/tick_clock.hpp"
#include "protocols/registry.hpp"
#include "site/site.hpp"
#include "vocabulary/dossier.hpp"
#include "vocabulary/voice.hpp"

namespace {

using namespace qw;

void demand(bool condition) {
  if (!condition) std::abort();
}

StateBounds bounds() {
  static auto const known = [] {
    std::vector<ProtocolDescription const*> made;
    for (auto const* each : protocols()) made.push_back(&each->protocol.description());
    return made;
  }();
  return {.sources = 2,
          .points = 2,
          .realms = 2,
          .protocols = known,
          .detectors = detectors::about_all()};
}

class Silent final : public flow::Observer {
  void on_flow(flow::Flow const&, flow::Report, flow::Ending, Stamp) override {}
};

/// What an investigation knows (src/pipeline/investigation.cpp).
struct KnownPart {
  site::Site site;
  std::vector<std::string> points{"quay", "ehouse"};
  analyses::Registries registries;
  site::ListedMakers makers;
  analyses::Analyses all{site, points, registries, {.rows = 64, .conversations = 64}};
  detectors::All detectors{{.site = site,
                            .atlas = all.atlas(),
                            .listed_makers = makers,
                            .protocols = bounds().protocols,
                            .learning = seconds(3600)}};
  pipeline::TickClock ticks;

  void load_from(StateReader& in) {
    all.load_from(in);
    detectors.load_from(in);
    load(in, ticks);
  }
  void save_to(StateWriter& out) const {
    all.save_to(out);
    detectors.save_to(out);
    save(out, ticks);
  }
  void end() {
    Dossier dossier;
    all.write(dossier);
    detectors.at({ticks.first(), ticks.now(), dossier});
    for (auto const& each : detectors.findings()) static_cast<void>(told(each, {}));
  }
};

struct FlowPart {
  Voice voice{0};
  Batch batch;
  flow::ExpectationIndex shared{64};
  flow::ExpectationTable expected{shared};
  content::OpenBodies bodies{voice, 64 << 10};
  Silent silent;
  flow::FlowTable table{{.flows = 64}, protocols(), voice, expected, bodies, silent};

  FlowPart() { voice.speak_into(batch); }
  void load_from(StateReader& in) {
    load(in, expected);
    table.load_from(in);
  }
  void save_to(StateWriter& out) const {
    save(out, expected);
    table.save_to(out);
  }
  void end() {
    table.on_tick(Stamp{1'700'000'000'000'000'000});
    table.on_end(Stamp{1'700'000'000'000'000'000});
  }
};

struct FoldPart {
  fold::Fold fold{256 << 10};
  void load_from(StateReader& in) { fold.load_from(in); }
  void save_to(StateWriter& out) const { fold.save_to(out); }
  void end() {
    fold::FoldedBatch rows;
    fold.flush();
    fold.take_rows(rows);
  }
};

struct DecoderPart {
  decode::Decoder decoder;
  void load_from(StateReader& in) { decoder.load_from(in); }
  void save_to(StateWriter& out) const { decoder.save_to(out); }
  void end() { decoder.finish(); }
};

struct DuplicatePart {
  decode::DuplicateFilter filter;
  void load_from(StateReader& in) { filter.load_from(in); }
  void save_to(StateWriter& out) const { filter.save_to(out, Stamp{}); }
  void end() {}
};

template <class Part>
std::vector<std::byte> saved(Part const& part) {
  StateWriter out;
  part.save_to(out);
  return out.take();
}

template <class Part>
void judge(Bytes state) {
  Part part;
  StateReader in{state, bounds()};
  part.load_from(in);
  if (!in.at_end()) return;
  auto const once = saved(part);
  Part again;
  StateReader from{once, bounds()};
  again.load_from(from);
  demand(from.at_end());
  demand(saved(again) == once);
  part.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::vector<std::byte> exact(size - 1);  // its own block: one octet too far is a crash
  if (size > 1) std::memcpy(exact.data(), data + 1, size - 1);
  switch (data[0] % 6) {
    case 0: judge<KnownPart>(exact); break;
    case 1: judge<FlowPart>(exact); break;
    case 2: judge<FoldPart>(exact); break;
    case 3: judge<DecoderPart>(exact); break;
    case 4: judge<DuplicatePart>(exact); break;
    default: static_cast<void>(unsealed({}, exact)); break;
  }
  return 0;
}
