// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::greeting {

/// An invented protocol of one datagram: "HELLO " and who says so.
class Tracker final : public delivery::DatagramTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;

 private:
  ProtocolVoice voice_;
};

delivery::Registration const& registration();

}  // namespace qw::greeting
