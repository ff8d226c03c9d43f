// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "flow/flow_table.hpp"

namespace qw {
class Voice {};  // flow never looks inside
}  // namespace qw

namespace qw::flow {

namespace flag = decode::tcp_flag;

/// A protocol of lines: a client's line begins with '?', a server's with '!'.
/// "upgrade" offers the rest to "block", whose messages are all octets.
inline std::string heard;

class LineTracker final : public delivery::StreamTracker {
 public:
  explicit LineTracker(delivery::Surroundings const&) {}

  delivery::Taken on_stream(delivery::Segment const& segment) override {
    std::size_t used = 0;
    auto const text = text_of(segment.bytes);
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', used)) {
      auto const line = text.substr(used, end - used);
      heard += std::string{line} + "@" + std::to_string(segment.moment.frames.first) + "-" +
               std::to_string(segment.moment.frames.last) + " ";
      used = end + 1;
      if (line == "?upgrade") return {used, 0, delivery::Taken::Then::offer, "block"};
      if (line == "?bad") return {used, 0, delivery::Taken::Then::give_up};
    }
    return {used};
  }
  void on_gap(delivery::Side, std::uint64_t octets, Stamp) override {
    heard += "gap" + std::to_string(octets) + " ";
  }
  void on_finish(delivery::Side, Stamp) override { heard += "finish "; }
  void on_end(Stamp) override { heard += "end "; }
};

class BlockTracker final : public delivery::StreamTracker {
 public:
  explicit BlockTracker(delivery::Surroundings const&) {}

  delivery::Taken on_stream(delivery::Segment const& segment) override {
    heard += "[" + std::string{text_of(segment.bytes)} + "] ";
    return {segment.bytes.size()};
  }
  void on_gap(delivery::Side, std::uint64_t, Stamp) override {}
};

inline constexpr std::uint16_t line_ports[] = {7000};
inline constexpr ProtocolDescription described_lines{
    .name = "lines", .title = "Lines", .tcp_ports = line_ports};
inline constexpr ProtocolDescription described_block{.name = "block", .title = "Block"};
inline constexpr ProtocolDescription described_slow{.name = "slow", .title = "Slow"};
inline constexpr ProtocolDescription described_parcel{.name = "parcel", .title = "Parcel"};
inline constexpr ProtocolDescription described_echo{.name = "echo", .title = "Echo"};
inline constexpr ProtocolDescription greeting{
    .name = "greeting", .title = "Greeting", .traits = {Trait::encrypted}};
inline constexpr delivery::Registration lines{
    .protocol = described_lines,
    .recognise =
        [](delivery::Opening const& opening) {
          bool const asks = !opening.client.empty() && text_of(opening.client)[0] == '?';
          bool const answers = !opening.server.empty() && text_of(opening.server)[0] == '!';
          if (!opening.client.empty() && !asks) return delivery::Likeness::no;
          if (!opening.server.empty() && !answers) return delivery::Likeness::no;
          return asks && answers ? delivery::Likeness::certain : delivery::Likeness::likely;
        },
    .stream = delivery::make_tracker<LineTracker>};
inline constexpr delivery::Registration block{.protocol = described_block,
                                              .recognise =
                                                  [](delivery::Opening const& opening) {
                                                    return text_of(opening.client).starts_with('#')
                                                               ? delivery::Likeness::certain
                                                               : delivery::Likeness::no;
                                                  },
                                              .stream = delivery::make_tracker<BlockTracker>};

/// Known by expectation alone. Says the name of the file that was announced before all it hears.
class ParcelTracker final : public delivery::StreamTracker {
 public:
  explicit ParcelTracker(delivery::Surroundings const& around) {
    auto const* const file = dynamic_cast<delivery::AnnouncedFile const*>(around.announced.get());
    if (file != nullptr) name_ = file->name();
  }
  delivery::Taken on_stream(delivery::Segment const& segment) override {
    heard += name_ + ":" + std::string{text_of(segment.bytes)} + " ";
    return {segment.bytes.size()};
  }
  void on_gap(delivery::Side, std::uint64_t octets, Stamp) override {
    heard += name_ + ":gap" + std::to_string(octets) + " ";
  }

 private:
  std::string name_ = "?";
};
inline constexpr delivery::Registration parcel{.protocol = described_parcel,
                                               .stream = delivery::make_tracker<ParcelTracker>};

/// As "block", but it takes three octets to know it.
inline constexpr delivery::Registration slow{.protocol = described_slow,
                                             .recognise =
                                                 [](delivery::Opening const& opening) {
                                                   auto const text = text_of(opening.client);
                                                   if (text.starts_with("@@@"))
                                                     return delivery::Likeness::certain;
                                                   return std::string_view{"@@@"}.starts_with(text)
                                                              ? delivery::Likeness::more
                                                              : delivery::Likeness::no;
                                                 },
                                             .stream = block.stream};

class EchoTracker final : public delivery::DatagramTracker {
 public:
  explicit EchoTracker(delivery::Surroundings const&) {}

  bool on_datagram(delivery::Datagram const& datagram) override {
    heard += std::string{text_of(datagram.bytes)} + " ";
    return true;
  }
};
inline constexpr delivery::Registration echo{
    .protocol = described_echo,
    .recognise =
        [](delivery::Opening const& opening) {
          if (opening.server.empty()) return delivery::Likeness::more;
          return text_of(opening.client) == text_of(opening.server) ? delivery::Likeness::certain
                                                                    : delivery::Likeness::no;
        },
    .datagram = delivery::make_tracker<EchoTracker>};

