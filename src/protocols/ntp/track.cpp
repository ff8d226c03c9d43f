// SPDX-License-Identifier: Apache-2.0
#include "protocols/ntp/track.hpp"

#include <algorithm>

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::ntp {
namespace {

constexpr std::uint16_t ports[] = {123};
constexpr ProtocolDescription description{
    .name = "ntp", .title = "Network Time Protocol", .traits = {Trait::time}, .udp_ports = ports};
constexpr Protocol name{description};
constexpr std::uint8_t unsynchronised = 16;
constexpr dialogue::Rules rules{
    .most = most_pending, .patience = seconds(1), .repeats = dialogue::Repeats::same};

bool is_time(MessageView const& message) {
  return message.mode != Mode::control && message.mode != Mode::private_use;
}

/// A header, then nothing, a key and digest, or extension fields: all of whole
/// words. Source: RFC 5905, section 7.3.
bool plausible(MessageView const& message, std::size_t octets) {
  if (!is_time(message)) return true;
  return octets % 4 == 0 && message.stratum <= unsynchronised && message.version >= 2;
}

delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.transport != delivery::Transport::udp) return Likeness::no;
  auto const client = parse(opening.client);
  auto const server = parse(opening.server);
  auto const* asked = std::get_if<0>(&client);
  auto const* told = std::get_if<0>(&server);
  auto const speaks = [](Done<MessageView> const* done, Bytes head) {
    return head.empty() || (done != nullptr && plausible(done->message, head.size()));
  };
  if (!speaks(asked, opening.client) || !speaks(told, opening.server)) return Likeness::no;
  if (asked == nullptr && told == nullptr) return Likeness::more;
  // A server returns the time at which the client says that it asked.
  bool const paired = asked != nullptr && told != nullptr && is_time(asked->message) &&
                      is_time(told->message) && asked->message.transmit != 0 &&
                      asked->message.transmit == told->message.originate;
  if (paired) return Likeness::certain;
  // Modes 6 and 7 have little shape: their port must speak for them.
  bool const on_port = opening.client_port == ports[0] || opening.server_port == ports[0];
  return on_port ? Likeness::likely : Likeness::no;
}

/// Four letters name a primary source or a refusal (figures 12 and 13); above it
/// is the address of the next server, or a digest of an IPv6 one.
std::string_view write_reference(MessageView const& message, TextWriter& out) {
  if (message.stratum > 1) return out.address(Address::ipv4(message.reference)).take();
  auto text = text_of(message.reference);
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return out.escaped(bytes_of(text)).take();
}

struct Operation {
  std::uint8_t code;
  Verb verb;
  Term name;
};
/// RFC 9327, table 1.
constexpr Operation control_operations[] = {
    {1, Verb::read, "Read Status"},
    {2, Verb::read, "Read Variables"},
    {3, Verb::write, "Write Variables"},
    {4, Verb::read, "Read Clock Variables"},
    {5, Verb::write, "Write Clock Variables"},
    {6, Verb::configure, "Set Trap Address/Port"},
    {8, Verb::configure, "Runtime Configuration"},
    {9, Verb::configure, "Export Configuration To File"},
    {10, Verb::read, "Retrieve Remote Address Stats"},
    {11, Verb::read, "Retrieve Ordered List"},
    {12, Verb::authenticate, "Request Client-specific Nonce"},
    {31, Verb::configure, "Unset Trap"},
};
/// The requests of mode 7 that read much or change anything; by ntp_request.h.
constexpr Operation private_operations[] = {
    {0, Verb::read, "REQ_PEER_LIST"},          {1, Verb::read, "REQ_PEER_LIST_SUM"},
    {2, Verb::read, "REQ_PEER_INFO"},          {3, Verb::read, "REQ_PEER_STATS"},
    {4, Verb::read, "REQ_SYS_INFO"},           {5, Verb::read, "REQ_SYS_STATS"},
    {6, Verb::read, "REQ_IO_STATS"},           {7, Verb::read, "REQ_MEM_STATS"},
    {8, Verb::read, "REQ_LOOP_INFO"},          {9, Verb::read, "REQ_TIMER_STATS"},
    {10, Verb::configure, "REQ_CONFIG"},       {11, Verb::configure, "REQ_UNCONFIG"},
    {12, Verb::configure, "REQ_SET_SYS_FLAG"}, {13, Verb::configure, "REQ_CLR_SYS_FLAG"},
    {16, Verb::read, "REQ_GET_RESTRICT"},      {20, Verb::read, "REQ_MON_GETLIST"},
    {42, Verb::read, "REQ_MON_GETLIST_1"},
};

Operation operation_of(Mode mode, std::uint8_t code) {
  auto const known = mode == Mode::control ? std::span<Operation const>{control_operations}
                                           : std::span<Operation const>{private_operations};
  auto const found = std::ranges::find(known, code, &Operation::code);
  if (found != known.end()) return *found;
  return {code, Verb::other, mode == Mode::control ? Term{"Reserved"} : Term{"Private Request"}};
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, name}, requests_{*this, rules} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  auto const parsed = parse(datagram.bytes);
  auto const* message =
      voice_.whole(parsed, datagram.bytes.size(), "datagram ends within the header", moment);
  if (message == nullptr) return true;
  Key key{message->mode, message->operation, message->sequence, {}};
  if (message->response && message->error) key.error = message->status;
  if (is_time(*message))
    say_clock(*message, moment);
  else if (message->response)
    requests_.answer(datagram.from, moment, key);
  else
    requests_.ask(datagram.from, moment, key);
  return true;
}

/// A client's own time is its business, and often a random number instead; a
/// symmetric peer asks and tells at once.
void Tracker::say_clock(MessageView const& message, Moment const& moment) {
  Clock clock{.said = {moment, name}};
  char room[16];
  TextWriter out{room};
  if (message.mode == Mode::client) {
    clock.role = ClockRole::asked;
  } else {
    clock.role = ClockRole::told;
    clock.time = moment_of(message.transmit, moment.at);
    clock.stratum = message.stratum;
    clock.source = write_reference(message, out);
  }
  voice_.say(clock);
}

bool Tracker::answers(Request const& request, Reply const& reply) const {
  auto key = reply.key;
  key.error.reset();
  return key == request.key;
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (reply.late) return;
  Outcome outcome{Outcome::State::accepted, {}, {}};
  if (reply.key.error) outcome = {Outcome::State::refused, reply.key.error, {}};
  say_command(request, outcome, &reply.moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  say_command(request, {state, {}, {}}, nullptr);
}

void Tracker::say_command(Request const& request, Outcome const& outcome, Moment const* reply) {
  auto const operation = operation_of(request.key.mode, request.key.operation);
  Command command{.said = {request.moment, name, reply == nullptr ? 0 : reply->frames.last},
                  .verb = operation.verb,
                  .operation = operation.name,
                  .object = {},
                  .values = {},
                  .outcome = outcome};
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, *reply);
  voice_.say(command);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::ntp
