// SPDX-License-Identifier: Apache-2.0
#include "simulate/live/send.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "simulate/live/pace.hpp"

namespace qw::simulate {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_nap = 100ms;      // so that a wish to stop is heard
constexpr auto tolerable_delay = 250ms;  // more is said

/// A frame that waits for its time.
struct Waiting {
  Stamp at;
  Outlet* outlet = nullptr;
  std::vector<std::byte> octets;
};

bool names(LiveOrder const& order, Tap const& tap) {
  return order.point.empty() || order.point == tap.name() ||
         (order.point == "ehouse" && tap.name().ends_with("-ehouse"));
}

class Sender {
 public:
  Sender(World& world, std::atomic<bool> const& stop) : world_{world}, stop_{stop} {}
  Sender(Sender const&) = delete;
  Sender& operator=(Sender const&) = delete;
  ~Sender() { wait(); }

  Status open();
  /// Sends what the points showed since the last call, while the caller goes on.
  void send_slice();
  void wait() {
    if (sending_.valid()) sending_.get();
  }
  [[nodiscard]] std::string report() const;

 private:
  Result<Outlet*> outlet(std::string const& interface);
  void send(std::vector<Waiting> const& frames);

  World& world_;
  std::atomic<bool> const& stop_;
  std::vector<std::unique_ptr<Outlet>> outlets_;
  std::vector<std::vector<Waiting>> shown_;  // by point; each has one writer at a time
  std::optional<Pace> pace_;                 // from the first slice on
  Pace::Clock::duration latest_{};
  std::future<void> sending_;  // last, for it uses the others
};

/// Points that share an interface share its socket.
Result<Outlet*> Sender::outlet(std::string const& interface) {
  for (auto const& outlet : outlets_)
    if (outlet->interface() == interface) return outlet.get();
  auto opened = Outlet::open(interface);
  if (!opened) return opened.error();
  outlets_.push_back(std::make_unique<Outlet>(*std::move(opened)));
  return outlets_.back().get();
}

Status Sender::open() {
  auto const taps = world_.taps();
  shown_.resize(taps.size());
  for (auto const& order : world_.options().live) {
    auto const opened = outlet(order.interface);
    if (!opened) return opened.error();
    for (std::size_t i = 0; i < taps.size(); ++i)
      if (names(order, taps[i]))
        taps[i].also_to([&shown = shown_[i], to = *opened](Stamp at, Bytes octets) {
          shown.push_back({at, to, {octets.begin(), octets.end()}});
        });
  }
  return Nothing{};
}

void Sender::send_slice() {
  std::vector<Waiting> frames;
  for (auto& shown : shown_) {
    std::move(shown.begin(), shown.end(), std::back_inserter(frames));
    shown.clear();
  }
  std::stable_sort(frames.begin(), frames.end(),
                   [](Waiting const& a, Waiting const& b) { return a.at < b.at; });
  wait();
  if (!pace_) pace_.emplace(world_.options().start, world_.options().factor);
  sending_ = std::async(std::launch::async, [this, frames = std::move(frames)] { send(frames); });
}

void Sender::send(std::vector<Waiting> const& frames) {
  for (auto const& frame : frames) {
    auto const due = pace_->due(frame.at);
    for (auto now = Pace::Clock::now(); now < due && !stop_; now = Pace::Clock::now())
      std::this_thread::sleep_until(std::min(due, now + longest_nap));
    if (stop_) return;
    latest_ = std::max(latest_, Pace::Clock::now() - due);
    frame.outlet->send(frame.octets);
  }
}

std::string Sender::report() const {
  std::string text;
  for (auto const& outlet : outlets_) {
    text += fmt::format("{}: {} frames sent, {} refused", outlet->interface(), outlet->sent(),
                        outlet->refused());
    text += outlet->refused() != 0 ? fmt::format(" ({})\n", outlet->reason()) : "\n";
  }
  std::chrono::duration<double> const late = latest_;
  if (latest_ > tolerable_delay)
    text += fmt::format("up to {:.1f} s late; ask for fewer cranes or a lower --factor\n",
                        late.count());
  return text;
}

}  // namespace

Result<std::string> run_live(World& world, std::atomic<bool> const& stop,
                             std::function<void(double)> const& progress) {
  Sender sender{world, stop};
  auto const opened = sender.open();
  if (!opened) return opened.error();
  world.begin();
  auto const start = world.options().start;
  auto const length = static_cast<double>((world.end() - start).count);
  for (Stamp at = start; at < world.end() && !stop;) {
    at = std::min(at + slice_length, world.end());
    auto const status = world.advance(at);
    if (!status) return status.error();
    sender.send_slice();
    progress(static_cast<double>((at - start).count) / length);
  }
  sender.wait();
  auto const finished = world.finish();
  if (!finished) return finished.error();
  return sender.report();
}

}  // namespace qw::simulate
