// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/modbus/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::modbus {

inline constexpr std::size_t most_pending = 64;  // requests that wait for a reply
inline constexpr int most_faults = 8;            // in a row, then the stream is given up

/// By what a reply is known.
struct Key {
  std::uint16_t transaction = 0;
  std::uint8_t unit = 0;
  std::uint8_t function = 0;  // of a refusal with `exception_flag`
  friend bool operator==(Key const&, Key const&) = default;
};

/// Where, behind a gap or a fault, messages begin again.
std::size_t next_message(Bytes octets, dialogue::Astray astray);

/// Pairs requests with replies by transaction, unit and function; says Command,
/// Sample, Identity, Irregularity.
class Tracker final : public delivery::StreamTracker, private dialogue::ExchangeListener<Key> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return requests_.heap_octets(); }

 private:
  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override;
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  void on_message(MessageView const& message, delivery::Segment const& segment);
  void say_answered(Request const& request, Reply const& reply);
  void say_values(Request const& request, Reply const& reply);
  void say_command(Request const& request, Outcome const& outcome, Reply const* reply);
  void say_sample(Request const& request, Reply const& reply);
  void say_identities(Reply const& reply);

  ProtocolVoice voice_;
  dialogue::Messages<parse, next_message, dialogue::FramingLimits{.most_faults = most_faults}>
      messages_;
  dialogue::Requests<Key> requests_;
};

delivery::Registration const& registration();

}  // namespace qw::modbus
