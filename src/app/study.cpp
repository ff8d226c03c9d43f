// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "app/command.hpp"
#include "pipeline/run.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::app {
namespace {

constexpr std::array options{
    Option{"--events", "FILE", "write every event as a JSON line"},
    Option{"--workers", "N", "threads to work with (default: one for each core)"},
    Option{"--memory", "SIZE", "budget for everything together (default 1G)"},
};

/// Writes events to a file as they come.
class EventWriter final : public pipeline::Listener {
 public:
  EventWriter(std::FILE* file, Names const& names) : file_{file}, names_{names} {}
  ~EventWriter() override { flush(); }

  void on_event(Ordered const& event) override {
    if (file_ == nullptr) return;
    write_event(buffer_, event, names_);
    if (buffer_.size() > (1U << 20)) flush();
  }

 private:
  void flush() {
    if (file_ != nullptr) std::fwrite(buffer_.data(), 1, buffer_.size(), file_);
    buffer_.clear();
  }
  std::FILE* file_;
  Names const& names_;
  std::string buffer_;
};

int run(Arguments const& arguments) {
  if (arguments.words().empty())
    return fail("study", "which capture? quaywatch study CAPTURE...", status::usage);
  capture::BlockPool pool;
  std::vector<pipeline::Input> inputs;
  Names names;
  names.points = {"default"};
  for (auto const& path : arguments.words()) {
    auto const id = static_cast<SourceId>(inputs.size());
    auto source = capture::open_file(path, id, PointId{}, pool);
    if (!source) return fail("study", source.error().text, status::failed);
    inputs.push_back({std::move(*source), id, PointId{}, "default", RealmId{}});
    names.sources.push_back(path);
  }
  auto const workers = parse_number(arguments.value("--workers", "1"), 1, 64);
  if (!workers) return fail("study", workers.error().text, status::usage);
  pipeline::Run study{{.workers = *workers}, std::move(inputs)};
  auto const events = arguments.value("--events");
  std::FILE* file = events.empty() ? nullptr : std::fopen(std::string{events}.c_str(), "wb");
  EventWriter writer{file, names};
  study.listen(writer);
  auto const accounts = study.accounts();
  for (auto const& source : accounts.sources)
    fmt::print("{}: {} frames, {} octets\n", source.name, source.read.frames, source.read.octets);
  fmt::print("{} conversations\n", accounts.conversations);
  return status::done;
}

}  // namespace

Command const study_command{
    .name = "study",
    .usage = "study CAPTURE... [options]",
    .summary = "captures in, findings and report out",
    .help = "",
    .options = options,
    .run = run,
};

}  // namespace qw::app
