// SPDX-License-Identifier: Apache-2.0
#include "protocols/snmp/track.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "vocabulary/voice.hpp"

namespace qw::snmp {
namespace {

constexpr std::uint16_t ports[] = {161, 162};
constexpr ProtocolDescription description{
    .name = "snmp", .title = "SNMP", .traits = {Trait::management}, .udp_ports = ports};
constexpr Protocol name{description};
constexpr dialogue::Rules rules{.most = most_pending,
                                .most_kept = most_request_octets,
                                .patience = seconds(1),
                                .repeats = dialogue::Repeats::same};
constexpr Term identifier_space{"OID"};

// Methods of a Login; the security levels are those of RFC 3411.
constexpr Term community{"community"};
constexpr Term unauthenticated{"USM noAuthNoPriv"};
constexpr Term authenticated{"USM authNoPriv"};
constexpr Term with_privacy{"USM authPriv"};

/// Away from its ports a lone message proves little: any junk may be BER.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.transport != delivery::Transport::udp) return Likeness::no;
  for (auto const head : {opening.client, opening.server})
    if (!head.empty() && !std::holds_alternative<Done<MessageView>>(parse(head)))
      return Likeness::no;
  if (opening.client.empty() && opening.server.empty()) return Likeness::more;
  bool const both = !opening.client.empty() && !opening.server.empty();
  return both ? Likeness::certain : Likeness::likely;
}

// Encoded prefixes of object identifiers.
constexpr std::uint8_t system_group[] = {0x2b, 6, 1, 2, 1, 1};                 // 1.3.6.1.2.1.1
constexpr std::uint8_t physical_entry[] = {0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1};  // ENTITY-MIB
constexpr std::uint8_t security_stats[] = {0x2b, 6, 1, 6, 3, 15, 1, 1};        // usmStats
constexpr std::uint8_t standard_traps[] = {0x2b, 6, 1, 6, 3, 1, 1, 5};         // snmpTraps
constexpr std::uint8_t trap_identifier[] = {0x2b, 6, 1, 6, 3, 1, 1, 4, 1, 0};  // snmpTrapOID.0
constexpr std::uint8_t scalar[] = {0};
constexpr std::uint8_t first_index[] = {1};

struct Known {
  std::uint8_t number;
  Attribute attribute;
  Term source;
  Basis basis;
};
/// RFC 3418, section 2.
constexpr Known system_objects[] = {
    {1, Attribute::software, "SNMP sysDescr", Basis::banner},
    {4, Attribute::contact, "SNMP sysContact", Basis::declared},
    {5, Attribute::host_name, "SNMP sysName", Basis::declared},
    {6, Attribute::location, "SNMP sysLocation", Basis::declared},
};
/// RFC 6933, section 3; of the first entity, which is the device as a whole.
constexpr Known physical_objects[] = {
    {8, Attribute::hardware, "SNMP entPhysicalHardwareRev", Basis::declared},
    {9, Attribute::firmware, "SNMP entPhysicalFirmwareRev", Basis::declared},
    {10, Attribute::software, "SNMP entPhysicalSoftwareRev", Basis::declared},
    {11, Attribute::serial, "SNMP entPhysicalSerialNum", Basis::declared},
    {12, Attribute::maker, "SNMP entPhysicalMfgName", Basis::declared},
    {13, Attribute::model, "SNMP entPhysicalModelName", Basis::declared},
};

Known const* known_object(Bytes object) {
  auto const find = [](std::span<Known const> all, std::optional<std::uint8_t> number) {
    auto const found =
        std::ranges::find_if(all, [&](Known const& each) { return number == each.number; });
    return found == all.end() ? nullptr : &*found;
  };
  if (auto const* found = find(system_objects, number_after(object, system_group, scalar)))
    return found;
  return find(physical_objects, number_after(object, physical_entry, first_index));
}

/// RFC 3414, section 5: why the security model turned a message away.
constexpr Term security_errors[] = {
    {},
    "usmStatsUnsupportedSecLevels",
    "usmStatsNotInTimeWindows",
    "usmStatsUnknownUserNames",
    "usmStatsUnknownEngineIDs",
    "usmStatsWrongDigests",
    "usmStatsDecryptionErrors",
};

Outcome outcome_of(Key const& response, Bytes bindings) {
  using State = Outcome::State;
  if (response.pdu == Pdu::report) {
    Binding binding;
    if (!Bindings{bindings}.next(binding)) return {State::refused, {}, {}};
    auto const number = number_after(binding.name, security_stats, scalar);
    if (!number || *number >= std::size(security_errors)) return {State::refused, {}, {}};
    return {State::refused, *number, security_errors[*number]};
  }
  if (response.error_status == 0) return {State::accepted, {}, {}};
  return {State::refused, response.error_status, error_name(response.error_status)};
}

/// Whether the response let its asker in. Who is told what is wrong with a request
/// was; a report that starts an engine or its clock says nothing of it yet.
std::optional<Outcome> login_of(Key const& response, Outcome const& outcome) {
  constexpr std::uint32_t authorization_error = 16;
  constexpr std::uint32_t not_in_time_window = 2;
  constexpr std::uint32_t unknown_engine = 4;
  if (response.pdu == Pdu::report) {
    bool const preliminary = outcome.code == not_in_time_window || outcome.code == unknown_engine;
    return preliminary ? std::nullopt : std::optional{outcome};
  }
  if (response.error_status == authorization_error) return outcome;
  return Outcome{Outcome::State::accepted, {}, {}};
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice, name}, requests_{*this, rules} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  auto const parsed = parse(datagram.bytes);
  auto const* found =
      voice_.whole(parsed, datagram.bytes.size(), "datagram ends before the message", moment);
  if (found == nullptr) return true;
  auto const& message = *found;
  encrypted_ = message.pdu == Pdu::encrypted;
  Bindings bindings{message.bindings};
  for (Binding each; bindings.next(each);) {
  }
  if (bindings.broken())
    voice_.say_fault(Fault::value, "variable binding is broken", bindings.position(), moment);
  if (message.notifies()) on_notification(message, moment);
  if (message.asks()) on_request(message, datagram);
  if (!message.asks() && !message.notifies()) on_response(message, datagram);
  return true;
}

