// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "delivery/registration.hpp"
#include "protocols/dns/dialogue.hpp"

namespace qw::dns {

/// One message a datagram.
class DatagramTracker final : public delivery::DatagramTracker {
 public:
  explicit DatagramTracker(delivery::Surroundings const& around) : dialogue_{around.voice, false} {}

  bool on_datagram(delivery::Datagram const& datagram) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override { return dialogue_.deadline(); }
  void on_time(Stamp now) override { dialogue_.on_time(now); }
  void on_end(Stamp now) override { dialogue_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return dialogue_.heap_octets(); }

 private:
  Dialogue dialogue_;
};

/// Messages behind a length each.
class StreamTracker final : public delivery::StreamTracker {
 public:
  explicit StreamTracker(delivery::Surroundings const& around) : dialogue_{around.voice, true} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override { return dialogue_.deadline(); }
  void on_time(Stamp now) override { dialogue_.on_time(now); }
  void on_end(Stamp now) override { dialogue_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return dialogue_.heap_octets(); }

 private:
  Dialogue dialogue_;
  bool lost_[2] = {false, false};  // by side: where messages begin is no longer known
};

delivery::Registration const& registration();

}  // namespace qw::dns
