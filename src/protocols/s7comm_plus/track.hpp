// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "carriers/cotp.hpp"
#include "carriers/tpkt.hpp"
#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/s7comm_plus/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::s7comm_plus {

inline constexpr std::uint16_t ports[] = {102};
inline constexpr ProtocolDescription description{
    .name = "s7comm_plus",
    .title = "S7comm-plus",
    .traits = {Trait::industrial, Trait::steers_machines},
    .tcp_ports = ports};
inline constexpr Protocol protocol_name{description};

inline constexpr std::size_t most_unit_octets = 16 * 1024;
inline constexpr std::size_t most_pending = 32;           // requests that wait
inline constexpr std::size_t most_request_octets = 1024;  // of one; what is beyond is not kept
inline constexpr int most_faults = 8;                     // in a row
inline constexpr Nanoseconds reply_deadline = seconds(15);

/// By what a response is known.
struct Key {
  std::uint16_t sequence = 0;
  std::uint16_t function = 0;
  std::uint8_t version = 0;  // of the first frame
  friend bool operator==(Key const&, Key const&) = default;
};

/// Where the next packet may begin; the size if nowhere.
std::size_t find_packet(Bytes octets, dialogue::Astray);

/// Pairs requests with responses by sequence number; says Command, Sample,
/// Handshake, Identity, Irregularity.
class Tracker final : public delivery::StreamTracker, private dialogue::ExchangeListener<Key> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }
  [[nodiscard]] std::size_t heap_octets() const override;

 private:
  using Side = delivery::Side;

  struct Way {
    cotp::Assembly assembly{most_unit_octets};
    bool inside = false;  // of a PDU whose first frame was seen
  };

  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override;
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  Way& way(Side side) { return ways_[static_cast<std::size_t>(side)]; }
  dialogue::Reading on_packet(Bytes packet, Side from, Moment const& moment);
  void on_tpdu(cotp::TpduView const& tpdu, Side from, Moment const& moment);
  void on_unit(Bytes unit, Side from, Moment const& moment);
  void on_pdu(FrameView const& frame, PduView const& pdu, Side from, Moment const& moment);
  void say_request(Moment const& asked, PduView const& pdu, Outcome const& outcome,
                   Moment const* reply);
  void say_command(Moment const& asked, ServiceView const& service, Object const& object,
                   Values const& values, Outcome const& outcome, Moment const* reply);
  void say_session(Request const& request, Bytes body, Moment const& moment);

  ProtocolVoice voice_;
  std::array<Way, 2> ways_;
  dialogue::Messages<tpkt::parse, find_packet, dialogue::FramingLimits{.most_faults = most_faults}>
      messages_;
  dialogue::Requests<Key> requests_;
  ShortText<64> access_point_;  // that the client called
  bool encrypted_ = false;      // TLS began inside the transport connection
};

delivery::Registration const& registration();

}  // namespace qw::s7comm_plus
