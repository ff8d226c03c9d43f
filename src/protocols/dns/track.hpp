// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "protocols/dns/dialogue.hpp"

namespace qw::dns {

/// One message a datagram.
class DatagramTracker final : public delivery::DatagramTracker {
 public:
  explicit DatagramTracker(delivery::Surroundings const& around) : dialogue_{around.voice, false} {}

  bool on_datagram(delivery::Datagram const& datagram) override;
  void on_heard(delivery::Side side) override { dialogue_.on_heard(side); }
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
  void on_heard(delivery::Side side) override { dialogue_.on_heard(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return dialogue_.deadline(); }
  void on_time(Stamp now) override { dialogue_.on_time(now); }
  void on_end(Stamp now) override { dialogue_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return dialogue_.heap_octets(); }

 private:
  /// Behind a gap it is not known where messages begin; the other side is read on.
  static constexpr dialogue::FramingLimits limits{
      .most_faults = 1, .most_passed_over = std::numeric_limits<std::size_t>::max()};

  Dialogue dialogue_;
  dialogue::Messages<parse_framed, dialogue::find_nothing, limits> messages_;
};

delivery::Registration const& registration();

}  // namespace qw::dns
