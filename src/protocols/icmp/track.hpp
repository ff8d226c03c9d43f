// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "dialogue/requests.hpp"
#include "protocols/icmp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::icmp {

inline constexpr std::size_t most_pending = 16;  // echo requests that wait for a reply
inline constexpr std::size_t most_servers = 8;   // of one option; more stay unsaid
inline constexpr std::size_t most_routers = 16;  // of one advertisement, likewise

/// Of an echo: by what its reply is known.
struct Key {
  std::uint16_t identifier = 0;
  std::uint16_t sequence = 0;
  std::uint32_t octets = 0;  // of data, which may be anything
  friend bool operator==(Key const&, Key const&) = default;
};

/// Says who has which address and who routes (Binding), who looks for whom (Name),
/// and who tries whether another is there (Command).
class Tracker final : public delivery::DatagramTracker, private dialogue::ExchangeListener<Key> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return requests_.heap_octets(); }

 private:
  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override;
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const&, bool) override {}  // the answer to a broadcast, or to a copy

  void on_v4(MessageView const& message, delivery::Datagram const& datagram);
  void on_v6(MessageView const& message, delivery::Datagram const& datagram);
  void on_echo(Bytes body, bool reply, delivery::Datagram const& datagram);
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
  void say_echo(Key const& echo, Moment const& asked, Outcome const& outcome, Moment const* reply);
  void say_cut(Moment const& moment);
  /// "icmp" or "icmpv6", by the speaker's address.
  ProtocolVoice voice(Moment const& moment);

  Voice& voice_;
  dialogue::Requests<Key> requests_;
};

delivery::Registration const& registration();

}  // namespace qw::icmp
