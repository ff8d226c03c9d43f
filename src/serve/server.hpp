// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.hpp"
#include "serve/pages.hpp"

namespace qw::serve {

/// Shows pages to browsers on this machine. Read-only, loopback only.
class Server {
 public:
  /// Binds 127.0.0.1 at `port`; 0 lets the system choose. Fails if the port is taken.
  static Result<Server> open(std::unique_ptr<Pages> pages, std::uint16_t port);

  Server(Server&&) noexcept;
  ~Server();

  /// "http://127.0.0.1:8710/"
  [[nodiscard]] std::string address() const;

  /// Answers requests until `stop` is called from another thread, or the process is
  /// asked to end after `stop_on_signal`.
  void answer_requests();
  /// From now on SIGINT and SIGTERM end `answer_requests`. From any thread.
  void stop_on_signal();
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qw::serve
