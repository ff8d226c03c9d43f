// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
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
#include "pipeline/investigation.hpp"
#include "store/writer.hpp"

namespace qw::app {
namespace {

constexpr std::array options{
    Option{"--site", "FILE", "what should be: site.toml; without it private addresses are inside"},
    Option{"--counters", "FILE", "what switches counted at mirrored ports, as CSV; again"},
    Option{"--out", "DIR", "where the report and the store go (default: CAPTURE.study)"},
    Option{"--json", "", "print one JSON object instead of the summary"},
    Option{"--events", "FILE", "write every single event, in order; - is standard output"},
    Option{"--events-format", "FORMAT",
           "jsonl (default), eve, or zeek, for which FILE is a folder"},
    Option{"--live", "PORT", "show the study in the browser while it goes on; 0: any port"},
    Option{"--learning", "HOURS", "packet time in which what is seen is learnt (default 24)"},
    Option{"--keep-duplicates", "", "count copies of a mirror port as frames of their own"},
    Option{"--no-naming", "", "leave without a name what no protocol here claims"},
    Option{"--workers", "N", "threads to work with (default: one for each core)"},
    Option{"--memory", "SIZE", "budget for everything together (default 1G, at least 384M)"},
    Option{"--data", "DIR", "registries and lists of makers, in place of the installed ones"},
};

/// Below this, peaks were measured that exceed the budget: docs/memory.md.
constexpr std::size_t least_memory = std::size_t{384} << 20;

/// Everything that the command line asks for, checked.
struct Wish {
  std::string out;
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
    return Error{fmt::format("--memory: at least {} MB are needed", least_memory >> 20)};
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

/// Reads the captures to their end, and says how far it has come.
void listen(pipeline::Run& run, pipeline::Investigation& investigation, Outputs& outputs) {
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
          "quaywatch study: the site file names no point \"{}\" but {}: nothing that it says "
          "of their realms counts there. Write POINT=CAPTURE.\n",
          name, fmt::join(known, ", "));
}

int study(Arguments const& arguments, Wish const& wish, site::Site const& site) {
  auto const began = std::chrono::steady_clock::now();
  capture::BlockPool pool;
  auto captures = open_captures(arguments.words(), site, pool);
  if (!captures) return fail("study", captures.error().text, status::failed);
  auto const names = captures->names;
  warn_of_points(names.points, site);
  auto data = load_data(std::string{arguments.value("--data")});
  if (auto const added = add_lists(site, data.listed_makers); !added)
    return fail("study", added.error().text, status::usage);

  auto outputs = open_outputs(wish, names);
  if (!outputs) return fail("study", outputs.error().text, status::failed);
  auto& [store, events, live] = *outputs;

  pipeline::Investigation investigation{
      {.site = site,
       .registries = data.registries,
       .listed_makers = data.listed_makers,
       .point_names = names.points,
       .learning = wish.learning,
       .limits = pipeline::budget_for(wish.settings.memory).analyses}};
  pipeline::Run run{wish.settings, std::move(captures->inputs)};
  listen(run, investigation, *outputs);
  if (events != nullptr)
    if (auto const written = events->finish(); !written)
      return fail("study", written.error().text, status::failed);

  auto const accounts = run.accounts();
  auto outcomes = investigation.conclude(accounts);
  auto result = result_of(std::move(outcomes), accounts, names, site);
  auto const elapsed = std::chrono::steady_clock::now() - began;
  result.run = {.version = QW_VERSION,
                .command = fmt::format("quaywatch study {}", fmt::join(arguments.words(), " ")),
                .workers = wish.settings.workers,
                .seconds = std::chrono::duration<double>(elapsed).count()};
  if (auto const kept = keep(result, *store, wish.out); !kept)
    return fail("study", kept.error().text, status::failed);
  write_output(shown(result, wish.out, wish.json));
  std::fflush(stdout);
  live->finish(result);
  bool const damaged = std::ranges::any_of(result.accounts.sources, &SourceAccount::damages);
  return result.frames() == 0 && damaged ? status::failed : status::done;
}

int run(Arguments const& arguments) {
  if (arguments.words().empty())
    return fail("study", "which capture? quaywatch study CAPTURE... ('-' is standard input)",
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
    .summary = "captures in, findings and report out",
    .help =
        "CAPTURE is a pcap or pcapng file, plain, gzip or zstd; - is standard input. Write\n"
        "POINT=CAPTURE to say where it was recorded: ehouse=crane1.pcapng quay=quay.pcapng.\n"
        "DIR then holds report.html, study.json and study.duckdb. With --live the findings can\n"
        "be read at 127.0.0.1 as they come, and the report until Ctrl-C.",
    .options = options,
    .run = run,
};

}  // namespace qw::app
