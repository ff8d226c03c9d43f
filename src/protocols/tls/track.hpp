// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "protocols/tls/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::tls {

inline constexpr std::size_t most_handshake = 64 * 1024;  // octets of one message, joined
inline constexpr std::size_t most_protocol_text = 256;    // of an ALPN list as text
inline constexpr std::size_t most_server_name = 255;      // RFC 1035, section 2.3.4

/// Follows the records of both sides until they are encrypted, and passes over
/// them from then on. Says Handshake, Alarm (an alert in clear), Irregularity.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<bool> encrypted() const override {
    return encrypted_ ? std::optional{true} : std::nullopt;
  }
  [[nodiscard]] std::size_t heap_octets() const override {
    return ways_[0].joined.capacity() + ways_[1].joined.capacity();
  }

 private:
  /// What is cut from a stream: a record, or the first message in the form of SSL 2.0.
  struct Unit {
    RecordView record;
    bool whole = false;                        // else only its header, and the fragment follows
    std::optional<std::uint16_t> old_version;  // of SSL 2.0: there is no record
  };
  /// A stream ends at the first octets that are no record; behind a gap they are borne.
  static constexpr dialogue::FramingLimits limits{
      .most_faults = 1, .most_passed_over = dialogue::FramingLimits::any_octets};

  /// One direction.
  struct Way {
    std::vector<std::byte> joined;  // of a handshake message that is not whole yet
    FrameSpan joined_frames;        // that brought it
    bool begun = false;             // a record was seen
    bool ciphered = false;          // ChangeCipherSpec or application data was seen
    bool unreadable = false;        // handshake messages cannot be told apart any more
  };

  Way& way(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] Way const& way(delivery::Side side) const {
    return ways_[static_cast<std::size_t>(side)];
  }
  [[nodiscard]] bool wants(Way const& way, RecordHeader const& record) const;
  [[nodiscard]] bool negotiated_13() const;

  [[nodiscard]] Parsed<Unit> cut(Bytes octets, delivery::Side side) const;
  [[nodiscard]] Parsed<Unit> cut_old(Bytes octets, delivery::Side side, Malformed const& bad) const;
  dialogue::Reading on_unit(Unit const& unit, delivery::Segment const& segment);
  dialogue::Reading on_old_hello(std::uint16_t version, delivery::Segment const& segment);
  void on_record(RecordView const& record, delivery::Segment const& segment);
  void on_handshake(Way& way, Bytes fragment, Moment const& moment);
  std::size_t on_messages(Way& way, Bytes octets, Moment const& moment);
  void on_message(MessageView const& message, Moment const& moment);
  void on_alert(Way& way, Bytes fragment, Moment const& moment);
  void say_client(HelloView const& hello, Moment const& moment);
  void say_server(HelloView const& hello, Moment const& moment);
  void say_certificate(Bytes body, Moment const& moment);

  ProtocolVoice voice_;
  dialogue::Framing<limits> framing_;
  std::array<Way, 2> ways_;
  std::uint16_t version_ = 0;  // the server's choice; 0 while unknown
  bool old_hello_ = false;     // the client began in the form of SSL 2.0
  bool old_version_ = false;   // and the server answered so
  bool encrypted_ = false;
};

delivery::Registration const& registration();

}  // namespace qw::tls
