// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "dialogue/requests.hpp"
#include "protocols/ntp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::ntp {

inline constexpr std::size_t most_pending = 8;  // control requests that wait

/// Of the modes that query: by what a response is known.
struct Key {
  Mode mode = Mode::control;
  std::uint8_t operation = 0;
  std::uint8_t sequence = 0;
  std::optional<std::uint16_t> error;  // of a response
  friend bool operator==(Key const&, Key const&) = default;
};

/// Says who asks and who tells the time (Clock), and who queries or sets up a
/// server (Command).
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
  /// One request may have many response datagrams: no rule is broken.
  void on_unasked(Reply const&, bool) override {}

  void say_clock(MessageView const& message, Moment const& moment);
  void say_command(Request const& request, Outcome const& outcome, Moment const* reply);

  ProtocolVoice voice_;
  dialogue::Requests<Key> requests_;
};

delivery::Registration const& registration();

}  // namespace qw::ntp
