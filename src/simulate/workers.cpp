// SPDX-License-Identifier: Apache-2.0
#include "simulate/workers.hpp"

#include <utility>

namespace qw::simulate {

Workers::Workers(unsigned count)
    : begin_{static_cast<std::ptrdiff_t>(count)}, end_{static_cast<std::ptrdiff_t>(count)} {
  for (unsigned i = 1; i < count; ++i)  // the caller is one of them
    threads_.emplace_back([this] {
      for (;;) {
        begin_.arrive_and_wait();
        if (ends_) return;
        work();
        end_.arrive_and_wait();
      }
    });
}

Workers::~Workers() {
  ends_ = true;
  begin_.arrive_and_wait();
  for (auto& thread : threads_) thread.join();
}

void Workers::work() {
  for (auto index = next_++; index < count_; index = next_++) job_(index);
}

void Workers::run(std::size_t count, std::function<void(std::size_t)> job) {
  job_ = std::move(job);
  count_ = count;
  next_ = 0;
  begin_.arrive_and_wait();
  work();
  end_.arrive_and_wait();
}

}  // namespace qw::simulate