/// Calls a conversation "greeting" once "hello" was said in it, whole, by one side.
class GreetingNamer final : public delivery::Namer {
 public:
  class Vantage final : public delivery::Hearing {
   public:
    std::optional<Protocol> hear(delivery::Side from, Bytes payload, Stamp) override {
      auto& said = said_[static_cast<std::size_t>(from)];
      said += text_of(payload);
      heard += std::string{text_of(payload)} + " ";
      if (said.find("hello") == said.npos) return std::nullopt;
      return Protocol{greeting};
    }
    [[nodiscard]] bool over() const override { return said_[0].size() + said_[1].size() > 40; }

   private:
    std::array<std::string, 2> said_;
  };
  std::unique_ptr<delivery::Hearing> begin(delivery::Transport, Endpoint const&,
                                           Endpoint const&) override {
    return std::make_unique<Vantage>();
  }
};

class Log final : public Observer {
 public:
  void on_flow(Flow const& flow, Report report, Ending ending, Stamp) override {
    if (report == Report::opened) {
      ++opened;
      ids.push_back(flow.id);
      frames_before = flow.frames_before;
    }
    if (report == Report::opened && flow.opener_guessed) ++guessed;
    if (flow.known == Known::application && flow.encrypted() == true) ++named;
    if (report == Report::closed && flow.opener_guessed) ++guessed_to_the_end;
    if (report == Report::closed && flow.opening_lost) ++openings_lost;
    if (report == Report::closed && flow.answered) ++answered;
    frames += flow.tallies.frames[0] + flow.tallies.frames[1];
    octets += flow.tallies.octets[0] + flow.tallies.octets[1];
    lost += flow.tallies.lost[0] + flow.tallies.lost[1];
    if (report != Report::closed) return;
    endings.push_back(ending);
    services.emplace_back(flow.service().text());
    histories.emplace_back(flow.history.text());
    client_ports.push_back(flow.client().port);
  }
  int opened = 0;
  std::vector<ConversationId> ids;  // of the opened
  std::uint32_t frames_before = 0;  // of the last one opened
  int guessed = 0;                  // of the opened: nothing tells who opened them
  int guessed_to_the_end = 0;
  int openings_lost = 0;
  int answered = 0;  // by the server, in the protocol
  int named = 0;     // reports of conversations that the namer named
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
  std::uint64_t lost = 0;
  std::vector<Ending> endings;
  std::vector<std::string> services;
  std::vector<std::string> histories;
  std::vector<std::uint16_t> client_ports;
};

/// Protocols of lines and blocks carry no objects.
class NoBodies final : public delivery::Bodies {
 public:
  Handle begin(delivery::BodyHead const&, Moment const&) override { return {}; }
  void piece(Handle, std::uint64_t, Bytes, Moment const&) override {}
  void gap(Handle, std::uint64_t) override {}
  void end(Handle, bool) override {}
};

class TableTest : public testing::Test {
 protected:
  TableTest() { heard.clear(); }

  decode::PacketView packet(bool from_client, std::uint8_t protocol) {
    Endpoint const client{{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
    Endpoint const server{{RealmId{}, *Address::parse("10.0.0.2")}, server_port};
    decode::PacketView view;
    view.frame.at = now;
    view.frame.number = ++frame;
    view.frame.source = source;
    view.frame.point = point;
    view.frame.wire_octets = 60;
    view.wire_octets = 60;
    view.first_frame = frame;
    view.layer = decode::Layer::transport;
    view.protocol = protocol;
    view.source = from_client ? client : server;
    view.destination = from_client ? server : client;
    now = now + milliseconds(1);
    return view;
  }
  void tcp(bool from_client, std::uint32_t sequence, std::string_view text,
           std::uint8_t flags = flag::ack, std::uint32_t acknowledgment = 0) {
    auto view = packet(from_client, decode::ip_protocol::tcp);
    view.tcp = {
        .sequence = sequence, .acknowledgment = acknowledgment, .window = window, .flags = flags};
    view.payload = bytes_of(text);
    view.payload_wire_octets = text.size();
    hear(view);
  }
  /// What follows is heard by the n-th source, at a point of its own.
  void hear_at(std::uint32_t n) {
    source = static_cast<SourceId>(n);
    point = static_cast<PointId>(n);
  }
  void udp(bool from_client, std::string_view text) {
    auto view = packet(from_client, decode::ip_protocol::udp);
    view.payload = bytes_of(text);
    view.payload_wire_octets = text.size();
    hear(view);
  }
  void handshake() {
    tcp(true, 99, "", flag::syn);
    tcp(false, 499, "", flag::syn | flag::ack);
  }
  void hear(decode::PacketView const& view) {
    counted += table().on_packet(view, hash_of(view).conversation) ? 1 : 0;
  }
  FlowTable& table() {
    if (!table_)
      table_.emplace(limits, Protocols{protocols}, voice, expectations, bodies, log, namer);
    return *table_;
  }

  Limits limits;
  Log log;
  Stamp now{seconds(1'700'000'000).count};
  FrameNumber frame = 0;
  std::uint16_t server_port = 7000;
  std::uint16_t window = 8192;
  delivery::Namer* namer = nullptr;
  SourceId source{};
  PointId point{};
  int counted = 0;
  ExpectationIndex expected{8};  // by all shards
  ExpectationTable expectations{expected};

 private:
  delivery::Registration const* protocols[5] = {&lines, &block, &slow, &echo, &parcel};
  Voice voice;
  NoBodies bodies;
  std::optional<FlowTable> table_;
};

}  // namespace qw::flow
