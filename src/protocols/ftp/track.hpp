// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "core/short_text.hpp"
#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/ftp/parse.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::ftp {

inline constexpr std::uint16_t ports[] = {21};
inline constexpr ProtocolDescription description{
    .name = "ftp", .title = "FTP", .traits = {Trait::file_transfer}, .tcp_ports = ports};
inline constexpr Protocol protocol_name{description};

inline constexpr std::size_t most_pending = 16;    // commands that wait for a reply
inline constexpr std::size_t most_argument = 256;  // octets of an argument that are kept
inline constexpr std::size_t most_account = 128;
inline constexpr Nanoseconds reply_deadline = seconds(60);  // to the first sign of life
inline constexpr Nanoseconds data_opens_within = seconds(300);

/// Of a reply.
struct Key {
  std::uint16_t code = 0;
  friend bool operator==(Key const&, Key const&) = default;
};
/// Of a command. `argument` is empty where it may hold a secret.
struct Note {
  CommandView command;  // its argument is not to be used
  ShortText<most_argument> argument;
};

/// The end of a line: what stands before it is the rest of one that was not whole.
std::size_t find_line_end(Bytes octets, dialogue::Astray);

/// Pairs commands with replies, which come in order. Says Command, Login, Identity,
/// Irregularity; announces data connections; hands over to TLS.
class Tracker final : public delivery::StreamTracker,
                      private dialogue::ExchangeListener<Key, Note> {
 public:
  explicit Tracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return requests_.deadline(); }
  void on_time(Stamp now) override { requests_.on_time(now); }
  void on_end(Stamp now) override { requests_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override {
    return requests_.heap_octets() + data_ends_.capacity() * sizeof(Endpoint);
  }

 private:
  using Side = delivery::Side;

  /// In order.
  [[nodiscard]] bool answers(Request const&, Reply const&) const override { return true; }
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const&, bool) override {}  // the greeting, or 421 as the server leaves

  void on_line(std::string_view line, delivery::Segment const& segment);
  void on_command(std::string_view line, Moment const& moment);
  void on_reply_line(std::string_view line, Moment const& moment);
  void on_reply(ReplyView const& reply, Moment const& moment);
  void on_greeting(ReplyView const& reply, Moment const& moment);
  void act(Request const& request, Reply const& reply);
  void expect_data(std::optional<DataEnd> const& end, Moment const& moment, Side listens);
  void announce(CommandView const& command, Moment const& moment);
  void expect(std::shared_ptr<delivery::Announced const> const& file, Stamp at);
  void say_command(Request const& request, Outcome const& outcome, Moment const* reply);
  void say_login(Request const& request, Outcome const& outcome, Moment const* reply);

  ProtocolVoice voice_;
  delivery::Expectations& expectations_;
  dialogue::Messages<parse, find_line_end, dialogue::FramingLimits{.patient = true}> messages_;
  dialogue::Requests<Key, Note> requests_;
  ShortText<most_account> account_;  // of the last USER
  std::vector<Endpoint> data_ends_;  // where the data connection will come; at most 2
  Side data_listener_ = Side::server;
  std::uint16_t going_on_ = 0;  // code of a reply of several lines; 0 between replies
  bool greeted_ = false;
  bool to_tls_ = false;
  bool lost_ = false;  // a gap: a line of a long reply may look like a reply
};

delivery::Registration const& registration();

}  // namespace qw::ftp
