// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/result.hpp"
#include "simulate/serve/dialogue.hpp"

namespace qw::simulate {

/// Closes a socket when it goes.
class Socket {
 public:
  explicit Socket(int number) : number_{number} {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// Serves clients on 127.0.0.1, one thread, bounded: eight connections, 64 KiB of input and the
/// answers to it each. Whoever breaks the protocol or is silent for a minute is let go.
class Server {
 public:
  using Greeter = std::function<std::unique_ptr<Dialogue>()>;
  /// `greet` makes the server's side of a new connection. Port 0: the kernel chooses.
  static Result<Server> listen(std::uint16_t port, Greeter greet);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Waits at most `longest` for something to do, and does it.
  void serve(std::chrono::milliseconds longest);

 private:
  using Clock = std::chrono::steady_clock;
  struct Connection {
    Socket socket;
    std::unique_ptr<Dialogue> dialogue;
    std::vector<std::byte> received;
    std::vector<std::byte> reply;  // what is not sent yet
    Clock::time_point heard;
  };

  Server(Socket socket, std::uint16_t port, Greeter greet)
      : socket_{std::move(socket)}, port_{port}, greet_{std::move(greet)} {}
  void take_client();
  static bool hear(Connection& connection);
  static bool answer(Connection& connection);
  static bool pass(Connection& connection, Clock::time_point now);
  static bool send(Connection& connection);

  Socket socket_;
  std::uint16_t port_;
  Greeter greet_;
  std::vector<Connection> connections_;
};

}  // namespace qw::simulate
