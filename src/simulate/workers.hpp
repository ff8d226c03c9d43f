// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <barrier>
#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace qw::simulate {

/// Threads that do numbered jobs together, again and again. Which thread does which job
/// is chance, so jobs may share nothing that changes.
class Workers {
 public:
  explicit Workers(unsigned count);
  ~Workers();
  Workers(Workers const&) = delete;
  Workers& operator=(Workers const&) = delete;

  /// Calls `job` with 0 to `count` - 1; returns when all are done.
  void run(std::size_t count, std::function<void(std::size_t)> job);

 private:
  void work();

  std::function<void(std::size_t)> job_;
  std::size_t count_ = 0;
  std::atomic<std::size_t> next_{0};
  bool ends_ = false;
  std::barrier<> begin_;
  std::barrier<> end_;
  std::vector<std::thread> threads_;
};

}  // namespace qw::simulate
