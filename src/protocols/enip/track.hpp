// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "delivery/registration.hpp"
#include "protocols/enip/parse.hpp"
#include "protocols/enip/request.hpp"
#include "vocabulary/protocol_voice.hpp"

namespace qw::enip {

inline constexpr Term protocol_name{"enip"};

inline constexpr std::size_t most_pending = 32;     // requests that wait for a reply
inline constexpr std::size_t most_kept = 4096;      // octets of a request that are kept
inline constexpr std::size_t most_links = 64;       // connections opened, per conversation
inline constexpr std::size_t most_nesting = 4;      // messages within messages
inline constexpr std::size_t most_unread = 65'536;  // octets searched for a header after a loss
inline constexpr Nanoseconds reply_deadline = seconds(5);
inline constexpr Nanoseconds io_opens_within = seconds(60);

/// Pairs requests with replies and says what they amount to: the part that both
/// faces share.
class Session {
 public:
  explicit Session(delivery::Surroundings const& around)
      : voice_{around.voice, protocol_name}, expectations_{around.expectations} {}

  void on_message(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_gap(delivery::Side from) { lost_[index(from)] = true; }

  [[nodiscard]] std::optional<Stamp> deadline() const;
  void on_time(Stamp now);
  void on_end(Stamp now);
  [[nodiscard]] std::size_t heap_octets() const;

 private:
  /// How a message is told from others under way in the same conversation.
  struct Key {
    std::uint16_t command = 0;
    std::uint64_t context = 0;     // unconnected
    std::uint32_t connection = 0;  // connected; the reply comes on another
    std::uint16_t sequence = 0;    // connected
  };

  /// A request that waits. Its octets are kept so that the command can be said
  /// when the outcome is known; buffers are used again, so that polling allocates
  /// nothing.
  struct Request {
    Moment moment;
    delivery::Side from{};
    Key key;
    std::uint8_t service = 0;           // 0 for a bare encapsulation command
    std::uint16_t originator_port = 0;  // UDP port for T->O data, if it was named
    std::vector<std::byte> cip;
  };

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

  static std::size_t index(delivery::Side side) { return static_cast<std::size_t>(side); }

  // track.cpp: pairing
  void on_bare(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_packet(MessageView const& message, delivery::Side from, Moment const& moment);
  void on_cip(Bytes octets, Key const& key, PacketView const& packet, delivery::Side from,
              Moment const& moment);
  void on_reply(CipView const& reply, Bytes octets, Key const& key, PacketView const& packet,
                delivery::Side from, Moment const& moment);
  Request& remember(Key const& key, delivery::Side from, Moment const& moment);
  std::size_t find(Key const& key, delivery::Side from, std::uint8_t service) const;
  [[nodiscard]] bool linked(std::uint32_t request, std::uint32_t reply) const;
  void forget(std::size_t position);
  void say_silent(Request const& request, Outcome::State state);
  void open_link(Request const& request, CipView const& reply, PacketView const& packet,
                 Moment const& moment);
  static IoEnds io_ends(Request const& request, PacketView const& packet, Moment const& moment);

  // say.cpp: speaking
  void say_bare(Request const& request, Outcome const& outcome, Moment const* answered);
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
  void say_listed(MessageView const& message, Moment const& moment);
  void say_attributes(IdentityAttributes attributes, Term source, Moment const& moment);
  void say_attribute(AttributeView const& attribute, Term source, Moment const& moment);

  ProtocolVoice voice_;
  delivery::Expectations& expectations_;
  std::vector<Request> pending_;  // the first waiting_ are waiting, oldest first
  std::size_t waiting_ = 0;
  std::array<Link, most_links> links_{};
  std::size_t link_count_ = 0;  // all that were ever made; the oldest is overwritten
  std::array<bool, 2> lost_{};  // a gap on that side: silence proves nothing
  std::array<bool, 2> heard_{};
};

/// The TCP face: finds messages in the stream, also after a loss.
class StreamTracker final : public delivery::StreamTracker {
 public:
  explicit StreamTracker(delivery::Surroundings const& around)
      : session_{around}, voice_{around.voice, protocol_name} {}

  delivery::Taken on_stream(delivery::Segment const& segment) override;
  void on_gap(delivery::Side from, std::uint64_t octets, Stamp at) override;
  [[nodiscard]] std::optional<Stamp> deadline() const override { return session_.deadline(); }
  void on_time(Stamp now) override { session_.on_time(now); }
  void on_end(Stamp now) override { session_.on_end(now); }
  [[nodiscard]] std::size_t heap_octets() const override { return session_.heap_octets(); }

 private:
  struct Search {
    bool on = false;
    std::size_t octets = 0;
  };
  delivery::Taken search(delivery::Segment const& segment, std::size_t used, Search& search);

  Session session_;
  ProtocolVoice voice_;
  std::array<Search, 2> searches_{};
};

/// The UDP face: list commands at port 44818, connected I/O at port 2222.
class DatagramTracker final : public delivery::DatagramTracker {
 public:
  explicit DatagramTracker(delivery::Surroundings const& around)
      : session_{around}, voice_{around.voice, protocol_name} {}

  bool on_datagram(delivery::Datagram const& datagram) override;
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
