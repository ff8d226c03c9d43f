// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <variant>
#include <vector>

#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "protocols/ssh/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::ssh {

inline constexpr std::size_t most_kept = 8192;     // octets of one side's algorithms
inline constexpr std::size_t most_greetings = 32;  // lines before the identification

/// Follows both sides until their keys are in use, and passes over them from then
/// on. Says Identity, Handshake, Irregularity.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::optional<bool> encrypted() const override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return ways_[0].offer.capacity() + ways_[1].offer.capacity();
  }

 private:
  enum class Stage : std::uint8_t { version, packets, opaque };

  /// One direction.
  struct Way {
    Stage stage = Stage::version;
    std::size_t greetings = 0;
    bool ciphered = false;
    bool said = false;  // its handshake
    ShortText<most_line> version;
    Moment moment;                 // of the version, then of the algorithms
    std::vector<std::byte> offer;  // the payload of its SSH_MSG_KEXINIT
  };

  Way& way(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }
  dialogue::Reading on_version(Way& way, VersionView const& version,
                               delivery::Segment const& segment);
  dialogue::Reading on_packet(Way& way, PacketView const& packet, delivery::Segment const& segment);
  dialogue::Reading leave(Way& way);
  void hear_offer(Way& way, PacketView const& packet, delivery::Segment const& segment);
  void say_identities(VersionView const& version, Moment const& moment);
  void say_offered();
  void say_handshake(delivery::Side side, std::string_view cipher, std::string_view key_exchange);

  ProtocolVoice voice_;
  /// A side that is lost stays lost, and the other goes on.
  dialogue::Framing<dialogue::FramingLimits{.patient = true}> framing_;
  std::array<Way, 2> ways_;
};

delivery::Registration const& registration();

}  // namespace qw::ssh
