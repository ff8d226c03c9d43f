// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "protocols/rdp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::rdp {

inline constexpr Term protocol_name{"rdp"};

/// Follows a connection to where it becomes unreadable: to TLS, which it hands on,
/// or to RDP's own encryption. Says Handshake, Login, Identity, and Command for a
/// negotiation that failed.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around) : voice_{around.voice, protocol_name} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }

 private:
  /// What follows the PDU: more of this protocol, or another one.
  bool on_pdu(Bytes pdu, delivery::Side from, Moment const& moment);
  void on_request(Bytes variable, Moment const& moment);
  bool on_confirm(Bytes variable, Moment const& moment);
  void on_unit(Bytes unit, Moment const& moment);
  void say_client(ClientDataView const& client, Moment const& moment);
  void say_server(ServerDataView const& server, Moment const& moment);
  void say_account(ClientInfoView const& info, Moment const& moment);
  void say_negotiation(Outcome const& outcome, Moment const* reply);

  ProtocolVoice voice_;
  std::optional<Moment> asked_;  // a request that was not yet confirmed
  std::uint32_t offered_ = 0;
  std::optional<bool> encrypted_;
  bool settled_ = false;  // nothing more that could be read
};

delivery::Registration const& registration();

}  // namespace qw::rdp
