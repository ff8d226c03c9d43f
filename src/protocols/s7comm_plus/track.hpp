// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "carriers/cotp.hpp"
#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "protocols/s7comm_plus/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::s7comm_plus {

inline constexpr Term protocol_name{"s7comm_plus"};

inline constexpr std::size_t most_unit_octets = 16 * 1024;
inline constexpr std::size_t most_pending = 32;           // requests that wait
inline constexpr std::size_t most_request_octets = 1024;  // of one; what is beyond is not kept
inline constexpr Nanoseconds reply_deadline = seconds(15);

/// Pairs requests with responses by sequence number; says Command, Sample,
/// Handshake, Identity, Irregularity.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around) : voice_{around.voice, protocol_name} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }
  [[nodiscard]] std::size_t heap_octets() const override;

 private:
  using Side = delivery::Side;

  struct Way {
    cotp::Assembly assembly{most_unit_octets};
    bool inside = false;  // of a PDU whose first frame was seen
    bool lost = false;
  };
  struct Request {
    Moment moment;
    Side from = Side::client;
    std::uint8_t version = 0;
    std::vector<std::byte> part;  // the first frame's
  };

  Way& way(Side side) { return ways_[static_cast<std::size_t>(side)]; }
  void on_packet(Bytes packet, Side from, Moment const& moment);
  void on_unit(Bytes unit, Side from, Moment const& moment);
  void on_pdu(FrameView const& frame, PduView const& pdu, Side from, Moment const& moment);
  void on_response(PduView const& pdu, Side from, Moment const& moment);
  void close_first(Outcome::State state);
  [[nodiscard]] Outcome::State silence(Request const& request) const;
  void say_request(Moment const& asked, PduView const& pdu, Outcome const& outcome,
                   Moment const* reply);
  void say_command(Moment const& asked, ServiceView const& service, Object const& object,
                   Values const& values, Outcome const& outcome, Moment const* reply);
  void say_session(Request const& request, PduView const& reply, Moment const& moment);

  ProtocolVoice voice_;
  std::array<Way, 2> ways_;
  std::vector<Request> pending_;  // oldest first
  ShortText<64> access_point_;    // that the client called
  bool encrypted_ = false;        // TLS began inside the transport connection
};

delivery::Registration const& registration();

}  // namespace qw::s7comm_plus
