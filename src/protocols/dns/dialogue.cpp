// SPDX-License-Identifier: Apache-2.0
#include "protocols/dns/dialogue.hpp"

namespace qw::dns {
namespace {

constexpr dialogue::Rules stream_rules{.most = most_pending, .repeats = dialogue::Repeats::same};
constexpr dialogue::Rules datagram_rules{
    .most = most_pending, .patience = seconds(1), .repeats = dialogue::Repeats::same};

/// Does one end speak from or to the port of a protocol that has one?
bool touches(Moment const& moment, Protocol protocol) {
  auto const port = protocol.udp_ports().front();
  return moment.speaker.port == port || moment.listener.port == port;
}

Outcome outcome_of(MessageView const& response) {
  if (response.rcode == 0) return {Outcome::State::accepted, {}, {}};
  return {Outcome::State::refused, response.rcode, rcode_name(response.rcode)};
}

/// Records that tell of the message, not of a name.
bool is_pseudo(std::uint16_t type) {
  return type == type::opt || type == 249 /* TKEY */ || type == 250 /* TSIG */;
}

struct TextKey {
  std::string_view key;
  Attribute attribute;
};
/// TXT keys by which devices say what they are: `_device-info._tcp` and AirPlay
/// (model), Bonjour Printing 1.2.1 (ty, usb_MFG, usb_MDL), HomeKit and Cast (md).
constexpr TextKey keys[] = {
    {"model=", Attribute::model},   {"ty=", Attribute::model},      {"md=", Attribute::model},
    {"usb_MDL=", Attribute::model}, {"usb_MFG=", Attribute::maker},
};

}  // namespace

Dialogue::Dialogue(Voice& voice, bool stream)
    : voice_{voice}, stream_{stream}, requests_{*this, stream ? stream_rules : datagram_rules} {}

Protocol Dialogue::protocol_of(Moment const& moment) const {
  if (touches(moment, mdns) && !stream_) return mdns;
  return touches(moment, llmnr) ? llmnr : dns;
}

void Dialogue::on_message(MessageView const& message, delivery::Side from, Moment const& moment) {
  if (!message.response) {
    on_query(message, from, moment);
    if (message.opcode == opcode::update) on_announcement(message, moment);
  } else if (protocol_of(moment) == Protocol{mdns}) {
    on_announcement(message, moment);
  } else {
    on_response(message, from, moment);
  }
}

void Dialogue::on_fault(Malformed const& fault, Moment const& moment) {
  voice(moment).say_fault(fault, moment);
}

void Dialogue::on_query(MessageView const& message, delivery::Side from, Moment const& moment) {
  // What is asked of a group is answered by whoever can, from another address.
  auto const& listener = moment.listener.host.address;
  bool const group = listener.is_multicast() || listener.is_broadcast();
  Records records{message};
  Record record;
  std::size_t questions = 0;
  while (records.next(record)) {
    if (record.section != Section::question || ++questions > most_questions) continue;
    Key const query{message.id, record.type, wire_name(message.whole, record.name)};
    if (questions == 1 && !group)
      requests_.ask(from, moment, query);
    else
      say_asked(query, moment, {}, 0);
  }
  if (records.fault()) return on_fault(*records.fault(), moment);
  if (records.position() != message.whole.size())
    voice(moment).say_fault(Fault::length, "octets behind the last record", records.position(),
                            moment);
}

void Dialogue::on_response(MessageView const& message, delivery::Side from, Moment const& moment) {
  Records questions{message};
  Record question;
  bool const has_question =
      message.counts[0] != 0 && questions.next(question) && question.section == Section::question;
  if (!has_question) question = {};
  Key key{.id = message.id,
          .type = question.type,
          .name = {},
          .bare = question.name == 0,
          .outcome = outcome_of(message)};
  if (!key.bare) key.name = wire_name(message.whole, question.name);
  requests_.answer(from, moment, key);
  say_answered(message, has_question ? &question : nullptr, moment);
}

bool Dialogue::answers(Request const& request, Reply const& reply) const {
  return reply.key.bare ? request.key.id == reply.key.id : request.key == reply.key;
}

void Dialogue::on_exchange(Request const& request, Reply const& reply) {
  if (!reply.late)
    say_asked(request.key, request.moment, reply.key.outcome, reply.moment.frames.last);
}

void Dialogue::on_silence(Request const& request, Outcome::State state) {
  say_asked(request.key, request.moment, {state, {}, {}}, 0);
}

void Dialogue::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice(reply.moment)
        .say_fault(Fault::mismatch, "response without a query that waits for it", 0, reply.moment);
}

