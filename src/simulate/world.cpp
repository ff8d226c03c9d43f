// SPDX-License-Identifier: Apache-2.0
#include "simulate/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "simulate/truth/accounts.hpp"
#include "simulate/truth/port_files.hpp"
#include "simulate/truth/site.hpp"
#include "simulate/truth/work.hpp"

namespace qw::simulate {
namespace {

std::string crane_name(unsigned number) { return fmt::format("crane-{}", number); }

Build const& build_of(std::string_view name) {
  auto const all = builds();
  auto const found =
      std::find_if(all.begin(), all.end(), [&](Build const& build) { return build.name == name; });
  QW_CHECK(found != all.end());
  return *found;
}

/// Removes what an earlier run with more cranes or another ship left in the folder: files whose
/// names end so and are none of `names`. What cannot be removed stays.
void remove_others(std::string const& folder, std::string_view ending,
                   std::span<std::string const> names) {
  std::vector<std::filesystem::path> others;
  std::error_code ignored;
  std::filesystem::directory_iterator entry{folder, ignored};
  for (; entry != std::filesystem::directory_iterator{}; entry.increment(ignored)) {
    auto const name = entry->path().filename().string();
    if (name.ends_with(ending) && !name.starts_with('.') && std::ranges::count(names, name) == 0)
      others.push_back(entry->path());
  }
  for (auto const& other : others) std::filesystem::remove(other, ignored);
}

}  // namespace

World::World(Options options)
    : options_{std::move(options)},
      dice_{options_.seed},
      workers_{std::max(options_.workers, 1U)} {}

World::~World() = default;

Result<std::unique_ptr<World>> World::make(Options const& options) {
  std::unique_ptr<World> world{new World{options}};
  auto const begun = world->begin_files();
  if (!begun) return begun.error();
  if (auto const built = world->build(); !built) return built.error();
  return world;
}

Status World::begin_files() {
  std::error_code problem;
  std::filesystem::create_directories(options_.out + "/port", problem);
  if (problem) return Error{options_.out + ": cannot be made: " + problem.message()};
  for (unsigned number = 0; number <= options_.cranes; ++number) {
    auto const name = number == 0 ? std::string{"quay"} : crane_name(number) + "-ehouse";
    auto file = PcapngWriter::create(options_.out + "/" + name + ".pcapng", name);
    if (!file) return file.error();
    taps_.emplace_back(name, *std::move(file), dice_.part("tap", number), options_.start);
  }
  auto truth = WholeFile::create(options_.out + "/truth.jsonl");
  if (!truth) return truth.error();
  truth_.push_back(*std::move(truth));
  return Nothing{};
}

Status World::build() {
  pending_.resize(options_.cranes + 1);
  scratch_.resize(options_.cranes + 1);
  moves_told_.resize(options_.cranes);
  shards_.push_back(std::make_unique<Shard>("quay", 0, dice_.part("quay"), options_.start));
  quay_ = std::make_unique<Quay>(*shards_[0]);
  plan_port();
  if (options_.remote) quay_->add_control_room(options_.cranes, end());
  for (unsigned number = 1; number <= options_.cranes; ++number) add_crane(number);
  start_services(*quay_);
  for (auto const& order : options_.scenarios)
    for (auto const& scenario : scenarios())
      if (scenario.name == order.name)
        if (auto const planted = scenario.plant(*this, order); !planted)
          return Error{fmt::format("--scenario {}: {}", order.name, planted.error().text)};
  return Nothing{};
}

/// Sister cranes are of one kind, as a port orders them.
void World::plan_port() {
  auto dice = dice_.part("cranes");
  auto const& model = dice.one_of(machine::crane_models());
  port_ = std::make_unique<port::Port>(
      port::PortOrder{.cranes = std::vector<machine::CraneModel const*>(options_.cranes, &model),
                      .start = options_.start,
                      .hours = options_.hours},
      dice_.part("port"));
}

void World::add_crane(unsigned number) {
  auto const index = std::size_t{number} - 1;
  shards_.push_back(std::make_unique<Shard>(crane_name(number), number, dice_.part("crane", number),
                                            options_.start));
  auto& shard = *shards_.back();
  machine::Crane crane{*port_->order().cranes[index], shard.dice("machine"), port_->crane(index),
                       options_.start, port_->parked(index)};
  cranes_.push_back(std::make_unique<CraneSite>(shard, *quay_, std::move(crane), number));
  if (options_.remote) cranes_.back()->operate_from_desks();
  build_of(options_.build).start(*cranes_.back());
  start_services(*cranes_.back());
}

CraneSite& World::crane(unsigned number) {
  auto const index = std::clamp<std::size_t>(number, 1, cranes_.size()) - 1;
  return *cranes_[index];
}

void World::announce(port::AnnouncedWork work) {
  bool const remote = work.kind == port::AnnouncedWork::Kind::remote_access;
  // A site file has each name once.
  auto const like = std::ranges::count_if(announced_work_, [&](auto const& other) {
    return other.name == work.name || other.name.starts_with(work.name + " ");
  });
  if (like > 0) work.name += fmt::format(" {}", like + 1);
  announce(
      fmt::format("[[{}]]\nname = {}\nfrom = {}\nto = {}\nstart = {}Z\nend = {}Z\nwhy = {}\n"
                  "vouched_by = {}\n",
                  remote ? "remote_access" : "maintenance", simulate::quoted(work.name),
                  simulate::quoted(work.who), simulate::quoted(work.where),
                  to_text(work.start).substr(0, 19), to_text(work.end).substr(0, 19),
                  simulate::quoted(work.why), simulate::quoted(work.vouched_by)));
  announced_work_.push_back(std::move(work));
}

MarkId World::mark(Shard& shard, Scenario const& scenario, ScenarioOrder const& order) {
  Line plan{"plan"};
  plan.text("scenario", scenario.name).flag("twin", order.twin).text("where", shard.name());
  plan.stamp("at", shard.now() + order.at).number("seconds", order.length.count / 1'000'000'000);
  shard.tell(plan.number("dose", order.dose));
  return shard.add_mark({std::string{scenario.name}, order.twin,
                         std::string{order.twin ? scenario.twin_words : scenario.words}});
}

Stamp World::end() const {
  return options_.start +
         Nanoseconds{static_cast<std::int64_t>(std::llround(options_.hours * 3600e9))};
}

Status World::run(std::function<void(double)> const& progress) {
  begin();
  auto const length = static_cast<double>((end() - options_.start).count);
  for (Stamp at = options_.start; at < end();) {
    at = std::min(at + slice_length, end());
    auto const status = advance(at);
    if (!status) return status;
    progress(static_cast<double>((at - options_.start).count) / length);
  }
  return finish();
}

Status World::advance(Stamp until) {
  workers_.run(shards_.size(), [this, until](std::size_t index) { slice(index, until); });
  merge();
  write_told();
  tell_moves();
  for (auto& tap : taps_) {
    auto const status = tap.file().status();
    if (!status) return status;
  }
  return truth_.front().status();
}

void World::slice(std::size_t shard, Stamp until) {
  auto& frames = scratch_[shard];
  frames.clear();
  shards_[shard]->run(until, frames);
  auto& quay = pending_[shard];
  for (auto& frame : frames) {
    if (frame.point == Point::quay)
      quay.push_back(std::move(frame));
    else
      taps_[shard].take(static_cast<std::uint32_t>(shard), frame);
  }
}

/// Frames of all shards at the quay, by time, then shard, then order of making.
void World::merge() {
  std::vector<std::size_t> next(pending_.size());
  for (;;) {
    std::size_t first = pending_.size();
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      if (next[i] == pending_[i].size()) continue;
      if (first == pending_.size() || pending_[i][next[i]].at < pending_[first][next[first]].at)
        first = i;
    }
    if (first == pending_.size()) break;
    taps_[0].take(static_cast<std::uint32_t>(first), pending_[first][next[first]++]);
  }
  for (auto& frames : pending_) frames.clear();
}

Status World::write_site() {
  auto const& model = *port_->order().cranes.front();
  auto const site = site_toml({.shards = shards_,
                               .quay = quay_.get(),
                               .safe_load_t = model.swl / 1000,
                               .crane_model = model.name,
                               .announcements = announcements_});
  auto const written = write_whole(options_.out + "/site.toml", site);
  if (!written) return written;
  std::vector<std::string> names;
  for (auto& tap : taps_) tap.counters().finish(end());
  for (auto const& file :
       port_files(*port_, {shards_, taps_}, announced_work_, shards_.front()->now())) {
    auto const status = write_whole(options_.out + "/port/" + file.name, file.text);
    if (!status) return status;
    names.push_back(file.name);
  }
  remove_others(options_.out + "/port", ".edi", names);
  return Nothing{};
}

Status World::finish() {
  tell_accounts();
  auto const site = write_site();
  if (!site) return site;
  std::vector<std::string> names;
  for (auto& tap : taps_) {
    auto const status = tap.file().finish();
    if (!status) return status;
    names.push_back(tap.name() + ".pcapng");
  }
  remove_others(options_.out, "-ehouse.pcapng", names);
  return truth_.front().finish();
}

void World::write_told() {
  std::vector<Shard::Told> all;
  for (auto const& shard : shards_) {
    auto told = shard->take_told();
    std::move(told.begin(), told.end(), std::back_inserter(all));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](auto const& a, auto const& b) { return a.at < b.at; });
  for (auto const& one : all) write(one.line);
}

