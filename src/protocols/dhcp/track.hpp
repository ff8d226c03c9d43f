// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "protocols/dhcp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::dhcp {

inline constexpr std::size_t most_servers = 8;  // of one option; what is more stays unsaid
inline constexpr std::size_t most_routes = 32;  // of one message, likewise

/// Says each message by itself: clients share one conversation, from 0.0.0.0, so
/// nothing could be paired by it. Holds no state.
class Tracker final : public delivery::DatagramTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;

 private:
  void on_request(MessageView const& message, Moment const& moment);
  void on_reply(MessageView const& message, Moment const& moment);
  void say_identity(MessageView const& message, Option const& option, Moment const& moment);
  void say_lease(MessageView const& message, Moment const& moment);
  void say_servers(MessageView const& message, Option const& option, Moment const& moment);
  void say_routes(MessageView const& message, Bytes routes, Moment const& moment);
  void say_port(MessageView const& message, Bytes relay_information, Moment const& moment);

  /// Ties `subject` to the client's MAC, if it has one.
  void bind_client(MessageView const& message, Relation relation, Address const& subject,
                   std::string_view detail, Moment const& moment,
                   std::optional<std::uint32_t> lifetime = {});

  ProtocolVoice voice_;
};

delivery::Registration const& registration();

}  // namespace qw::dhcp
