// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "simulate/wire/talk.hpp"

namespace qw::simulate {

/// Somebody works on another computer's screen: RDP with its connection request and its cookie
/// in the clear, then TLS. What is typed and shown is noise of the right size; the flow should
/// be opaque.
///
///     auto const desktop = RemoteDesktop::make(
///         shard, {.flow = flow, .client = &notebook, .server = management, .user = "service"});
///     desktop->work(shard.now(), shard.now() + seconds(900));
///
/// It plans as time passes, and ends by itself. What is made while a `Marking` lives carries
/// its mark to the end.
class RemoteDesktop : public std::enable_shared_from_this<RemoteDesktop> {
 public:
  struct Order {
    FlowId flow{};
    Host* client = nullptr;
    Host* server = nullptr;
    std::string user;
    Quality quality{};
    /// Hears of what is sent, such as for a tunnel that it comes through. May be empty.
    std::function<void(Side, Stamp, std::size_t octets)> carried = {};
  };
  static std::shared_ptr<RemoteDesktop> make(Shard& shard, Order order);

  void work(Stamp from, Stamp until);

 private:
  RemoteDesktop(Shard& shard, Order order);
  void begin();
  void act();
  Stamp send(Side side, Stamp at, Bytes octets);

  Shard& shard_;
  Order order_;
  Dice dice_;
  MarkId mark_;
  TalkPointer talk_;
};

}  // namespace qw::simulate
