// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "simulate/arguments.hpp"
#include "simulate/live/send.hpp"
#include "simulate/serve/serve.hpp"

namespace qw::simulate {
namespace {

constexpr int bad_usage = 2;
constexpr int failed = 1;

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);

/// A run that follows the clock ends with whole files when it is asked to end.
void stop_when_asked() {
  for (int const signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { stop = true; });
}

int complain(Error const& error, int status) {
  std::fputs(fmt::format("quaywatch-simulate: {}\n", error.text).c_str(), stderr);
  return status;
}

/// One line on a terminal that is overwritten; nothing elsewhere.
class Progress {
 public:
  void show(double done) {
    if (!terminal_) return;
    auto const text = fmt::format("\r{:3.0f} % of the time simulated", done * 100);
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
  }
  ~Progress() {
    if (terminal_) std::fputs("\r\x1b[K", stderr);
  }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
};

/// Before anything is waited for: a script may read the port from it.
void say_serving(std::uint16_t port) {
  std::fputs(fmt::format("answers on 127.0.0.1 port {}\n", port).c_str(), stderr);
}

/// Says what came of it.
Result<std::string> run_as_asked(World& world) {
  Progress progress;
  auto const show = [&](double done) { progress.show(done); };
  if (!world.options().live.empty()) {
    stop_when_asked();
    return run_live(world, stop, show);
  }
  if (world.options().serve) stop_when_asked();
  auto const status =
      world.options().serve ? run_serving(world, stop, say_serving) : world.run(show);
  if (!status) return status.error();
  return std::string{};
}

int run(Options const& options) {
  auto const begun = std::chrono::steady_clock::now();
  auto world = World::make(options);
  if (!world) return complain(world.error(), failed);
  auto const report = run_as_asked(**world);
  if (!report) return complain(report.error(), failed);
  std::fputs(report->c_str(), stderr);
  if (stop) std::fputs("stopped before its time; the files end there\n", stderr);
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begun;
  auto const factor = options.hours * 3600 / took.count();
  std::fputs(fmt::format("{}: {} frames, {:.1f} MB, {:.1f} s ({:.0f} times real time)\n",
                         options.out, (*world)->frames(),
                         static_cast<double>((*world)->octets()) / 1e6, took.count(), factor)
                 .c_str(),
             stderr);
  return 0;
}

}  // namespace
}  // namespace qw::simulate

int main(int count, char** words) {
  using namespace qw::simulate;
  std::signal(SIGXFSZ, SIG_IGN);  // too large a file is an error of write, not an end
  auto const command = read_arguments(std::span{words, static_cast<std::size_t>(count)}.subspan(1));
  if (!command) {
    complain(command.error(), bad_usage);
    std::fputs("quaywatch-simulate --help explains every option\n", stderr);
    return bad_usage;
  }
  switch (command->kind) {
    case Command::Kind::help: std::fputs(help_text().c_str(), stdout); return 0;
    case Command::Kind::list: std::fputs(list_text().c_str(), stdout); return 0;
    case Command::Kind::run: return run(command->options);
  }
  return 0;
}
