// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "protocols/ftp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::ftp {

inline constexpr Term protocol_name{"ftp"};

inline constexpr std::size_t most_pending = 16;    // commands that wait for a reply
inline constexpr std::size_t most_argument = 256;  // octets of an argument that are kept
inline constexpr std::size_t most_account = 128;
inline constexpr Nanoseconds reply_deadline = seconds(60);  // to the first sign of life
inline constexpr Nanoseconds data_opens_within = seconds(300);

/// Pairs commands with replies, which come in order. Says Command, Login, Identity,
/// Irregularity; announces data connections; hands over to TLS.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around)
      : voice_{around.voice, protocol_name}, expectations_{around.expectations} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return pending_.capacity() * sizeof(Pending);
  }

 private:
  /// A command that waits. `argument` is empty where it may hold a secret.
  struct Pending {
    Moment moment;
    CommandView command;  // its argument is not to be used
    ShortText<most_argument> argument;
    bool preliminary = false;  // a 1xx reply came: no deadline any more
  };
  struct Line {
    bool broken = false;  // too long: passes until its end
  };

  void on_line(std::string_view line, delivery::Segment const& segment);
  void on_command(std::string_view line, Moment const& moment);
  void on_reply_line(std::string_view line, Moment const& moment);
  void on_reply(ReplyView const& reply, Moment const& moment);
  void on_greeting(ReplyView const& reply, Moment const& moment);
  void settle(Pending const& pending, ReplyView const& reply, Moment const& moment);
  void expect_data(std::optional<DataEnd> const& end, Moment const& moment, Endpoint const& own);
  void say_command(Pending const& pending, Outcome const& outcome, Moment const* reply);
  void say_login(Pending const& pending, Outcome const& outcome, Moment const* reply);
  void say_silent(Outcome::State state);

  ProtocolVoice voice_;
  delivery::Expectations& expectations_;
  std::vector<Pending> pending_;     // oldest first; at most most_pending
  ShortText<most_account> account_;  // of the last USER
  std::array<Line, 2> lines_{};
  std::uint16_t going_on_ = 0;  // code of a reply of several lines; 0 between replies
  bool greeted_ = false;
  bool to_tls_ = false;
  bool lost_ = false;  // a gap: silence proves nothing, pairs may be off
};

delivery::Registration const& registration();

}  // namespace qw::ftp
