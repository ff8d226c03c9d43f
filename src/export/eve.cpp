// SPDX-License-Identifier: Apache-2.0
#include "export/eve.hpp"

#include <algorithm>

#include "vocabulary/event_json.hpp"
#include "vocabulary/json.hpp"
#include "vocabulary/text.hpp"

namespace qw::exports {
namespace {

/// "2026-03-01T06:30:00.000001+0000"
void put_time(JsonWriter& json, std::string_view name, Stamp at) {
  json.key(name).plain_text([&](std::string& out) {
    append_text(out, at);
    out.resize(out.size() - 4);  // three decimals and the Z
    out += "+0000";
  });
}

void put_address(JsonWriter& json, std::string_view name, Address const& address) {
  json.key(name).plain_text([&](std::string& out) { append_text(out, address); });
}

void put_ends(JsonWriter& json, Endpoint const& client, Endpoint const& server) {
  if (!client.host.address.is_ip()) {
    json.key("ether").begin_object();
    put_address(json, "src_mac", client.host.address);
    put_address(json, "dest_mac", server.host.address);
    return void(json.end_object());
  }
  put_address(json, "src_ip", client.host.address);
  if (client.port != 0) json.member("src_port", client.port);
  put_address(json, "dest_ip", server.host.address);
  if (server.port != 0) json.member("dest_port", server.port);
}

std::string_view proto_of(Term carrier) {
  if (carrier == transport::tcp) return "TCP";
  if (carrier == transport::udp) return "UDP";
  if (carrier == transport::sctp) return "SCTP";
  if (carrier == transport::icmp) return "ICMP";
  return carrier == transport::icmpv6 ? "IPv6-ICMP" : carrier.text();
}

/// Opens the object and writes what every record has.
void begin(JsonWriter& json, std::string_view type, Stamp at, Moment const& moment, Term carrier,
           bool speaker_is_client = true) {
  constexpr auto positive = (std::uint64_t{1} << 53) - 1;  // that a double holds
  auto const& client = speaker_is_client ? moment.speaker : moment.listener;
  auto const& server = speaker_is_client ? moment.listener : moment.speaker;
  json.begin_object();
  put_time(json, "timestamp", at);
  json.member("flow_id", mixed(moment.conversation.value, 0) & positive);
  if (moment.frames.first != 0) json.member("pcap_cnt", moment.frames.last);
  json.member("event_type", type);
  put_ends(json, client, server);
  if (!carrier.empty()) json.member("proto", proto_of(carrier));
}

void put_text(JsonWriter& json, std::string_view name, std::string_view text) {
  if (!text.empty()) json.member(name, text);
}

/// In Suricata's words; empty where it has none.
std::string_view reason_of(CloseCause cause) {
  switch (cause) {
    case CloseCause::idle: return "timeout";
    case CloseCause::evicted: return "forced";
    case CloseCause::end_of_capture: return "shutdown";
    case CloseCause::finished:
    case CloseCause::reset:
    case CloseCause::none: break;
  }
  return {};
}

void put_modbus(JsonWriter& json, Command const& command) {
  json.key("modbus").begin_object().key("request").begin_object();
  if (command.transaction)
    json.member("transaction_id", static_cast<std::uint32_t>(*command.transaction));
  json.member("unit_id", command.object.station);
  if (command.function) json.member("function_raw", *command.function);
  json.member("function_code", command.operation.text());
  if (!command.object.space.empty()) {
    json.key(command.verb == Verb::write ? "write" : "read").begin_object();
    json.member("address", command.object.offset).member("quantity", command.object.length);
    if (command.values.type != WireType::none) write_data(json.key("data"), command.values);
    json.end_object();
  }
  json.end_object();
  if (command.outcome.state == Outcome::State::accepted ||
      command.outcome.state == Outcome::State::refused) {
    json.key("response").begin_object().member("function_code", command.operation.text());
    if (command.outcome.code) {
      json.key("exception").begin_object().member("raw", *command.outcome.code);
      json.member("code", command.outcome.reason.text()).end_object();
    }
    json.end_object();
  }
  json.end_object();
}

void put_http(JsonWriter& json, Command const& command) {
  auto const place = command.object.symbol;
  auto const slash = std::min(place.find('/'), place.size());
  json.key("http").begin_object();
  put_text(json, "hostname", place.substr(0, slash));
  put_text(json, "url", place.substr(slash));
  put_text(json, "http_method", command.operation.text());
  if (command.outcome.code) json.member("status", *command.outcome.code);
  json.end_object();
}

/// Types of Suricata's records that tell of commands, each for the protocol of that word.
struct Form {
  std::string_view type;
  void (*put)(JsonWriter&, Command const&);
};
constexpr Form forms[] = {{"modbus", put_modbus}, {"http", put_http}};

}  // namespace

Result<EveLog> EveLog::create(std::string const& path) {
  auto file = OutputFile::create(path);
  if (!file.ok()) return file.error();
  EveLog log;
  log.file_ = std::move(*file);
  return log;
}

void EveLog::on_event(Ordered const& ordered) {
  std::visit([this](auto const& kind) { on(kind); }, ordered.event);
  file_.settle();
}

void EveLog::on(Conversation const& conversation) {
  auto& entry = conversations_.on(conversation);
  if (conversation.phase != Phase::closed) return;
  if (entry.session.seen()) write_session(entry.session);
  write_flow(entry.sum);
  conversations_.drop(conversation.said.moment.conversation);
}

void EveLog::on(Command const& command) {
  auto const word = command.said.protocol.in_suricata();
  auto const form = std::ranges::find(forms, word, &Form::type);
  bool const has_form = form != std::end(forms);
  auto const& moment = command.said.moment;
  JsonWriter json{file_.buffer()};
  begin(json, has_form ? word : "command", moment.at, moment,
        conversations_.transport(moment.conversation));
  if (has_form) {
    form->put(json, command);
  } else {
    json.member("app_proto", word).key("command").begin_object();
    write_members(json, command, Names{});
    json.end_object();
  }
  json.end_object();
  file_.buffer() += '\n';
}

void EveLog::on(Name const& name) {
  if (name.phase == NamePhase::announced || !name.said.protocol.has(Trait::name_service)) return;
  bool const answer = name.phase == NamePhase::answered;
  auto const& moment = name.said.moment;
  JsonWriter json{file_.buffer()};
  begin(json, "dns", moment.at, moment, conversations_.transport(moment.conversation), !answer);
  json.key("dns").begin_object().member("version", 2).member("type", answer ? "answer" : "query");
  put_text(json, "rrname", name.question);
  put_text(json, "rrtype", name.record.text());
  if (answer) {
    put_text(json, "rcode",
             name.outcome.reason.empty() && name.outcome.code.value_or(0) == 0
                 ? "NOERROR"
                 : name.outcome.reason.text());
    json.key("answers").begin_array();
    for (auto const text : name.answers) json.begin_object().member("rdata", text).end_object();
    json.end_array();
  }
  json.end_object().end_object();
  file_.buffer() += '\n';
}

void EveLog::on(Handshake const& handshake) {
  if (handshake.said.protocol.in_suricata() == "tls") conversations_.on(handshake);
}

void EveLog::on(Irregularity const& irregularity) {
  auto const& moment = irregularity.said.moment;
  JsonWriter json{file_.buffer()};
  begin(json, "anomaly", moment.at, moment, conversations_.transport(moment.conversation));
  json.key("anomaly").begin_object().member("type", "applayer");
  put_text(json, "app_proto", irregularity.said.protocol.in_suricata());
  json.member("event", name_of(irregularity.fault));
  put_text(json, "text", irregularity.text.text());
  json.member("offset", irregularity.offset).end_object().end_object();
  file_.buffer() += '\n';
}

void EveLog::write_flow(Conversation const& sum) {
  JsonWriter json{file_.buffer()};
  begin(json, "flow", sum.last, sum.said.moment, sum.transport);
  put_text(json, "app_proto", sum.service.in_suricata());
  json.key("flow").begin_object();
  json.member("pkts_toserver", sum.frames_out)
      .member("pkts_toclient", sum.frames_in)
      .member("bytes_toserver", sum.octets_out)
      .member("bytes_toclient", sum.octets_in);
  put_time(json, "start", sum.first);
  put_time(json, "end", sum.last);
  json.member("age", (sum.last - sum.first).count / 1'000'000'000)
      .member("state", sum.phase == Phase::closed ? "closed" : "established");
  put_text(json, "reason", reason_of(sum.close));
  json.member("alerted", false).end_object().end_object();
  file_.buffer() += '\n';
}

void EveLog::write_session(Session const& session) {
  JsonWriter json{file_.buffer()};
  begin(json, "tls", session.at, session.moment, transport::tcp);
  json.key("tls").begin_object();
  put_text(json, "subject", session.subject);
  put_text(json, "issuerdn", session.issuer);
  put_text(json, "sni", session.server_name);
  put_text(json, "version", session.version);
  if (!session.fingerprint_old.empty())
    json.key("ja3").begin_object().member("hash", session.fingerprint_old).end_object();
  put_text(json, "ja4", session.fingerprint);
  json.end_object().end_object();
  file_.buffer() += '\n';
}

Status EveLog::finish() {
  for (auto const& entry : conversations_.take_rest()) {
    if (entry.session.seen()) write_session(entry.session);
    if (!entry.sum.transport.empty()) write_flow(entry.sum);
  }
  return file_.finish();
}

}  // namespace qw::exports
