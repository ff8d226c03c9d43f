// SPDX-License-Identifier: Apache-2.0
#include "protocols/netbios_ns/track.hpp"

#include <algorithm>

#include "vocabulary/voice.hpp"

namespace qw::netbios_ns {
namespace {

constexpr dialogue::Rules rules{
    .most = most_pending, .patience = seconds(1), .repeats = dialogue::Repeats::same};
constexpr std::uint16_t ports[] = {137};
constexpr ProtocolDescription description{.name = "netbios_ns",
                                          .title = "NetBIOS name service",
                                          .traits = {Trait::name_service, Trait::discovery},
                                          .udp_ports = ports};
constexpr Protocol self_name{description};
constexpr std::size_t most_name_characters = 4 * 15 + 4;

// What a name stands for, by its last octet.
constexpr std::uint8_t workstation = 0x00;
constexpr std::uint8_t server = 0x20;

/// 32 letters of sixteen kinds leave no doubt, but a name server of the DNS may be
/// asked for such a name too: the port must agree.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.transport != delivery::Transport::udp) return Likeness::no;
  if (opening.client_port != ports[0] && opening.server_port != ports[0]) return Likeness::no;
  for (auto const head : {opening.client, opening.server}) {
    if (head.empty()) continue;
    auto const parsed = parse(head);
    auto const* done = std::get_if<0>(&parsed);
    if (done == nullptr) return Likeness::no;
    Entries entries{done->message};
    if (Entry first; !entries.next(first) || first.klass != 1) return Likeness::no;
  }
  return opening.client.empty() && opening.server.empty() ? Likeness::more : Likeness::certain;
}

Term type_name(std::uint16_t type) {
  switch (type) {
    case type::nb: return "NB";
    case type::nbstat: return "NBSTAT";
    case type::null: return "NULL";
    default: return "unassigned";
  }
}

/// RFC 1002, section 4.2.6 and what follows it.
Outcome outcome_of(MessageView const& response) {
  constexpr Term names[] = {{},        "FMT_ERR", "SRV_ERR", "NAM_ERR",
                            "IMP_ERR", "RFS_ERR", "ACT_ERR", "CFT_ERR"};
  if (response.rcode == 0) return {Outcome::State::accepted, {}, {}};
  auto const name = response.rcode < std::size(names) ? names[response.rcode] : Term{};
  return {Outcome::State::refused, response.rcode, name};
}

bool registers(std::uint8_t opcode) {
  return opcode == opcode::registration || opcode == opcode::refresh ||
         opcode == opcode::refresh_of_windows || opcode == opcode::multihomed_registration;
}

bool names_host(NetbiosName const& name) {
  return (name.suffix() == workstation || name.suffix() == server) && !name.text().empty();
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, self_name}, requests_{*this, rules} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const parsed = parse(datagram.bytes);
  auto const* done = std::get_if<0>(&parsed);
  if (done == nullptr)
    voice_.say_fault(Fault::truncated, "datagram ends within the header", datagram.bytes.size(),
                     datagram.moment);
  else if (done->message.response)
    on_response(done->message, datagram);
  else
    on_request(done->message, datagram);
  return true;
}

void Tracker::on_request(MessageView const& message, delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  Entries entries{message};
  std::size_t said = 0;
  for (Entry each; entries.next(each);) {
    if (++said > most_answers) continue;
    if (each.question && message.opcode == opcode::query) on_question(message, each, datagram);
    if (each.question || !registers(message.opcode) || each.type != type::nb) continue;
    say_record(NamePhase::announced, each, {}, moment);
    NodeAddress first;
    Cursor in{each.data};
    if (next_address(in, first) && !first.group && names_host(each.name))
      say_host(each.name, "NetBIOS name registration", moment);
  }
  if (entries.fault()) voice_.say_fault(*entries.fault(), moment);
}