void World::write(Line const& line) { truth_.front().write(bytes_of(line.closed() + '\n')); }

/// Moves that ended in the last slice, crane by crane.
void World::tell_moves() {
  for (std::size_t i = 0; i < cranes_.size(); ++i) {
    auto const& records = port_->crane(i).records();
    while (moves_told_[i] < records.size())
      write(move_line(records[moves_told_[i]++], cranes_[i]->name()));
  }
}

void World::tell_header() {
  Line run{"run"};
  run.number("seed", options_.seed).number("cranes", options_.cranes);
  run.number("hours", options_.hours).text("build", options_.build);
  if (options_.remote) run.text("operation", "remote");
  write(run.stamp("start", options_.start));
  for (auto const& crane : cranes_)
    write(crane_line(*crane, port_->crane_name(crane->number() - 1)));
  for (auto const& call : port_->calls()) write(call_line(call));
  for (auto const& shard : shards_)
    for (auto const& host : shard->hosts()) write(device_line(host));
}

void World::tell_accounts() {
  for (auto const& shard : shards_) {
    for (std::uint32_t i = 0; i < shard->flows().size(); ++i)
      write(flow_line(*shard, static_cast<FlowId>(i), taps_));
    for (std::uint32_t i = 1; i < shard->marks().size(); ++i)
      write(mark_line(*shard, static_cast<MarkId>(i), taps_));
  }
  for (auto const& tap : taps_) write(tap_line(tap));
}

std::uint64_t World::frames() const {
  std::uint64_t sum = 0;
  for (auto const& tap : taps_) sum += tap.file().frames();
  return sum;
}

std::uint64_t World::octets() const {
  std::uint64_t sum = 0;
  for (auto const& tap : taps_) sum += tap.file().octets();
  return sum;
}

}  // namespace qw::simulate
