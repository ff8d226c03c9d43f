// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "protocols/arp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::arp {

/// Says who claims which address (Binding), who looks for whom (Name), and
/// packets that contradict their frame (Irregularity). Holds no state.
class Tracker final : public delivery::FrameTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  void on_frame(delivery::Frame const& frame) override;

 private:
  void on_message(MessageView const& message, Moment const& moment);
  void say_claim(MessageView const& message, std::string_view how, Moment const& moment);
  void say_search(MessageView const& message, Term record, Moment const& moment);

  ProtocolVoice voice_;
};

delivery::Registration const& registration();

}  // namespace qw::arp
