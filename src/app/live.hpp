// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "board/board.hpp"
#include "pipeline/investigation.hpp"
#include "serve/server.hpp"

namespace qw::app {

/// A study in the browser while it goes on, for who asked for it.
class LiveView {
 public:
  /// `port` as on the command line; without one nothing is shown, and all else does nothing.
  static Result<std::unique_ptr<LiveView>> open(std::string_view port, std::string const& folder,
                                                Names const& names);
  ~LiveView();
  LiveView(LiveView const&) = delete;
  LiveView& operator=(LiveView const&) = delete;

  /// Between batches. Publishes once a second, and less often where that would take
  /// more than a tenth of the time.
  void show(pipeline::Investigation const& investigation, pipeline::Run const& run,
            std::uint64_t position, std::uint64_t size);
  /// The study is written: shows the end of it until Ctrl-C.
  void finish(Dossier const& dossier);

 private:
  using Clock = std::chrono::steady_clock;
  explicit LiveView(Names const& names);

  board::Board board_;
  std::unique_ptr<serve::Server> server_;  // null: not asked for
  std::thread thread_;
  Clock::time_point next_{};
};

}  // namespace qw::app
