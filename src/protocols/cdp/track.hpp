// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "protocols/cdp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::cdp {

inline constexpr std::size_t most_addresses = 16;  // of one TLV; what is more stays unsaid

/// Says what a neighbour tells of itself (Identity), at which port and under which
/// addresses (Binding). Holds no state.
class Tracker final : public delivery::FrameTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  void on_frame(delivery::Frame const& frame) override;

 private:
  void on_message(MessageView const& message, Moment const& moment);
  void on_tlv(MessageView const& message, Tlv const& tlv, Moment const& moment);
  void say_port(MessageView const& message, Tlv const& tlv, Moment const& moment);
  void say_addresses(MessageView const& message, Tlv const& tlv, Moment const& moment);
  void say_capabilities(Tlv const& tlv, Moment const& moment);

  ProtocolVoice voice_;
};

delivery::Registration const& registration();

}  // namespace qw::cdp