Credential Tracker::credential_of(MessageView const& message) {
  Credential credential;
  if (message.version != version::v3) {
    credential.method = community;
    credential.digest = hash_of(message.community);
    return credential;
  }
  credential.method = message.pdu == Pdu::encrypted ? with_privacy
                      : message.authenticated       ? authenticated
                                                    : unauthenticated;
  auto const user = text_of(message.user).substr(0, credential.user.size());
  credential.size = static_cast<std::uint8_t>(user.size());
  std::ranges::copy(user, credential.user.begin());
  return credential;
}

void Tracker::on_request(MessageView const& message, delivery::Datagram const& datagram) {
  Note note{.credential = credential_of(message)};
  Bindings bindings{message.bindings};
  for (Binding each; bindings.next(each);) ++note.count;
  if (message.pdu == Pdu::get_bulk) {
    note.non_repeaters = message.error_status;
    note.max_repetitions = message.error_index;
  }
  requests_.ask(datagram.from, datagram.moment, {message.id, message.pdu}, message.bindings.content,
                note);
}

void Tracker::on_response(MessageView const& message, delivery::Datagram const& datagram) {
  say_identities(Bindings{message.bindings}, datagram.moment);
  requests_.answer(datagram.from, datagram.moment, {message.id, message.pdu, message.error_status},
                   message.bindings.content);
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  auto const outcome = outcome_of(reply.key, reply.octets);
  if (!reply.late) close(request, outcome, login_of(reply.key, outcome), &reply.moment);
  if (outcome.state == Outcome::State::accepted && verb_of(request.key.pdu) == Verb::read)
    say_samples(Bindings{reply.octets}, Learnt::poll, reply.moment.speaker, reply.moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  close(request, {state, {}, {}}, Outcome{state, {}, {}}, nullptr);
}

void Tracker::on_unasked(Reply const& reply, bool excused) {
  if (!excused)
    voice_.say_fault(Fault::mismatch, "response without a request that waits for it", 0,
                     reply.moment);
}

void Tracker::on_notification(MessageView const& message, Moment const& moment) {
  char room[2 * most_identifier_characters];
  TextWriter out{room};
  Alarm alarm{.said = {moment, name}};
  std::optional<std::uint32_t> generic;
  if (message.pdu == Pdu::trap_v1) {
    generic = message.trap.generic;
    ber::write_object_identifier(message.trap.enterprise, out);
    alarm.source = out.take();
    alarm.text = generic_trap_name(*generic).text();
    constexpr std::uint32_t enterprise_specific = 6;
    alarm.code = *generic == enterprise_specific ? message.trap.specific : *generic;
  } else {
    Bindings bindings{message.bindings};
    for (Binding each; bindings.next(each);) {
      if (!std::ranges::equal(each.name, std::as_bytes(std::span{trap_identifier}))) continue;
      // snmpTraps counts from 1 what version 1 counted from 0.
      if (auto const number = number_after(each.value.content, standard_traps).value_or(0))
        generic = number - 1U;
      ber::write_object_identifier(each.value.content, out);
      auto const identifier = out.take();
      alarm.text = generic ? generic_trap_name(*generic).text() : identifier;
      alarm.code = generic;
    }
  }
  constexpr std::uint32_t link_up = 3;
  alarm.state = generic == link_up ? AlarmState::cleared : AlarmState::raised;
  voice_.say(alarm);
  if (message.pdu != Pdu::inform) say_login(credential_of(message), {}, moment, 0);
  say_samples(Bindings{message.bindings}, Learnt::subscription, moment.speaker, moment);
}

void Tracker::close(Request const& request, Outcome const& outcome,
                    std::optional<Outcome> const& login, Moment const* reply) {
  say_command(request, outcome, reply);
  if (login)
    say_login(request.note.credential, *login, request.moment,
              reply == nullptr ? 0 : reply->frames.last);
  if (outcome.state == Outcome::State::accepted && request.key.pdu == Pdu::set)
    say_samples(Bindings{request.octets}, Learnt::write, request.moment.listener, request.moment);
}

void Tracker::say_command(Request const& request, Outcome const& outcome, Moment const* reply) {
  char room[most_identifier_characters];
  TextWriter out{room};
  std::array<std::byte, 8> repetitions{};
  Command command{.said = {request.moment, name, reply == nullptr ? 0 : reply->frames.last},
                  .verb = verb_of(request.key.pdu),
                  .operation = name_of(request.key.pdu),
                  .object = {},
                  .values = {},
                  .outcome = outcome,
                  .reply_after = {},
                  .transaction = MessageNumber{request.key.id}};
  command.object.space = identifier_space;
  command.object.length = request.note.count;
  Number number;
  if (Binding first; Bindings{request.octets}.next(first)) {
    ber::write_object_identifier(first.name, out);
    command.object.symbol = out.take();
    number = number_of(first.value);
    if (request.key.pdu == Pdu::set) command.values = values_of(first.value, number);
  }
  if (request.key.pdu == Pdu::get_bulk) {
    for (std::size_t i = 0; i < 4; ++i) {
      repetitions[i] = static_cast<std::byte>(request.note.non_repeaters >> (24 - 8 * i));
      repetitions[4 + i] = static_cast<std::byte>(request.note.max_repetitions >> (24 - 8 * i));
    }
    command.values = {WireType::u32be, 2, repetitions};
  }
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, *reply);
  voice_.say(command);
}

