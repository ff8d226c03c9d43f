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

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, protocol_name}, bodies_{around.bodies}, requests_{*this, rules} {}

Taken Tracker::on_stream(delivery::Segment const& segment) {
  auto& from = way(segment.from);
  std::size_t used = 0;
  while (used < segment.bytes.size()) {
    auto const rest = segment.bytes.subspan(used);
    if (from.pass_over > 0) {
      auto const size =
          static_cast<std::size_t>(std::min<std::uint64_t>(from.pass_over, rest.size()));
      pass(segment.from, rest.first(size), segment.moment);
      used += size;
      continue;
    }
    auto const taken = on_packet(segment, rest);
    used += taken.used;
    if (taken.then != Taken::Then::go_on) return {used, 0, taken.then};
    if (taken.used == 0) return {used, taken.want};
  }
  return {used};
}

/// Short packets are waited for; of long ones only the head, and of encrypted
/// ones nothing.
Taken Tracker::on_packet(delivery::Segment const& segment, Bytes rest) {
  auto& from = way(segment.from);
  auto const header = parse_header(rest);
  if (auto const* bad = std::get_if<Malformed>(&header)) return on_foreign(segment, rest, *bad);
  if (from.out_of_step && rest.size() < packet_header_octets + 4) return {rest.size()};
  if (auto const* more = std::get_if<NeedMore>(&header)) return {0, more->total};
  auto const& packet = std::get_if<0>(&header)->message;
  auto const whole = packet_header_octets + packet.length;
  if (packet.type != PacketType::message) {
    from.begun = true;
    from.pass_over = packet.length;
    return {packet_header_octets};
  }
  if (rest.size() < packet_header_octets + 4) return {0, packet_header_octets + 4};
  auto const language = language_of(rest.subspan(packet_header_octets));
  if (language == Language::none)
    return on_foreign(segment, rest, {Fault::value, packet_header_octets, "no message of SMB"});
  auto const wanted = packet.length <= most_whole ? whole : packet_header_octets + most_head;
  bool const readable = language == Language::smb1 || language == Language::smb2;
  if (readable && rest.size() < wanted) return {0, wanted};
  from.begun = true;
  from.out_of_step = false;
  encrypted_ |= language == Language::encrypted;
  from.pass_over = whole - (readable ? wanted : packet_header_octets);
  auto const message =
      readable ? rest.subspan(packet_header_octets, wanted - packet_header_octets) : Bytes{};
  if (language == Language::smb2) on_compound(message, segment.from, segment.moment);
  if (language == Language::smb1) on_old_message(message, segment.moment);
  return {readable ? wanted : packet_header_octets};
}

/// No packet begins here. The start of a later segment may show one: after a gap,
/// or where the capture began inside a packet.
Taken Tracker::on_foreign(delivery::Segment const& segment, Bytes rest, Malformed const& bad) {
  auto& from = way(segment.from);
  if (!from.out_of_step) {
    voice_.say_fault(bad, segment.moment);
    if (!ways_[0].begun && !ways_[1].begun) return {.then = Taken::Then::give_up};
    from.out_of_step = true;
    requests_.lose(segment.from, segment.moment.at);
  }
  return {rest.size()};
}

/// Octets of a long packet: first those of a file, if any, then nobody's.
void Tracker::pass(Side side, Bytes octets, Moment const& moment) {
  auto& from = way(side);
  from.pass_over -= octets.size();
  auto const size =
      static_cast<std::size_t>(std::min<std::uint64_t>(from.data_left, octets.size()));
  if (size == 0) return;
  move(from.data_file, side, from.data_offset, octets.first(size), moment);
  from.data_offset += size;
  from.data_left -= size;
}

void Tracker::on_gap(Side side, std::uint64_t octets, Stamp at) {
  auto& from = way(side);
  if (octets <= from.pass_over) {
    from.pass_over -= octets;
    auto const lost = std::min(from.data_left, octets);
    auto* const file = lost == 0 ? nullptr : plain_file(from.data_file);
    if (file != nullptr) motion_of(*file, side).miss(lost);
    from.data_offset += lost;
    from.data_left -= lost;
    return;
  }
  from.pass_over = from.data_left = 0;
  from.out_of_step = true;
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
      .protocol = description, .recognise = recognise, .stream = delivery::make<Tracker>};
  return self;
}

}  // namespace qw::smb
