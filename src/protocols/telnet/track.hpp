// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "protocols/telnet/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::telnet {

inline constexpr std::size_t most_line = 256;  // octets of a line that are kept
inline constexpr std::size_t most_account = 128;
inline constexpr Nanoseconds verdict_deadline = seconds(30);

/// Follows the dialogue up to a login and its outcome. Says Login, Identity,
/// Irregularity. What is typed is never kept but for the account name.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::optional<bool> encrypted() const override { return encrypted_; }

 private:
  enum class Stage : std::uint8_t {
    greeting,  // until the first prompt
    account,   // the server asked who it is
    between,
    secret,   // the server asked for the password
    verdict,  // the password was sent
    open,     // logged in, or never asked
  };

  dialogue::Reading on_piece(PieceView const& piece, delivery::Segment const& segment);
  void on_server_text(Bytes data, Moment const& moment);
  void on_server_line(Moment const& moment);
  void on_prompt(Moment const& moment);
  void on_client_text(Bytes data, Moment const& moment);
  void on_typed(char c, Moment const& moment);
  void judge(Moment const& moment);
  void settle(Outcome::State state, Moment const* answer);

  ProtocolVoice voice_;
  dialogue::Messages<parse, dialogue::find_nothing, dialogue::FramingLimits{.patient = true}>
      messages_;
  Stage stage_ = Stage::greeting;
  ShortText<most_line> line_;  // of the server, so far
  ShortText<most_account> account_;
  Moment secret_moment_;  // when the password was whole
  bool greeted_ = false;
  bool encrypted_ = false;
};

delivery::Registration const& registration();

}  // namespace qw::telnet
