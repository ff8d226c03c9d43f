// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <variant>

#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/http/body.hpp"
#include "protocols/http/login.hpp"
#include "protocols/http/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::http {

inline constexpr std::size_t most_pending = 64;      // requests that wait for a response
inline constexpr std::size_t most_symbol = 256;      // host and path, octets
inline constexpr std::size_t most_held = 64 * 1024;  // of the client, until a switch is answered
inline constexpr Nanoseconds reply_deadline = seconds(300);  // some servers hold an answer back

/// Of a response.
struct Key {
  std::uint16_t status = 0;
  friend bool operator==(Key const&, Key const&) = default;
};
/// Of a request.
struct Note {
  Term method;
  ShortText<most_symbol> symbol;
  Attempt attempt;
  bool head = false;  // its response has no body
  bool connect = false;
  bool upgrade = false;
};

/// Pairs requests with responses in their order, and follows bodies without
/// holding them. Says Command, Transfer, Login, Identity, Irregularity.
class Tracker final : public delivery::StreamTracker,
                      private dialogue::ExchangeListener<Key, Note> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_finish(delivery::Side from, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override;
  [[nodiscard]] std::size_t heap_octets() const override { return requests_.heap_octets(); }

 private:
  /// The request whose response comes, as far as that decides how it is read.
  struct Answered {
    ShortText<most_symbol> symbol;
    bool head = false;
    bool connect = false;
  };

  /// What octets between heads and bodies may be: empty lines before a head, which mean nothing,
  /// and what nobody can read until a switch of protocols is answered.
  enum class Other : std::uint8_t { padding, too_much_held };
  using Unit = std::variant<HeadView, BodyReader::Line, Other>;

  /// Behind faults and gaps a side is searched for its next head, however long its bodies are.
  static constexpr dialogue::FramingLimits limits{
      .most_faults = dialogue::FramingLimits::any_faults,
      .most_passed_over = dialogue::FramingLimits::any_octets};

  /// One direction. While `reader` is there, what comes belongs to `body`.
  struct Way {
    std::optional<BodyReader> reader;
    delivery::Body body;
    std::uint64_t software = 0;  // hash of the last software said
  };

  Way& way(delivery::Side side) { return ways_[static_cast<std::size_t>(side)]; }

  [[nodiscard]] bool awaits_switch(delivery::Side side) const;
  Parsed<Unit> cut(Bytes octets, delivery::Side side);
  [[nodiscard]] std::size_t find_head(Bytes octets, delivery::Side side) const;
  dialogue::Reading on_unit(Unit const& unit, delivery::Segment const& segment);
  dialogue::Reading on_line(BodyReader::Line const& line, Way& from, Moment const& moment);
  dialogue::Reading on_head(HeadView const& head, delivery::Segment const& segment);
  void on_fault(Malformed const& bad, delivery::Segment const& segment);
  void on_body(Bytes octets, delivery::Segment const& segment);

  /// In order.
  [[nodiscard]] bool answers(Request const&, Reply const&) const override { return true; }
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  void on_request(HeadView const& head, Fields const& fields, Moment const& moment);
  delivery::Taken::Then on_response(HeadView const& head, Fields const& fields,
                                    Moment const& moment);
  void begin_body(Way& from, BodyReader reader, Fields const& fields, std::string_view name,
                  Moment const& moment);
  void end_body(Way& from, bool complete);

  void say_command(Request const& request, Outcome const& outcome, Moment const* reply);
  void say_login(Request const& request, Outcome const& outcome, FrameNumber reply);
  void say_software(Way& from, std::string_view value, Term source, Moment const& moment);
  void say_system(std::string_view name, std::string_view system, Term source,
                  Moment const& moment);
  void say_head_faults(HeadView const& head, Fields const& fields, Moment const& moment);

  ProtocolVoice voice_;
  dialogue::Framing<limits> framing_;
  delivery::Bodies& bodies_;
  std::array<Way, 2> ways_;
  dialogue::Requests<Key, Note> requests_;
  Answered answered_;
  std::uint64_t last_login_ = 0;  // hash of the last login said: browsers repeat it each time
};

delivery::Registration const& registration();

}  // namespace qw::http