/// A broadcast is answered by whoever has the name, from another address.
void Tracker::on_question(MessageView const& message, Entry const& question,
                          delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  Key const query{message.id, question.type, question.name};
  if (message.broadcast || moment.listener.host.address.is_broadcast())
    return say_asked(query, moment, {}, 0);
  requests_.ask(datagram.from, moment, query);
}

void Tracker::on_response(MessageView const& message, delivery::Datagram const& datagram) {
  if (message.opcode == opcode::wait) return;  // the answer is still to come
  auto const& moment = datagram.moment;
  requests_.answer(datagram.from, moment,
                   Key{.id = message.id, .type = 0, .name = {}, .outcome = outcome_of(message)});
  Entries entries{message};
  std::size_t said = 0;
  for (Entry each; entries.next(each);) {
    if (each.question || ++said > most_answers) continue;
    if (each.type == type::nbstat)
      say_status(each, moment);
    else
      say_record(NamePhase::answered, each, outcome_of(message), moment);
  }
  if (entries.fault()) voice_.say_fault(*entries.fault(), moment);
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (!reply.late)
    say_asked(request.key, request.moment, reply.key.outcome, reply.moment.frames.last);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  say_asked(request.key, request.moment, {state, {}, {}}, 0);
}

void Tracker::say_asked(Key const& query, Moment const& moment, Outcome const& outcome,
                        FrameNumber reply) {
  char room[most_name_characters];
  TextWriter out{room};
  write_name(query.name, out);
  voice_.say(Name{.said = {moment, self_name, reply},
                  .phase = NamePhase::asked,
                  .question = out.take(),
                  .record = type_name(query.type),
                  .answers = {},
                  .outcome = outcome});
}

void Tracker::say_record(NamePhase phase, Entry const& record, Outcome const& outcome,
                         Moment const& moment) {
  constexpr std::size_t most_address_characters = 15;
  char room[most_name_characters + most_answers * most_address_characters];
  TextWriter out{room};
  write_name(record.name, out);
  auto const name = out.take();
  std::array<std::string_view, most_answers> answers;
  std::size_t count = 0;
  Cursor in{record.data};
  NodeAddress each;
  while (record.type == type::nb && count < answers.size() && next_address(in, each))
    answers[count++] = out.address(each.address).take();
  voice_.say(Name{.said = {moment, self_name},
                  .phase = phase,
                  .question = name,
                  .record = type_name(record.type),
                  .answers = TextList{answers}.first(count),
                  .outcome = outcome});
}

/// A node lists all its names; its first own one is the host's.
void Tracker::say_status(Entry const& record, Moment const& moment) {
  char room[(1 + most_answers) * most_name_characters];
  TextWriter out{room};
  write_name(record.name, out);
  auto const name = out.take();
  std::array<std::string_view, most_answers> answers;
  std::size_t count = 0;
  std::optional<NetbiosName> host;
  NodeStatus status{record.data};
  for (StatusName each; status.next(each);) {
    if (!host && !each.group && names_host(each.name)) host = each.name;
    if (count == answers.size()) continue;
    write_name(each.name, out);
    answers[count++] = out.take();
  }
  voice_.say(Name{.said = {moment, self_name},
                  .phase = NamePhase::answered,
                  .question = name,
                  .record = type_name(record.type),
                  .answers = TextList{answers}.first(count),
                  .outcome = {Outcome::State::accepted, {}, {}}});
  if (host) say_host(*host, "NetBIOS node status", moment);
  if (auto const unit = status.unit(); !unit.empty())
    voice_.say(Binding{.said = {moment, self_name},
                       .relation = Relation::address,
                       .subject = moment.speaker.host.address,
                       .object = unit,
                       .detail = "node status"});
}

void Tracker::say_host(NetbiosName const& host, Term source, Moment const& moment) {
  voice_.say(Identity{.said = {moment, self_name},
                      .subject = moment.speaker.host,
                      .attribute = Attribute::host_name,
                      .value = host.text(),
                      .source = source});
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::netbios_ns
