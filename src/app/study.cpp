// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "app/captures.hpp"
#include "app/command.hpp"
#include "app/data.hpp"
#include "app/event_file.hpp"
#include "app/live.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/results.hpp"
#include "app/site_file.hpp"
#include "app/state_file.hpp"
#include "app/state_terms.hpp"
#include "pipeline/study_state.hpp"
#include "store/writer.hpp"

namespace qw::app {
namespace {

constexpr std::array study_options{
    Option{"--site", "FILE",
           "site file: what should be on the network (default: private addresses are inside)"},
    Option{"--counters", "FILE", "CSV of switch counters of the mirrored ports; may be repeated"},
    Option{"--out", "DIR", "folder for report and store (default: CAPTURE.study)"},
    Option{"--state", "FILE",
           "go on from what an earlier study knew, and leave there what this one knows"},
    Option{"--json", "", "print one JSON object instead of the summary"},
    Option{"--events", "FILE", "also write every event, in order; - is standard output"},
    Option{"--events-format", "FORMAT", "jsonl (default), eve or zeek; for zeek, FILE is a folder"},
    Option{"--live", "PORT", "show the study in the browser while it runs; 0: any free port"},
    Option{"--learning", "HOURS",
           "hours of packet time in which new writers count as known (default 24)"},
    Option{"--keep-duplicates", "", "count the copies that a mirror port makes as separate frames"},
    Option{"--no-naming", "", "do not name unparsed traffic with nDPI"},
    Option{"--workers", "N", "number of worker threads (default: one for each core)"},
    Option{"--memory", "SIZE", "memory budget of the process (default 1G, at least 384M)"},
    Option{"--data", "DIR",
           "folder of registries and lists of makers, instead of the installed one"},
};

/// Below this, peaks were measured that exceed the budget: docs/memory.md.
constexpr std::size_t least_memory = std::size_t{384} << 20;

/// Everything that the command line asks for, checked.
struct Wish {
  std::string out;
  std::string state;  // empty: not wished
  std::string events;
  std::string events_format = "jsonl";
  std::string live;  // port; empty: not wished
  bool json = false;
  Nanoseconds learning;
  pipeline::Settings settings;
};

Result<Wish> wish_of(Arguments const& arguments) {
  Wish wish;
  wish.out = arguments.value("--out", default_folder(arguments.words()));
  wish.state = arguments.value("--state");
  wish.events = arguments.value("--events");
  wish.events_format = arguments.value("--events-format", "jsonl");
  if (auto const known = EventFile::known(wish.events_format); !known) return known.error();
  wish.live = arguments.value("--live");
  wish.json = arguments.has("--json");
  auto const hours = parse_number(arguments.value("--learning", "24"), 0, 24 * 366);
  if (!hours) return Error{"--learning: " + hours.error().text};
  wish.learning = seconds(std::int64_t{*hours} * 3600);
  auto const cores = std::max(1U, std::thread::hardware_concurrency());
  auto const workers = parse_number(arguments.value("--workers", std::to_string(cores)), 1, 64);
  if (!workers) return Error{"--workers: " + workers.error().text};
  wish.settings.workers = *workers;
  auto const memory = parse_size(arguments.value("--memory", "1G"));
  if (!memory) return Error{"--memory: " + memory.error().text};
  if (*memory < least_memory)
    return Error{fmt::format("--memory: expected at least {}M", least_memory >> 20)};
  wish.settings.memory = *memory;
  wish.settings.fold = true;
  wish.settings.every_event = !wish.events.empty();
  wish.settings.keep_duplicates = arguments.has("--keep-duplicates");
  wish.settings.naming = !arguments.has("--no-naming");
  return wish;
}

/// Takes events and rows to everybody who wants them.
class Fanout final : public pipeline::Listener {
 public:
  Fanout(pipeline::Investigation& investigation, EventFile* events, store::Writer& store)
      : investigation_{investigation}, events_{events}, store_{store} {}

  void on_event(Ordered const& event) override {
    investigation_.on_event(event);
    if (events_ != nullptr) events_->on_event(event);
  }
  void on_repeats(fold::Repeats const& repeats) override { investigation_.on_repeats(repeats); }
  void on_rows(fold::FoldedBatch const& rows) override { store_.add(rows); }