void Dialogue::on_announcement(MessageView const& message, Moment const& moment) {
  // An update carries what is to be registered in its authority section (RFC 2136).
  bool const update = message.opcode == opcode::update;
  Records records{message};
  Record record;
  std::size_t said = 0;
  while (records.next(record)) {
    bool const announces =
        update ? record.section == Section::authority : record.section != Section::question;
    // Nothing lives for no time: a farewell, or the deletion of an update.
    if (!announces || record.lifetime == 0 || is_pseudo(record.type) || record.type == type::nsec)
      continue;
    if (++said > most_answers) continue;
    say_announced(message, record, moment);
    if (!update) say_identity(message, record, moment);
  }
  if (said > most_answers)
    voice(moment).say_fault(Fault::limit, "more records than are said", header_octets, moment);
  if (records.fault() && !update) on_fault(*records.fault(), moment);
}

void Dialogue::say_asked(Key const& query, Moment const& moment, Outcome const& outcome,
                         FrameNumber reply) {
  char room[most_name_characters];
  TextWriter out{room};
  write_name(query.name.bytes(), 0, out);
  voice_.say(Name{.said = {moment, protocol_of(moment), reply},
                  .phase = NamePhase::asked,
                  .question = out.take(),
                  .record = type_name(query.type),
                  .answers = {},
                  .outcome = outcome,
                  .transaction = MessageNumber{query.id}});
}

void Dialogue::say_answered(MessageView const& message, Record const* question,
                            Moment const& moment) {
  char room[most_answer_characters];
  TextWriter out{room};
  std::array<std::string_view, most_answers> answers;
  std::size_t count = 0;
  bool more = false;

  if (question != nullptr) write_name(message.whole, question->name, out);
  auto const asked = out.take();
  Records records{message};
  Record record;
  while (records.next(record)) {
    if (record.section != Section::answer) continue;
    more = more || count == answers.size() || !out.whole();
    if (more) continue;
    write_data(message, record, out);
    answers[count++] = out.take();
  }
  voice_.say(Name{.said = {moment, protocol_of(moment)},
                  .phase = NamePhase::answered,
                  .question = asked,
                  .record = question == nullptr ? Term{} : type_name(question->type),
                  .answers = TextList{answers}.first(count),
                  .outcome = outcome_of(message)});
  if (more || !out.whole())
    voice(moment).say_fault(Fault::limit, "more answers than are said", header_octets, moment);
  if (records.fault()) return on_fault(*records.fault(), moment);
  if (records.position() != message.whole.size())
    voice(moment).say_fault(Fault::length, "octets behind the last record", records.position(),
                            moment);
}

void Dialogue::say_announced(MessageView const& message, Record const& record,
                             Moment const& moment) {
  char room[most_answer_characters];
  TextWriter out{room};
  write_name(message.whole, record.name, out);
  auto const name = out.take();
  write_data(message, record, out);
  auto const answer = out.take();
  voice_.say(Name{.said = {moment, protocol_of(moment)},
                  .phase = NamePhase::announced,
                  .question = name,
                  .record = type_name(record.type),
                  .answers = {&answer, 1}});
}

/// A host names itself by the address record of its own address; what it is, by
/// the keys of its service descriptions.
void Dialogue::say_identity(MessageView const& message, Record const& record,
                            Moment const& moment) {
  Identity identity{.said = {moment, protocol_of(moment)}, .subject = moment.speaker.host};
  if (record.type == type::a || record.type == type::aaaa) {
    auto const address =
        record.type == type::a ? Address::ipv4(record.data) : Address::ipv6(record.data);
    if (address.empty() || address != moment.speaker.host.address) return;
    char room[most_name_characters];
    TextWriter out{room};
    write_name(message.whole, record.name, out);
    identity.attribute = Attribute::host_name;
    identity.value = out.take();
    identity.source = "mDNS address record";
    voice_.say(identity);
  } else if (record.type == type::txt) {
    Strings strings{record.data};
    for (Bytes string; strings.next(string);)
      for (auto const& [key, attribute] : keys) {
        auto const text = text_of(string);
        if (!text.starts_with(key) || text.size() == key.size()) continue;
        identity.attribute = attribute;
        identity.value = text.substr(key.size());
        identity.source = "mDNS TXT record";
        voice_.say(identity);
      }
  }
}

}  // namespace qw::dns
