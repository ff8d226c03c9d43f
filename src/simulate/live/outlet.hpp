// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace qw::simulate {

/// A network interface that whole frames are put on, and nothing else: packet(7). It
/// receives nothing.
class Outlet {
 public:
  /// Fails with what to do where the interface is missing, down or no Ethernet, or the
  /// program lacks CAP_NET_RAW.
  static Result<Outlet> open(std::string const& interface);
  Outlet(Outlet&& other) noexcept;
  Outlet& operator=(Outlet&&) = delete;
  ~Outlet();

  /// Waits while the interface's queue is full. What the kernel refuses is counted.
  void send(Bytes frame);

  [[nodiscard]] std::string const& interface() const { return interface_; }
  [[nodiscard]] std::uint64_t sent() const { return sent_; }
  [[nodiscard]] std::uint64_t refused() const { return refused_; }
  /// Why the first refused frame was refused.
  [[nodiscard]] std::string reason() const;

 private:
  Outlet(std::string interface, int socket) : interface_{std::move(interface)}, socket_{socket} {}

  std::string interface_;
  int socket_ = -1;
  std::uint64_t sent_ = 0;
  std::uint64_t refused_ = 0;
  int first_error_ = 0;
};

}  // namespace qw::simulate
