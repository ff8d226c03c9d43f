// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "dialogue/requests.hpp"
#include "protocols/dns/describe.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::dns {

inline constexpr std::uint16_t ports[] = {53, 5353, 5355};
inline constexpr std::uint16_t mdns_ports[] = {5353};
inline constexpr std::uint16_t llmnr_ports[] = {5355};
inline constexpr ProtocolDescription dns{.name = "dns",
                                         .title = "DNS, multicast DNS, LLMNR",
                                         .traits = {Trait::name_service},
                                         .tcp_ports = ports,
                                         .udp_ports = ports};
inline constexpr ProtocolDescription mdns{.name = "mdns",
                                          .title = "Multicast DNS",
                                          .traits = {Trait::name_service, Trait::discovery},
                                          .udp_ports = mdns_ports};
inline constexpr ProtocolDescription llmnr{.name = "llmnr",
                                           .title = "Link-Local Multicast Name Resolution",
                                           .traits = {Trait::name_service, Trait::discovery},
                                           .udp_ports = llmnr_ports};

inline constexpr std::size_t most_pending = 32;     // queries that wait for a response
inline constexpr std::size_t most_questions = 256;  // of one message; what is more stays unsaid
inline constexpr std::size_t most_answers = 64;     // of one message, likewise
inline constexpr std::size_t most_answer_characters = 16 * 1024;  // of one message, likewise

/// A question, and what came of it.
struct Key {
  std::uint16_t id = 0;
  std::uint16_t type = 0;
  WireName name;
  bool bare = false;  // a refusal may come without its question
  Outcome outcome{};  // of a response
  friend bool operator==(Key const& a, Key const& b) {
    return a.id == b.id && a.type == b.type && a.name.same_as(b.name);
  }
};

/// What two ends say to each other, whatever carries the messages. Pairs queries
/// with responses by identifier and question; says Name, Identity, Irregularity.
class Dialogue : private dialogue::ExchangeListener<Key> {
 public:
  /// On a stream there is no multicast, whatever the port.
  Dialogue(Voice& voice, bool stream);

  void on_message(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_fault(Malformed const& fault, Moment const& moment);
  void on_loss(delivery::Side from, Stamp at) { requests_.lose(from, at); }

  void on_heard(delivery::Side side) { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const { return requests_.deadline(); }
  void on_time(Stamp now) { requests_.on_time(now); }
  void on_end(Stamp now) { requests_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const { return requests_.heap_octets(); }

 private:
  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override;
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  void on_query(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_response(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_announcement(MessageView const& message, Moment const& moment);
  void say_asked(Key const& query, Moment const& moment, Outcome const& outcome, FrameNumber reply);
  void say_answered(MessageView const& message, Record const* question, Moment const& moment);
  void say_announced(MessageView const& message, Record const& record, Moment const& moment);
  void say_identity(MessageView const& message, Record const& record, Moment const& moment);
  /// "dns", "mdns" or "llmnr", by the port that one end speaks from or to.
  [[nodiscard]] Protocol protocol_of(Moment const& moment) const;
  ProtocolVoice voice(Moment const& moment) { return {voice_, protocol_of(moment)}; }

  Voice& voice_;
  bool stream_;
  dialogue::Requests<Key> requests_;
};

}  // namespace qw::dns
