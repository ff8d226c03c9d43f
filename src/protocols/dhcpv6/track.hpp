// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "protocols/dhcpv6/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::dhcpv6 {

inline constexpr std::size_t most_leases = 16;  // of one message; what is more stays unsaid
inline constexpr std::size_t most_servers = 8;  // of one option, likewise

/// Says each message by itself, as the room for IPv4 does. Holds no state.
class Tracker final : public delivery::DatagramTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;

 private:
  void on_request(MessageView const& message, Moment const& moment);
  void on_reply(MessageView const& message, Moment const& moment);
  void say_leases(MessageView const& message, std::string_view detail, Address const& client,
                  Moment const& moment);
  void say_conflict(MessageView const& message, Moment const& moment);
  void say_servers(Option const& option, Address const& client, Moment const& moment);
  void say_name(Bytes data, Host const& client, Moment const& moment);
  void say_vendor(Bytes data, Host const& client, Moment const& moment);

  ProtocolVoice voice_;
};

delivery::Registration const& registration();

}  // namespace qw::dhcpv6