 private:
  pipeline::Investigation& investigation_;
  EventFile* events_;
  store::Writer& store_;
};

/// Everything that a study writes to while it reads.
struct Outputs {
  std::unique_ptr<store::Writer> store;
  std::unique_ptr<EventFile> events;  // null: not wished
  std::unique_ptr<LiveView> live;
};

Result<Outputs> open_outputs(Wish const& wish, Names const& names) {
  auto live = LiveView::open(wish.live, wish.out, names);
  if (!live) return live.error();
  auto store = store::Writer::create(wish.out, names,
                                     pipeline::budget_for(wish.settings.memory).store, QW_VERSION);
  if (!store) return store.error();
  auto events = EventFile::open(wish.events, wish.events_format, names);
  if (!events) return events.error();
  return Outputs{std::move(*store), std::move(*events), std::move(*live)};
}

/// What hears the captures.
struct Hearing {
  Hearing(pipeline::Background const& background, pipeline::Settings const& settings,
          std::vector<pipeline::Input> inputs)
      : sources{inputs.size()}, investigation{background}, run{settings, std::move(inputs)} {}

  std::size_t sources;
  pipeline::Investigation investigation;
  pipeline::Run run;
};

bool can_read_again(Captures const& captures) {
  auto const is_live = [](pipeline::Input const& input) { return input.source->live(); };
  return std::ranges::none_of(captures.inputs, is_live) &&
         std::ranges::count(captures.names.sources, "-") == 0;
}

/// Goes on from what is in the file. False: it was refused, which was said, and `hearing` must be
/// made anew.
Result<bool> go_on(StateFile& file, pipeline::Background const& background, Hearing& hearing) {
  auto const there = file.read();
  if (!there) return there.error();
  if (!*there) return true;
  auto const state = file.open(bytes_of(**there));
  auto const gone_on =
      state ? pipeline::go_on_from(*state, pipeline::state_bounds(background, hearing.sources),
                                   hearing.investigation, hearing.run)
            : Status{state.error()};
  if (gone_on) return true;
  fmt::print(stderr,
             "quaywatch study: {}: the state {}; the study starts anew, and the file stays as {}\n",
             file.path(), gone_on.error().text, file.place_aside());
  file.put_aside();
  return false;
}

/// What hears the captures, and knows what the file of an earlier study knew. They are opened anew
/// if that was refused, for it may have read them.
Result<std::unique_ptr<Hearing>> begin(std::vector<std::string> const& words, Captures captures,
                                       capture::BlockPool& pool,
                                       pipeline::Background const& background,
                                       pipeline::Settings const& settings, StateFile& file) {
  auto hearing = std::make_unique<Hearing>(background, settings, std::move(captures.inputs));
  auto const gone_on = go_on(file, background, *hearing);
  if (!gone_on) return gone_on.error();
  if (*gone_on) return hearing;
  auto again = open_captures(words, background.site, pool);
  if (!again) return again.error();
  return std::make_unique<Hearing>(background, settings, std::move(again->inputs));
}

/// Reads the captures to their end, and says how far it has come.
void listen(Hearing& hearing, StateFile& state, Outputs& outputs) {
  auto& investigation = hearing.investigation;
  auto& run = hearing.run;
  if (state.wished())
    run.before_the_end([&] { state.write(pipeline::state_of(investigation, run)); });
  Fanout fanout{investigation, outputs.events.get(), *outputs.store};
  ProgressLine progress;
  run.listen(fanout, [&](auto position, auto size) {
    progress.show(position, size);
    outputs.live->show(investigation, run, position, size);
  });
}

/// Says which capture points the site file does not name, where it names any: a realm of a crane
/// is known by its points.
void warn_of_points(std::vector<std::string> const& points, site::Site const& site) {
  if (site.points.empty()) return;
  std::vector<std::string_view> known;
  for (auto const& point : site.points) known.push_back(point.name);
  for (auto const& name : points)
    if (std::ranges::count(known, name) == 0)
      fmt::print(
          stderr,
          "quaywatch study: point \"{}\" is not in the site file, which has {}; its realms do not "
          "apply. Write POINT=CAPTURE.\n",
          name, fmt::join(known, ", "));
}

int study(Arguments const& arguments, Wish const& wish, site::Site const& site) {
  auto const began = std::chrono::steady_clock::now();
  capture::BlockPool pool;
  auto captures = open_captures(arguments.words(), site, pool);
  if (!captures) return fail("study", captures.error().text, status::failed);
  auto const names = captures->names;
  if (!wish.state.empty() && !can_read_again(*captures))
    return fail("study", "--state: needs captures that are files, for they are read again",
                status::usage);
  warn_of_points(names.points, site);
  auto data = load_data(std::string{arguments.value("--data")});
  if (auto const added = add_lists(site, data.listed_makers); !added)
    return fail("study", added.error().text, status::usage);

  pipeline::Background const background{
      .site = site,
      .registries = data.registries,
      .listed_makers = data.listed_makers,
      .point_names = names.points,
      .learning = wish.learning,
      .limits = pipeline::budget_for(wish.settings.memory).analyses,
      .is_watched = !wish.live.empty()};
  StateFile state{wish.state, wish.state.empty()
                                  ? SealTerms{}
                                  : seal_terms({.site = std::string{arguments.value("--site")},
                                                .data = std::string{arguments.value("--data")},
                                                .learning = wish.learning,
                                                .settings = wish.settings})};
  auto begun =
      begin(arguments.words(), std::move(*captures), pool, background, wish.settings, state);
  if (!begun) return fail("study", begun.error().text, status::failed);
  auto& hearing = **begun;
  auto const frames_before = hearing.run.accounts().frames();

  auto outputs = open_outputs(wish, names);
  if (!outputs) return fail("study", outputs.error().text, status::failed);
  auto& [store, events, live] = *outputs;
  listen(hearing, state, *outputs);
  if (events != nullptr)
    if (auto const written = events->finish(); !written)
      return fail("study", written.error().text, status::failed);

  auto const accounts = hearing.run.accounts();
  auto result = result_of(hearing.investigation.conclude(accounts), names, site);
  auto const elapsed = std::chrono::steady_clock::now() - began;
  result.run = {.version = QW_VERSION,
                .command = fmt::format("quaywatch study {}", fmt::join(arguments.words(), " ")),
                .workers = wish.settings.workers,
                .frames_before = frames_before,
                .seconds = std::chrono::duration<double>(elapsed).count()};
  if (auto const kept = keep(result, *store, wish.out); !kept)
    return fail("study", kept.error().text, status::failed);
  if (auto const kept = state.keep(); !kept)
    return fail("study", kept.error().text, status::failed);
  write_output(shown(result, wish.out, wish.json));
  std::fflush(stdout);
  live->finish(result.dossier);
  bool const damaged =
      std::ranges::any_of(result.dossier.accounts.sources, &SourceAccount::damages);
  return result.frames() == 0 && damaged ? status::failed : status::done;
}

int study_captures(Arguments const& arguments) {
  if (arguments.words().empty())
    return fail("study", "expected a capture: quaywatch study CAPTURE... (- is standard input)",
                status::usage);
  auto const wish = wish_of(arguments);
  if (!wish) return fail("study", wish.error().text, status::usage);
  auto site = site_of(arguments);
  if (!site) return fail("study", site.error().text, status::usage);
  if (auto const added = add_counters(arguments.values("--counters"), *site); !added)
    return fail("study", added.error().text, status::usage);
  return study(arguments, *wish, *site);
}

}  // namespace

Command const study_command{
    .name = "study",
    .usage = "study CAPTURE... [options]",
    .summary = "study captures and write a report, a JSON file and a store",
    .help =
        "CAPTURE is a pcap or pcapng file, plain, gzip or zstd; - is standard input. "
        "POINT=CAPTURE\n"
        "names the place where it was recorded: ehouse=crane1.pcapng quay=quay.pcapng. DIR holds\n"
        "report.html, study.json and study.duckdb afterwards. With --live the findings are shown "
        "at\n"
        "127.0.0.1 while the study runs, and the report until you press Ctrl-C.\n\n"
        "With --state give the captures of the earlier study first, in its order; what they hold\n"
        "beyond the frames that were read, and further captures, is new. Report and store have\n"
        "all that is known; of single events the store has the new ones. A state that is damaged,\n"
        "or of another version, site file or options, is refused, and the study starts anew.",
    .options = study_options,
    .run = study_captures,
};

}  // namespace qw::app
