// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/server.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace qw::simulate {
namespace {

constexpr std::size_t most_connections = 8;
constexpr std::size_t most_received = 65'536;  // octets; longer than any message that is read
constexpr std::chrono::seconds longest_silence{60};

}  // namespace

Socket::Socket(Socket&& other) noexcept : number_{std::exchange(other.number_, -1)} {}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Socket::~Socket() {
  if (number_ >= 0) ::close(number_);
}

Result<Server> Server::listen(std::uint16_t port, Greeter greet) {
  auto const failure = [port] {
    return Error{fmt::format("--serve: port {} of 127.0.0.1: {}", port, std::strerror(errno))};
  };
  Socket socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (socket.number() < 0) return failure();
  int const yes = 1;
  ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const general = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (::bind(socket.number(), general, size) != 0 ||
      ::listen(socket.number(), most_connections) != 0 ||
      ::getsockname(socket.number(), general, &size) != 0)
    return failure();
  return Server{std::move(socket), ntohs(address.sin_port), std::move(greet)};
}

void Server::serve(std::chrono::milliseconds longest) {
  std::vector<pollfd> waits{{socket_.number(), POLLIN, 0}};
  // Who does not take its answers is not read from.
  for (auto const& one : connections_)
    waits.push_back(
        {one.socket.number(), static_cast<short>(one.reply.empty() ? POLLIN : POLLOUT), 0});
  if (::poll(waits.data(), waits.size(), static_cast<int>(longest.count())) < 0) return;
  auto const now = Clock::now();
  for (std::size_t i = connections_.size(); i-- > 0;) {
    auto& one = connections_[i];
    auto const ready = waits[i + 1].revents;
    bool stays = true;
    if (ready != 0) {
      one.heard = now;
      stays = one.reply.empty() ? hear(one) : send(one);
    } else if (now - one.heard > longest_silence) {
      stays = false;
    }
    stays = stays && pass(one, now);
    if (!stays) connections_.erase(connections_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (waits.front().revents != 0) take_client();
}

void Server::take_client() {
  Socket socket{::accept4(socket_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (socket.number() < 0 || connections_.size() == most_connections) return;
  connections_.push_back({std::move(socket), greet_(), {}, {}, Clock::now()});
}

/// Each of these is false when the connection has ended.
bool Server::hear(Connection& connection) {
  std::array<std::byte, most_received> piece;
  auto const room = most_received - connection.received.size();
  auto const size = ::recv(connection.socket.number(), piece.data(), room, 0);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  if (size == 0) return false;
  connection.received.insert(connection.received.end(), piece.begin(), piece.begin() + size);
  return answer(connection);
}

/// Answers all whole messages: at most as many as the input's bound holds.
bool Server::answer(Connection& connection) {
  Octets reply;
  Bytes rest{connection.received};
  while (!rest.empty()) {
    auto const used = connection.dialogue->answer(rest, reply);
    if (!used) return false;
    if (*used == 0) break;
    rest = rest.subspan(*used);
  }
  if (rest.size() == most_received) return false;
  connection.received.assign(rest.begin(), rest.end());
  connection.reply = reply.take();
  return connection.reply.empty() || send(connection);
}

/// What the dialogue says by itself, once its answers are taken.
bool Server::pass(Connection& connection, Clock::time_point now) {
  if (!connection.reply.empty()) return true;
  Octets out;
  connection.dialogue->pass(now, out);
  connection.reply = out.take();
  return connection.reply.empty() || send(connection);
}

bool Server::send(Connection& connection) {
  auto& reply = connection.reply;
  auto const size = ::send(connection.socket.number(), reply.data(), reply.size(), MSG_NOSIGNAL);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  reply.erase(reply.begin(), reply.begin() + size);
  return true;
}

}  // namespace qw::simulate
