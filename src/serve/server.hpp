// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.hpp"

namespace qw::serve {

/// Serves the files of one study to a browser on this machine: the report at `/`, and
/// study.json. Read-only, loopback only, one request at a time; no other file of the
/// folder and no path from the request ever reaches the disk.
class Server {
 public:
  /// Binds 127.0.0.1 at `port`; 0 lets the system choose. Fails if the folder holds no
  /// report or the port is taken.
  static Result<Server> open(std::string const& folder, std::uint16_t port);

  Server(Server&&) noexcept;
  ~Server();

  /// "http://127.0.0.1:8710/"
  [[nodiscard]] std::string address() const;

  /// Answers requests until `stop` is called from a signal handler or another thread.
  void run();
  void stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace qw::serve
