// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "delivery/registration.hpp"
#include "protocols/icmp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::icmp {

inline constexpr std::size_t most_pending = 16;  // echo requests that wait for a reply
inline constexpr std::size_t most_servers = 8;   // of one option; more stay unsaid
inline constexpr std::size_t most_routers = 16;  // of one advertisement, likewise
inline constexpr Nanoseconds reply_deadline = seconds(5);

/// Says who has which address and who routes (Binding), who looks for whom (Name),
/// and who tries whether another is there (Command).
class Tracker final : public delivery::DatagramTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around) : voice_{around.voice} {}

  bool on_datagram(delivery::Datagram const& datagram) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return pending_.capacity() * sizeof(Echo);
  }

 private:
  struct Echo {
    Moment moment;
    std::uint16_t identifier = 0;
    std::uint16_t sequence = 0;
    std::uint32_t octets = 0;  // of data, which may be anything
  };

  void on_v4(MessageView const& message, Moment const& moment);
  void on_v6(MessageView const& message, Moment const& moment);
  void on_echo(Bytes body, bool reply, Moment const& moment);
  void on_redirect_v4(Bytes body, Moment const& moment);
  void on_routers_v4(Bytes body, Moment const& moment);
  void on_router_advertisement(Bytes body, Moment const& moment);
  void on_neighbor_solicitation(Bytes body, Moment const& moment);
  void on_neighbor_advertisement(Bytes body, Moment const& moment);
  void on_redirect_v6(Bytes body, Moment const& moment);
  /// Walks options; `link_layer` is the one that ties `owner` to a MAC.
  void on_options(Bytes options, std::uint8_t link_layer, Address const& owner,
                  std::string_view how, Moment const& moment);
  void say_prefix(Option const& option, Moment const& moment);
  void say_dns_servers(Option const& option, Moment const& moment);
  void say_echo(Echo const& echo, Outcome const& outcome, Moment const* reply);
  void say_cut(Moment const& moment);
  /// "icmp" or "icmpv6", by the speaker's address.
  ProtocolVoice voice(Moment const& moment);

  Voice& voice_;
  std::vector<Echo> pending_;  // oldest first; at most most_pending
};

delivery::Registration const& registration();

}  // namespace qw::icmp
