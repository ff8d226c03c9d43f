// SPDX-License-Identifier: Apache-2.0
#include "protocols/dns/track.hpp"

#include <algorithm>

namespace qw::dns {
namespace {

constexpr ProtocolDescription const* dialects[] = {&mdns, &llmnr};
constexpr std::uint16_t netbios_name_port = 137;  // its messages look alike, its names do not

bool is_port(std::uint16_t port) { return std::ranges::find(ports, port) != std::end(ports); }

/// What the head of one side's octets is.
struct Look {
  enum class As : std::uint8_t { nothing, damaged, too_short, query, response } as = As::nothing;
  std::uint16_t id = 0;
};

bool known_class(std::uint16_t klass) {
  auto const number = klass & 0x7fff;  // the top bit belongs to multicast DNS
  return number == 1 || number == 3 || number == 4 || number == 254 || number == 255;
}

/// An opcode in use, counts that fit it. Some clients fill in the response code.
bool plausible(MessageView const& message) {
  auto const [questions, answers, authority, additional] = message.counts;
  bool const opcode =
      message.opcode <= 2 || message.opcode == opcode::notify || message.opcode == opcode::update;
  if (!opcode || questions > most_questions) return false;
  if (!message.response) return questions + answers != 0;
  return questions + answers + authority + additional != 0 || message.rcode != 0;
}

/// All sections must be sound up to where the octets end, else it is at best a
/// damaged message.
Look look_at(MessageView const& message) {
  if (!plausible(message)) return {Look::As::damaged};
  Records records{message};
  Record record;
  std::size_t seen = 0;
  bool sound = true;
  for (; records.next(record); ++seen)
    sound = sound && (record.section != Section::question || known_class(record.klass));
  bool const cut = records.fault() && records.fault()->fault == Fault::truncated;
  if (records.fault() && !(cut && seen != 0)) sound = false;
  if (seen == 0 && header_octets != message.whole.size()) sound = false;
  if (!sound) return {Look::As::damaged};
  return {message.response ? Look::As::response : Look::As::query, message.id};
}

Look look_at(Bytes head, bool framed) {
  if (head.empty()) return {Look::As::too_short};
  if (!framed) {
    auto const parsed = parse(head);
    auto const* done = std::get_if<0>(&parsed);
    return done == nullptr ? Look{} : look_at(done->message);
  }
  Cursor in{head};
  auto const length = in.u16be();
  if (in.ok() && length < header_octets) return {};
  auto const parsed = parse(in.rest().first(std::min<std::size_t>(in.left(), length)));
  auto const* done = std::get_if<0>(&parsed);
  return done == nullptr ? Look{Look::As::too_short} : look_at(done->message);
}

delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  bool const framed = opening.transport == delivery::Transport::tcp;
  if (!framed && opening.transport != delivery::Transport::udp) return Likeness::no;
  if (opening.client_port == netbios_name_port || opening.server_port == netbios_name_port)
    return Likeness::no;
  auto const client = look_at(opening.client, framed);
  auto const server = look_at(opening.server, framed);
  if (client.as == Look::As::nothing || server.as == Look::As::nothing) return Likeness::no;
  auto const told = [](Look const& look) { return look.as > Look::As::too_short; };
  bool const both = told(client) && told(server);
  if (both && client.as != server.as && client.id == server.id) return Likeness::certain;
  // Many a message begins with small numbers: away from the ports two sides must
  // pair, and nothing may be damaged.
  bool const on_port = is_port(opening.client_port) || is_port(opening.server_port);
  bool const damaged = client.as == Look::As::damaged || server.as == Look::As::damaged;
  if (!on_port && (both || damaged)) return Likeness::no;
  if (!on_port && framed) return Likeness::more;
  return told(client) || told(server) ? Likeness::likely : Likeness::more;
}

}  // namespace

bool DatagramTracker::on_datagram(delivery::Datagram const& datagram) {
  auto const parsed = parse(datagram.bytes);
  if (auto const* done = std::get_if<0>(&parsed))
    dialogue_.on_message(done->message, datagram.from, datagram.moment);
  else
    dialogue_.on_fault({Fault::truncated, datagram.bytes.size(), "datagram ends within the header"},
                       datagram.moment);
  return true;
}

delivery::Taken StreamTracker::on_stream(delivery::Segment const& segment) {
  return messages_.read(
      segment,
      [&](MessageView const& message) {
        dialogue_.on_message(message, segment.from, segment.moment);
        return dialogue::Reading{};
      },
      [&](Malformed const& bad) { dialogue_.on_fault(bad, segment.moment); });
}

void StreamTracker::on_gap(delivery::Side from, std::uint64_t, Stamp at) {
  messages_.lose(from);
  dialogue_.on_loss(from, at);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = dns,
                                               .dialects = dialects,
                                               .recognise = recognise,
                                               .stream = delivery::make_tracker<StreamTracker>,
                                               .datagram = delivery::make_tracker<DatagramTracker>};
  return self;
}

}  // namespace qw::dns
