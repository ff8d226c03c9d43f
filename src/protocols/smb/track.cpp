// SPDX-License-Identifier: Apache-2.0
#include "protocols/smb/track.hpp"

#include <algorithm>

#include "protocols/smb/description.hpp"
#include "vocabulary/voice.hpp"

/// The stream: packets to messages, gaps, time.
namespace qw::smb {
namespace {

using delivery::Likeness;
using delivery::Opening;
using delivery::Side;
using delivery::Taken;

constexpr dialogue::Rules rules{.most = most_pending, .most_early = 0, .deadline = reply_deadline};

/// Does a message begin in `head` that this side can send?
Likeness look_of(Bytes head, Side side) {
  constexpr std::size_t flags_of_2 = packet_header_octets + 16;
  constexpr std::size_t flags_of_1 = packet_header_octets + 9;
  auto const header = parse_header(head);
  if (std::holds_alternative<Malformed>(header)) return Likeness::no;
  if (std::holds_alternative<NeedMore>(header)) return Likeness::more;
  auto const& packet = std::get_if<0>(&header)->message;
  if (packet.type != PacketType::message) {
    bool const plausible = packet.type == PacketType::request
                               ? side == Side::client && packet.length == 68
                               : packet.length <= 6;
    return plausible ? Likeness::likely : Likeness::no;
  }
  auto const message = head.subspan(packet_header_octets);
  if (message.size() < 4) return Likeness::more;
  auto const language = language_of(message);
  if (language == Language::none) return Likeness::no;
  bool const has_flags = language == Language::smb1 || language == Language::smb2;
  auto const position = language == Language::smb1 ? flags_of_1 : flags_of_2;
  if (!has_flags) return Likeness::certain;
  if (head.size() <= position) return Likeness::more;
  auto const response =
      language == Language::smb1 ? octet_at(head, position) >> 7 : octet_at(head, position) & 1;
  return (response == 1) == (side == Side::server) ? Likeness::certain : Likeness::no;
}

Likeness recognise(Opening const& opening) {
  auto const client = look_of(opening.client, Side::client);
  auto const server = look_of(opening.server, Side::server);
  if (client == Likeness::no || server == Likeness::no) return Likeness::no;
  return std::max(client, server);
}

}  // namespace

std::size_t find_packet(Bytes octets, dialogue::Astray) {
  auto const parsed = parse_head(octets);
  auto const* done = std::get_if<0>(&parsed);
  bool const short_of_signature = octets.size() < packet_header_octets + 4;
  bool const foreign = done != nullptr && done->message.language == Language::none;
  return short_of_signature || foreign || std::holds_alternative<Malformed>(parsed) ? octets.size()
                                                                                    : 0;
}

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, protocol_name}, bodies_{around.bodies}, requests_{*this, rules} {}

Taken Tracker::on_stream(delivery::Segment const& segment) {
  return messages_.read(
      segment, [&](HeadView const& packet) { return on_packet(packet, segment); },
      [&](Malformed const& bad) {
        voice_.say_fault(bad, segment.moment);
        requests_.lose(segment.from, segment.moment.at);
      },
      [&](Bytes octets) { pass(segment.from, octets, segment.moment); });
}

dialogue::Reading Tracker::on_packet(HeadView const& packet, delivery::Segment const& segment) {
  way(segment.from).beyond = packet.beyond;
  encrypted_ |= packet.language == Language::encrypted;
  if (packet.language == Language::smb2) on_compound(packet.message, segment.from, segment.moment);
  if (packet.language == Language::smb1) on_old_message(packet.message, segment.moment);
  return {.body = packet.beyond};
}

/// Octets of a long packet: first those of a file, if any, then nobody's.
void Tracker::pass(Side side, Bytes octets, Moment const& moment) {
  auto& from = way(side);
  auto const size =
      static_cast<std::size_t>(std::min<std::uint64_t>(from.data_left, octets.size()));
  if (size == 0) return;
  move(from.data_file, side, from.data_offset, octets.first(size), moment);
  from.data_offset += size;
  from.data_left -= size;
}

void Tracker::on_gap(Side side, std::uint64_t octets, Stamp at) {
  auto& from = way(side);
  if (messages_.bridge(side, octets)) {
    auto const lost = std::min(from.data_left, octets);
    auto* const file = lost == 0 ? nullptr : plain_file(from.data_file);
    if (file != nullptr) motion_of(*file, side).miss(lost);
    from.data_offset += lost;
    from.data_left -= lost;
    return;
  }
  from.data_left = 0;
  // Reads and writes may have been among what was lost.
  for (auto& file : files_.all()) motion_of(file, side).miss(0);
  requests_.lose(side, at);
}

/// Messages chained in one packet. A related request is about the file that the
/// CREATE before it opens.
void Tracker::on_compound(Bytes octets, Side side, Moment const& moment) {
  std::uint64_t opener = 0;
  for (std::size_t count = 0; count < most_compound; ++count) {
    auto const message = read_message(octets);
    if (!message)
      return voice_.say_fault(Fault::value, "header of SMB 2 is cut or wrong", 0, moment);
    if (message->response != (side == Side::server)) return;
    if (message->command == Command::create) opener = message->message_id;
    if (message->response)
      on_response(*message, moment);
    else
      on_request(*message, message->related ? opener : 0, moment);
    if (message->next == 0) return;
    octets = octets.subspan(message->next);
  }
}

void Tracker::on_end(Stamp now) {
  requests_.on_end(now);
  for (auto& file : files_.all()) {
    file.written.end(false);
    file.read.end(false);
  }
  files_ = {};
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::smb
