// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <string>

#include "simulate/crane/site.hpp"
#include "simulate/habits/files.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr int days_kept = 7;
constexpr int day = 86'400;  // seconds
constexpr Signal reported[] = {Signal::count_moves,  Signal::count_cycles, Signal::count_relands,
                               Signal::count_alarms, Signal::energy_used,  Signal::control_on_time};

std::string path_of(Stamp at) { return fmt::format("reports\\{}.csv", to_text(at).substr(0, 10)); }

/// Keeps a table for each day on the crane's share of the terminal's file server, in times of the
/// client's clock.
class Reporter {
 public:
  Reporter(CraneSite& crane, Host& client)
      : crane_{crane},
        client_{client},
        share_{crane.server("file-server"), crane.name(), crane.dice("reports")},
        files_{crane.shard(),
               crane.flow("reports on the terminal's file server", "SMB2", client, share_.server(),
                          "tcp/445"),
               client,
               share_,
               {crane.name(), "PORT", fmt::format("CMS-{}", crane.number())}} {
    auto dice = crane.dice("earlier reports");
    for (int ago = 1; ago <= days_kept; ++ago) {
      auto const then = crane.shard().now() + seconds(-day * ago);
      share_.add(path_of(then), FileKind::table, static_cast<std::size_t>(dice.between(4000, 6000)),
                 then);
    }
  }

  /// A line more in today's table, which is written anew; the oldest goes when a day begins.
  void report() {
    auto const now = crane_.shard().now() + client_.clock_error;
    if (to_text(now).substr(0, 10) != to_text(begun_).substr(0, 10)) {
      begun_ = now;
      table_ = "at";
      for (auto const signal : reported) table_ += fmt::format(";{}", machine::info(signal).id);
      table_ += "\r\n";
    }
    table_ += to_text(now).substr(0, 19);
    for (auto const signal : reported)
      table_ += fmt::format(";{:.6g}", crane_.machine().shown(signal));
    table_ += "\r\n";
    auto at = files_.list(files_.connect(crane_.shard().now()), "reports");
    at = files_.write(at, path_of(now), bytes_of(table_));
    auto const oldest = path_of(now + seconds(-day * (days_kept + 1)));
    if (share_.find(oldest) != nullptr) at = files_.remove(at, oldest);
    files_.disconnect(at);
  }

 private:
  CraneSite& crane_;
  Host& client_;
  FileShare share_;
  FileClient files_;
  Stamp begun_{};  // when today's table was
  std::string table_;
};

}  // namespace

/// The management system reports each quarter of an hour what the crane did.
void reports(CraneSite& crane) {
  auto* const client = crane.device("management");
  if (client == nullptr) return;
  auto const reporter = std::make_shared<Reporter>(crane, *client);
  crane.shard().every({.period = seconds(900), .jitter = seconds(20)},
                      [reporter] { reporter->report(); });
}

}  // namespace qw::simulate
