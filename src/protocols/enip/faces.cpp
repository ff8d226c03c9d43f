// SPDX-License-Identifier: Apache-2.0
#include "protocols/enip/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::enip {
namespace {

constexpr dialogue::Rules stream_rules{.most = most_pending, .most_kept = most_kept};
constexpr dialogue::Rules datagram_rules{.most = most_pending,
                                         .most_kept = most_kept,
                                         .patience = seconds(1),
                                         .repeats = dialogue::Repeats::same};

enum class Head : std::uint8_t { absent, partial, fits, foreign };

Head head_of(Bytes octets, bool from_server) {
  if (octets.empty()) return Head::absent;
  auto const parsed = parse(octets);
  if (std::holds_alternative<Malformed>(parsed)) return Head::foreign;
  if (auto const* done = std::get_if<0>(&parsed))
    return fits_command(done->message, from_server) ? Head::fits : Head::foreign;
  // The first four octets tell most of what is foreign.
  if (octets.size() < 4) return octet_at(octets, 0) < 0x74 ? Head::partial : Head::foreign;
  auto const command = static_cast<std::uint16_t>(octet_at(octets, 0) | octet_at(octets, 1) << 8);
  bool const known = command != command::nop && !command_name(command).empty();
  return known ? Head::partial : Head::foreign;
}

bool is_io(PacketView const& packet) {
  return !packet.broken && packet.connection && packet.sequence && packet.connected;
}

bool carries_io(Bytes octets) { return octets.empty() || is_io(read_packet(octets)); }

bool paired(Bytes client, Bytes server) {
  auto const request = parse(client);
  auto const reply = parse(server);
  auto const* asked = std::get_if<0>(&request);
  auto const* answered = std::get_if<0>(&reply);
  return asked != nullptr && answered != nullptr &&
         asked->message.command == answered->message.command;
}

delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.transport == delivery::Transport::udp && carries_io(opening.client) &&
      carries_io(opening.server) && !(opening.client.empty() && opening.server.empty()))
    return Likeness::certain;
  auto const client = head_of(opening.client, false);
  auto const server = head_of(opening.server, true);
  if (client == Head::foreign || server == Head::foreign) return Likeness::no;
  if (client == Head::fits && server == Head::fits)
    return paired(opening.client, opening.server) ? Likeness::certain : Likeness::likely;
  if (client == Head::partial || server == Head::partial) return Likeness::more;
  return client == Head::fits || server == Head::fits ? Likeness::likely : Likeness::no;
}

}  // namespace

/// A whole message; the end may hold the start of one.
std::size_t find_message(Bytes octets, dialogue::Astray) {
  auto const at = find_header(octets);
  return at != octets.size() ? at : octets.size() - std::min(octets.size(), header_octets - 1);
}

StreamTracker::StreamTracker(delivery::Surroundings const& around)
    : session_{around, stream_rules}, voice_{around.voice, protocol_name} {}

DatagramTracker::DatagramTracker(delivery::Surroundings const& around)
    : session_{around, datagram_rules}, voice_{around.voice, protocol_name} {}

delivery::Taken StreamTracker::on_stream(delivery::Segment const& segment) {
  return messages_.read(
      segment,
      [&](MessageView const& message) {
        session_.on_message(message, segment.from, segment.moment);
        return dialogue::Reading{};
      },
      [&](Malformed const& bad) { voice_.say_fault(bad, segment.moment); });
}

void StreamTracker::on_gap(delivery::Side from, std::uint64_t, Stamp at) {
  session_.on_gap(from, at);
  messages_.lose(from);
}

bool DatagramTracker::on_datagram(delivery::Datagram const& datagram) {
  bool const cut = datagram.wire_octets > datagram.bytes.size();
  auto const packet = read_packet(datagram.bytes);
  if (is_io(packet)) {
    on_io(packet, datagram.moment);
    return true;
  }
  auto const parsed = parse(datagram.bytes);
  auto const* done = std::get_if<0>(&parsed);
  if (done != nullptr && !command_name(done->message.command).empty()) {
    session_.on_message(done->message, datagram.from, datagram.moment);
    return true;
  }
  if (!cut) return false;
  voice_.say_fault(Fault::truncated, "datagram was cut", datagram.bytes.size(), datagram.moment);
  return true;
}

/// Volume 2, section 3-2: class 0 and class 1 connections. What the data means is
/// agreed in a Forward_Open and an EDS file, so they pass on as they are: with the
/// 16-bit sequence count of class 1 and the run/idle header where there are any.
void DatagramTracker::on_io(PacketView const& packet, Moment const& moment) {
  auto const data = *packet.connected;
  if (data.empty() || !is_new(*packet.connection, *packet.sequence)) return;
  Object object;
  object.space = "connection";
  object.block = *packet.connection;
  object.length = static_cast<std::uint32_t>(data.size());
  voice_.say(Sample{.said = {moment, protocol_name},
                    .learnt = Learnt::cyclic,
                    .target = moment.speaker,
                    .object = object,
                    .values = {WireType::octets, object.length, data}});
}

/// A consumer drops what its sequence number shows to be old or double.
bool DatagramTracker::is_new(std::uint32_t connection, std::uint32_t sequence) {
  for (std::size_t i = 0; i < std::min(connection_count_, most_connections); ++i) {
    auto& each = connections_[i];
    if (each.id != connection) continue;
    if (static_cast<std::int32_t>(sequence - each.sequence) <= 0) return false;
    each.sequence = sequence;
    return true;
  }
  connections_[connection_count_++ % most_connections] = {connection, sequence};
  return true;
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = description,
                                               .recognise = recognise,
                                               .stream = delivery::make_tracker<StreamTracker>,
                                               .datagram = delivery::make_tracker<DatagramTracker>};
  return self;
}

}  // namespace qw::enip