/// Once for each credential and each new outcome of it, not for each request.
void Tracker::say_login(Credential const& credential, Outcome const& outcome, Moment const& moment,
                        FrameNumber reply) {
  bool const in_clear = credential.method == community;
  if (!in_clear && credential.size == 0) return;  // discovery of an engine, by nobody
  if (credential.same_as(last_credential_) && outcome.state == last_state_) return;
  last_credential_ = credential;
  last_state_ = outcome.state;
  voice_.say(Login{.said = {moment, name, reply},
                   .account = credential.account(),
                   .method = credential.method,
                   .in_clear = in_clear,
                   .outcome = outcome});
}

void Tracker::say_samples(Bindings list, Learnt learnt, Endpoint const& target,
                          Moment const& moment) {
  std::size_t said = 0;
  for (Binding each; said < most_samples && list.next(each);) {
    auto const number = number_of(each.value);
    if (number.type == WireType::none) continue;
    char room[most_identifier_characters];
    TextWriter out{room};
    if (!ber::write_object_identifier(each.name, out)) continue;
    Sample sample{.said = {moment, name}, .learnt = learnt, .target = target};
    sample.object.space = identifier_space;
    sample.object.length = 1;
    sample.object.symbol = out.take();
    sample.values = number.values();
    voice_.say(sample);
    ++said;
  }
}

void Tracker::say_identities(Bindings list, Moment const& moment) {
  for (Binding each; list.next(each);) {
    auto const* known = known_object(each.name);
    if (known == nullptr || each.value.identifier != ber::tag::octet_string ||
        each.value.content.empty())
      continue;
    voice_.say(Identity{.said = {moment, name},
                        .subject = moment.speaker.host,
                        .attribute = known->attribute,
                        .value = text_of(each.value.content),
                        .source = known->source,
                        .basis = known->basis});
  }
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::snmp
