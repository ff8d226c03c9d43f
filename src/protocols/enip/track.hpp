// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "delivery/registration.hpp"
#include "dialogue/messages.hpp"
#include "dialogue/requests.hpp"
#include "protocols/enip/parse.hpp"
#include "protocols/enip/request.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::enip {

inline constexpr std::uint16_t tcp_ports[] = {44818};
inline constexpr std::uint16_t udp_ports[] = {44818, 2222};
inline constexpr ProtocolDescription description{
    .name = "enip",
    .title = "EtherNet/IP and CIP",
    .traits = {Trait::industrial, Trait::steers_machines},
    .tcp_ports = tcp_ports,
    .udp_ports = udp_ports,
    .known_as = {.symbols = "Logix"}};
inline constexpr Protocol protocol_name{description};

inline constexpr std::size_t most_pending = 32;     // requests that wait for a reply
inline constexpr std::size_t most_kept = 4096;      // octets of a request that are kept
inline constexpr std::size_t most_links = 64;       // connections opened, per conversation
inline constexpr std::size_t most_nesting = 4;      // messages within messages
inline constexpr std::size_t most_unread = 65'536;  // octets searched for a header after a loss
inline constexpr int most_faults = 64;              // in a row
inline constexpr Nanoseconds io_opens_within = seconds(60);

/// How a message is told from others under way in the same conversation.
struct Key {
  std::uint16_t command = 0;
  std::uint64_t context = 0;     // unconnected
  std::uint32_t connection = 0;  // connected; the reply comes on another
  std::uint16_t sequence = 0;    // connected
  std::uint8_t service = 0;      // 0 for a bare encapsulation command
  std::uint32_t status = 0;      // of the encapsulation
  Endpoint to_target{};          // named by socket items: where I/O of a connection will go
  Endpoint to_originator{};
  friend bool operator==(Key const&, Key const&) = default;
};

/// Says what requests and their replies amount to: the part that both faces share.
class Session : private dialogue::ExchangeListener<Key> {
 public:
  Session(delivery::Surroundings const& around, dialogue::Rules const& rules)
      : voice_{around.voice, protocol_name},
        expectations_{around.expectations},
        requests_{*this, rules} {}

  void on_message(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_gap(delivery::Side from, Stamp at) { requests_.lose(from, at); }

  void on_heard(delivery::Side side) { requests_.hear(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const { return requests_.deadline(); }
  void on_time(Stamp now) { requests_.on_time(now); }
  void on_end(Stamp now) { requests_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const { return requests_.heap_octets(); }

 private:
  /// A connection that a Forward_Open made.
  struct Link {
    std::uint32_t to_target = 0;
    std::uint32_t to_originator = 0;
  };

  /// What is common to all that is said of one request, nested ones included.
  struct Exchange {
    Moment const& asked;
    Moment const* answered = nullptr;
    Outcome without_reply;
    std::uint32_t station = 0;
    bool routed = false;
    std::size_t depth = 0;
  };

  /// Where I/O of a connection will come: named by socket items, else port 2222.
  struct IoEnds {
    Endpoint target;
    Endpoint originator;
  };

  [[nodiscard]] bool answers(Request const& request, Reply const& reply) const override;
  void on_exchange(Request const& request, Reply const& reply) override;
  void on_silence(Request const& request, Outcome::State state) override;
  void on_unasked(Reply const& reply, bool excused) override;

  // track.cpp: pairing
  void on_bare(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_packet(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_cip(Bytes octets, Key key, PacketView const& packet, delivery::Side from,
              Moment const& moment);
  void on_refused_packet(Request const& request, Reply const& reply);
  [[nodiscard]] bool linked(std::uint32_t request, std::uint32_t reply) const;
  void open_link(Request const& request, Reply const& reply);
  static IoEnds io_ends(Request const& request, Reply const& reply);

  // say.cpp: speaking
  void say_bare(Moment const& asked, std::uint16_t command, Outcome const& outcome,
                Moment const* answered);
  void say_exchange(Bytes request, std::optional<Bytes> reply, Exchange const& exchange);
  void say_embedded(RequestView const& request, std::optional<CipView> const& reply,
                    Exchange const& exchange);
  void say_routed(RequestView const& request, std::optional<CipView> const& reply,
                  std::optional<Bytes> octets, Exchange const& exchange);
  void say_command(RequestView const& request, Outcome const& outcome, Exchange const& exchange);
  void say_result(RequestView const& request, CipView const& reply, Exchange const& exchange);
  void say_clock(RequestView const& request, Exchange const& exchange);
  static Said said(Exchange const& exchange);

  // identity.cpp: who the device is
  void say_listed(std::uint16_t command, Bytes data, Moment const& moment);
  void say_attributes(IdentityAttributes attributes, Term source, Moment const& moment);
  void say_attribute(AttributeView const& attribute, Term source, Moment const& moment);

  ProtocolVoice voice_;
  delivery::Expectations& expectations_;
  std::array<Link, most_links> links_{};
  std::size_t link_count_ = 0;  // all that were ever made; the oldest is overwritten
  dialogue::Requests<Key> requests_;
};

/// Where a message may begin, behind a gap or a fault.
std::size_t find_message(Bytes octets, dialogue::Astray);

/// The TCP face: finds messages in the stream, also after a loss.
class StreamTracker final : public delivery::StreamTracker {
 public:
  explicit StreamTracker(delivery::Surroundings const& around);

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  void on_heard(delivery::Side side) override { session_.on_heard(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return session_.deadline(); }
  void on_time(Stamp now) override { session_.on_time(now); }
  void on_end(Stamp now) override { session_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return session_.heap_octets(); }

 private:
  Session session_;
  ProtocolVoice voice_;
  dialogue::Messages<parse, find_message,
                     dialogue::FramingLimits{.most_faults = most_faults,
                                             .most_passed_over = most_unread}>
      messages_;
};

/// The UDP face: list commands at port 44818, connected I/O at port 2222.
class DatagramTracker final : public delivery::DatagramTracker {
 public:
  explicit DatagramTracker(delivery::Surroundings const& around);

  bool on_datagram(delivery::Datagram const& datagram) override;
  void on_heard(delivery::Side side) override { session_.on_heard(side); }
  [[nodiscard]] std::optional<Stamp> deadline() const override { return session_.deadline(); }
  void on_time(Stamp now) override { session_.on_time(now); }
  void on_end(Stamp now) override { session_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return session_.heap_octets(); }

 private:
  static constexpr std::size_t most_connections = 64;
  struct Connection {
    std::uint32_t id = 0;
    std::uint32_t sequence = 0;
  };

  void on_io(PacketView const& packet, Moment const& moment);
  bool is_new(std::uint32_t connection, std::uint32_t sequence);

  Session session_;
  ProtocolVoice voice_;
  std::array<Connection, most_connections> connections_{};
  std::size_t connection_count_ = 0;  // all that were ever seen; the oldest is overwritten
};

delivery::Registration const& registration();

}  // namespace qw::enip
