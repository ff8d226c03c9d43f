// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qw::pipeline {

/// Threads that do one task each for every round, all at once.
class Rounds {
 public:
  /// `task(worker)` must not throw. With one worker there are no threads: the task
  /// runs in `start`.
  Rounds(unsigned workers, std::function<void(unsigned)> task)
      : workers_{workers}, task_{std::move(task)} {
    if (workers_ > 1)
      for (unsigned i = 0; i < workers_; ++i) threads_.emplace_back([this, i] { serve(i); });
  }

  ~Rounds() {
    {
      std::lock_guard const lock{guard_};
      stop_ = true;
    }
    begin_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  Rounds(Rounds const&) = delete;
  Rounds& operator=(Rounds const&) = delete;

  void start() {
    if (threads_.empty()) return task_(0);
    {
      std::lock_guard const lock{guard_};
      ++round_;
      busy_ = workers_;
    }
    begin_.notify_all();
  }

  /// Returns when every worker is done with the round.
  void finish() {
    if (threads_.empty()) return;
    std::unique_lock lock{guard_};
    end_.wait(lock, [this] { return busy_ == 0; });
  }

 private:
  void serve(unsigned worker) {
    std::uint64_t seen = 0;
    while (true) {
      {
        std::unique_lock lock{guard_};
        begin_.wait(lock, [&] { return stop_ || round_ != seen; });
        if (stop_) return;
        seen = round_;
      }
      task_(worker);
      std::lock_guard const lock{guard_};
      if (--busy_ == 0) end_.notify_one();
    }
  }

  unsigned workers_;
  std::function<void(unsigned)> task_;
  std::vector<std::thread> threads_;
  std::mutex guard_;
  std::condition_variable begin_;
  std::condition_variable end_;
  std::uint64_t round_ = 0;
  unsigned busy_ = 0;
  bool stop_ = false;
};

}  // namespace qw::pipeline
