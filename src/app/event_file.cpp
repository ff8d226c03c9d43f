// SPDX-License-Identifier: Apache-2.0
#include "app/event_file.hpp"

#include <algorithm>
#include <iterator>

#include "app/arguments.hpp"
#include "export/eve.hpp"
#include "export/output_file.hpp"
#include "export/zeek.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::app {
namespace {

class JsonLines final : public EventFile {
 public:
  JsonLines(exports::OutputFile file, Names const& names) : file_{std::move(file)}, names_{names} {}
  void on_event(Ordered const& event) override {
    write_event(file_.buffer(), event, names_);
    file_.settle();
  }
  Status finish() override { return file_.finish(); }

 private:
  exports::OutputFile file_;
  Names const& names_;
};

class Eve final : public EventFile {
 public:
  explicit Eve(exports::EveLog log) : log_{std::move(log)} {}
  void on_event(Ordered const& event) override { log_.on_event(event); }
  Status finish() override { return log_.finish(); }

 private:
  exports::EveLog log_;
};

class Zeek final : public EventFile {
 public:
  explicit Zeek(std::unique_ptr<exports::ZeekLogs> logs) : logs_{std::move(logs)} {}
  void on_event(Ordered const& event) override { logs_->on_event(event); }
  Status finish() override { return logs_->finish(); }

 private:
  std::unique_ptr<exports::ZeekLogs> logs_;
};

using Opened = Result<std::unique_ptr<EventFile>>;

Opened open_lines(std::string const& path, Names const& names) {
  auto file = exports::OutputFile::create(path);
  if (!file) return file.error();
  return std::unique_ptr<EventFile>{std::make_unique<JsonLines>(std::move(*file), names)};
}

Opened open_eve(std::string const& path) {
  auto log = exports::EveLog::create(path);
  if (!log) return log.error();
  return std::unique_ptr<EventFile>{std::make_unique<Eve>(std::move(*log))};
}

Opened open_zeek(std::string const& folder) {
  auto logs = exports::ZeekLogs::create(folder);
  if (!logs) return logs.error();
  return std::unique_ptr<EventFile>{std::make_unique<Zeek>(std::move(*logs))};
}

}  // namespace

Status EventFile::known(std::string_view format) {
  constexpr std::string_view formats[] = {"jsonl", "eve", "zeek"};
  if (std::ranges::find(formats, format) != std::end(formats)) return Nothing{};
  return Error{unknown_word("--events-format", format, formats)};
}

Opened EventFile::open(std::string const& path, std::string const& format, Names const& names) {
  if (auto const asked = known(format); !asked) return asked.error();
  if (path.empty()) return std::unique_ptr<EventFile>{};
  if (format == "eve") return open_eve(path);
  if (format == "zeek") return open_zeek(path);
  return open_lines(path, names);
}

}  // namespace qw::app
