// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/digest.hpp"
#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "protocols/http/body.hpp"
#include "protocols/http/login.hpp"
#include "protocols/http/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::http {

inline constexpr std::size_t most_pending = 64;  // requests that wait for a response
inline constexpr std::size_t most_symbol = 256;  // host and path, octets
inline constexpr std::size_t most_media_type = 128;
inline constexpr std::size_t most_held = 64 * 1024;  // of the client, until a switch is answered
inline constexpr Nanoseconds reply_deadline = seconds(300);  // some servers hold an answer back

/// Pairs requests with responses in their order, and follows bodies without
/// holding them. Says Command, Transfer, Login, Identity, Irregularity.
class Tracker final : public delivery::StreamTracker {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_finish(delivery::Side from, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override;
  void on_time(Stamp now) override;
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override {
    return pending_.capacity() * sizeof(Exchange);
  }

 private:
  /// A request that waits for its response.
  struct Exchange {
    Moment moment;
    Term method;
    ShortText<most_symbol> symbol;
    Attempt attempt;
    bool head = false;  // its response has no body
    bool connect = false;
    bool upgrade = false;
  };

  /// One direction. While `body` is there, what comes belongs to it.
  struct Way {
    std::optional<BodyReader> body;
    std::optional<Sha256> digest;  // made with the first body
    ShortText<most_symbol> name;
    ShortText<most_media_type> media_type;
    Moment moment;  // of the last octets of the body, since its head
    std::uint64_t octets = 0;
    bool holed = false;          // the body has a gap
    bool begun = false;          // a head was understood
    bool out_of_step = false;    // it is not known where the next head begins
    std::uint64_t software = 0;  // hash of the last software said
  };

  Way& way(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }

  delivery::Taken on_head(delivery::Segment const& segment, Bytes rest);
  delivery::Taken on_no_head(delivery::Segment const& segment, Bytes rest, Malformed const& bad);
  delivery::Taken on_body(delivery::Side side, Bytes rest, Moment const& moment);
  void fall_out_of_step(delivery::Side side);
  void on_request(HeadView const& head, Fields const& fields, Moment const& moment);
  delivery::Taken::Then on_response(HeadView const& head, Fields const& fields,
                                    Moment const& moment);
  void begin_body(Way& from, BodyReader reader, Fields const& fields, std::string_view name,
                  Moment const& moment);
  void end_body(Way& from, bool complete);

  void close_exchange(Exchange const& exchange, Outcome const& outcome, Moment const* reply);
  void close_all(Outcome::State state);
  void say_login(Exchange const& exchange, Outcome const& outcome, FrameNumber reply);
  void say_software(Way& from, std::string_view value, Term source, Moment const& moment);
  void say_system(std::string_view name, std::string_view system, Term source,
                  Moment const& moment);
  void say_head_faults(HeadView const& head, Fields const& fields, Moment const& moment);

  ProtocolVoice voice_;
  std::array<Way, 2> ways_;
  std::vector<Exchange> pending_;  // oldest first; at most most_pending
  std::uint64_t last_login_ = 0;   // hash of the last login said: browsers repeat it each time
  bool lost_requests_ = false;     // a response may have no request that was seen
  bool lost_responses_ = false;    // silence proves nothing
};

delivery::Registration const& registration();

}  // namespace qw::http
