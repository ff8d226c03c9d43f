// SPDX-License-Identifier: Apache-2.0
#include "app/live.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/arguments.hpp"

namespace qw::app {

/// The time of the start tells this run's board from those of others.
LiveView::LiveView(Names const& names)
    : board_{names,
             fmt::format("{:x}", std::chrono::system_clock::now().time_since_epoch().count())} {}

Result<std::unique_ptr<LiveView>> LiveView::open(std::string_view port, std::string const& folder,
                                                 Names const& names) {
  std::unique_ptr<LiveView> view{new LiveView{names}};
  if (port.empty()) return view;
  auto const number = parse_number(port, 0, 65'535);
  if (!number) return Error{"--live: " + number.error().text};
  auto server = serve::Server::open(std::make_unique<serve::LivePages>(view->board_, folder),
                                    static_cast<std::uint16_t>(*number));
  if (!server) return Error{"--live: " + server.error().text};
  view->server_ = std::make_unique<serve::Server>(std::move(*server));
  view->thread_ = std::thread{[serving = view->server_.get()] { serving->answer_requests(); }};
  fmt::print(stderr, "The study is shown at {}\n", view->server_->address());
  return view;
}

LiveView::~LiveView() {
  if (!thread_.joinable()) return;
  server_->stop();
  thread_.join();
}

void LiveView::show(pipeline::Investigation const& investigation, pipeline::Run const& run,
                    std::uint64_t position, std::uint64_t size) {
  auto const began = Clock::now();
  if (server_ == nullptr || began < next_) return;
  auto dossier = investigation.so_far(run.accounts());
  dossier.progress.octets_read = position;
  dossier.progress.octets_to_read = size;
  board_.publish(dossier);
  auto const ended = Clock::now();
  next_ = ended + std::max<Clock::duration>(std::chrono::seconds{1}, 10 * (ended - began));
}

void LiveView::finish(Dossier const& dossier) {
  if (server_ == nullptr) return;
  board_.publish(dossier);
  fmt::print(stderr, "The report is at {}report.html (press Ctrl-C to stop)\n", server_->address());
  server_->stop_on_signal();
  thread_.join();
}

}  // namespace qw::app
