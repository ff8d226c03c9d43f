// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "protocols/dns/describe.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::dns {

inline constexpr std::size_t most_pending = 32;     // queries that wait for a response
inline constexpr std::size_t most_questions = 256;  // of one message; what is more stays unsaid
inline constexpr std::size_t most_answers = 64;     // of one message, likewise
inline constexpr std::size_t most_answer_characters = 16 * 1024;  // of one message, likewise
inline constexpr Nanoseconds reply_deadline = seconds(5);

/// What two ends say to each other, whatever carries the messages. Pairs queries
/// with responses by identifier and question; says Name, Identity, Irregularity.
class Dialogue {
 public:
  /// On a stream there is no multicast, whatever the port.
  Dialogue(Voice& voice, bool stream) : voice_{voice}, stream_{stream} {}

  void on_message(MessageView const& message, Moment const& moment);
  void on_fault(Malformed const& fault, Moment const& moment);
  /// Octets were lost: silence proves nothing from now on.
  void on_loss() { lost_ = true; }

  [[nodiscard]] std::optional<Stamp> deadline() const;
  void on_time(Stamp now);
  void on_end(Stamp now);
  [[nodiscard]] std::size_t heap_octets() const { return pending_.capacity() * sizeof(Query); }

 private:
  /// A question that waits for its response.
  struct Query {
    Moment moment;
    std::uint16_t id = 0;
    std::uint16_t type = 0;
    WireName name;
  };

  void on_query(MessageView const& message, Moment const& moment);
  void on_response(MessageView const& message, Moment const& moment);
  void on_announcement(MessageView const& message, Moment const& moment);
  void hold(MessageView const& message, Record const& question, Moment const& moment);
  void close(MessageView const& response, Record const& question, Moment const& moment);
  void say_asked(Query const& query, Outcome const& outcome, FrameNumber reply);
  void say_answered(MessageView const& message, Record const* question, Moment const& moment);
  void say_announced(MessageView const& message, Record const& record, Moment const& moment);
  void say_identity(MessageView const& message, Record const& record, Moment const& moment);
  /// "dns", "mdns" or "llmnr", by the port that one end speaks from or to.
  [[nodiscard]] Term protocol_of(Moment const& moment) const;
  ProtocolVoice voice(Moment const& moment) { return {voice_, protocol_of(moment)}; }

  Voice& voice_;
  bool stream_;
  std::vector<Query> pending_;  // oldest first; at most most_pending
  bool asked_ = false;          // some query was seen, so that a lone response means something
  bool lost_ = false;
};

}  // namespace qw::dns
