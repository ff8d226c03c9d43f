// SPDX-License-Identifier: Apache-2.0
#include "export/zeek.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "vocabulary/text.hpp"

namespace qw::exports {
namespace {

constexpr ZeekField conn_fields[] = {
    {"ts", "time"},          {"uid", "string"},          {"id.orig_h", "addr"},
    {"id.orig_p", "port"},   {"id.resp_h", "addr"},      {"id.resp_p", "port"},
    {"proto", "enum"},       {"service", "string"},      {"duration", "interval"},
    {"orig_bytes", "count"}, {"resp_bytes", "count"},    {"conn_state", "string"},
    {"local_orig", "bool"},  {"local_resp", "bool"},     {"missed_bytes", "count"},
    {"history", "string"},   {"orig_pkts", "count"},     {"orig_ip_bytes", "count"},
    {"resp_pkts", "count"},  {"resp_ip_bytes", "count"}, {"tunnel_parents", "set[string]"},
    {"vlan", "int"},         {"orig_l2_addr", "string"}, {"resp_l2_addr", "string"}};
constexpr ZeekField dns_fields[] = {
    {"ts", "time"},        {"uid", "string"},        {"id.orig_h", "addr"},
    {"id.orig_p", "port"}, {"id.resp_h", "addr"},    {"id.resp_p", "port"},
    {"proto", "enum"},     {"query", "string"},      {"qtype_name", "string"},
    {"rcode", "count"},    {"rcode_name", "string"}, {"answers", "vector[string]"},
    {"rejected", "bool"}};
constexpr ZeekField ssl_fields[] = {{"ts", "time"},
                                    {"uid", "string"},
                                    {"id.orig_h", "addr"},
                                    {"id.orig_p", "port"},
                                    {"id.resp_h", "addr"},
                                    {"id.resp_p", "port"},
                                    {"version", "string"},
                                    {"cipher", "string"},
                                    {"server_name", "string"},
                                    {"next_protocol", "string"},
                                    {"established", "bool"},
                                    {"cert_chain_fps", "vector[string]"},
                                    {"subject", "string"},
                                    {"issuer", "string"},
                                    {"ja3", "string"},
                                    {"ja4", "string"}};
constexpr ZeekField http_fields[] = {
    {"ts", "time"},        {"uid", "string"},        {"id.orig_h", "addr"},   {"id.orig_p", "port"},
    {"id.resp_h", "addr"}, {"id.resp_p", "port"},    {"method", "string"},    {"host", "string"},
    {"uri", "string"},     {"status_code", "count"}, {"status_msg", "string"}};
constexpr ZeekField modbus_fields[] = {
    {"ts", "time"},        {"uid", "string"},       {"id.orig_h", "addr"}, {"id.orig_p", "port"},
    {"id.resp_h", "addr"}, {"id.resp_p", "port"},   {"tid", "count"},      {"unit", "count"},
    {"func", "string"},    {"exception", "string"}, {"address", "count"},  {"quantity", "count"}};
constexpr ZeekField s7comm_fields[] = {{"ts", "time"},
                                       {"uid", "string"},
                                       {"id.orig_h", "addr"},
                                       {"id.orig_p", "port"},
                                       {"id.resp_h", "addr"},
                                       {"id.resp_p", "port"},
                                       {"function_name", "string"},
                                       {"verb", "string"},
                                       {"item", "string"},
                                       {"result", "string"},
                                       {"error_code", "count"},
                                       {"error_name", "string"}};

/// "READ_HOLDING_REGISTERS", as Zeek names functions and exceptions.
std::string constant_name(std::string_view words) {
  std::string name;
  for (char const c : words)
    name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == ' ' ? '_' : c;
  return name;
}

/// What the close says for certain in Zeek's words; empty where it does not.
std::string_view state_of(Conversation const& sum) {
  if (sum.frames_out != 0 && sum.frames_in == 0 && sum.transport == transport::tcp) return "S0";
  if (sum.close == CloseCause::finished) return "SF";
  return {};
}

std::string_view lower_proto(Term carrier) {
  if (carrier == transport::icmpv6) return transport::icmp.text();
  for (auto const known : {transport::tcp, transport::udp, transport::icmp})
    if (carrier == known) return known.text();
  return "unknown_transport";
}

/// "TLSv12" for "TLS 1.2".
std::string version_name(std::string_view version) {
  if (!version.starts_with("TLS 1.")) return std::string{version};
  return version == "TLS 1.0" ? "TLSv10" : fmt::format("TLSv1{}", version.substr(6));
}

}  // namespace

Result<std::unique_ptr<ZeekLogs>> ZeekLogs::create(std::string const& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) return Error{fmt::format("{}: {}", folder, failure.message())};
  return std::unique_ptr<ZeekLogs>{new ZeekLogs{folder}};
}

ZeekLogs::ZeekLogs(std::string const& folder)
    : conn_{folder, "conn", conn_fields},
      dns_{folder, "dns", dns_fields},
      ssl_{folder, "ssl", ssl_fields},
      http_{folder, "http", http_fields},
      modbus_{folder, "modbus", modbus_fields},
      s7comm_{folder, "s7comm", s7comm_fields} {}

void ZeekLogs::on_event(Ordered const& ordered) {
  if (ordered.order.step != step_) {
    write_lookups();
    step_ = ordered.order.step;
  }
  std::visit([this](auto const& kind) { on(kind); }, ordered.event);
}

void ZeekLogs::on(Conversation const& conversation) {
  auto& entry = conversations_.on(conversation);
  if (conversation.phase != Phase::closed) return;
  write_lookups();
  if (entry.session.seen()) write_session(entry.session);
  write_connection(entry.sum);
  conversations_.drop(conversation.said.moment.conversation);
}

void ZeekLogs::on(Command const& command) {
  /// Logs of Zeek that tell of commands, each for the protocol of that word.
  struct Form {
    std::string_view log;
    void (ZeekLogs::*write)(Command const&);
  };
  static constexpr Form forms[] = {{"modbus", &ZeekLogs::write_modbus},
                                   {"http", &ZeekLogs::write_request},
                                   {"s7comm", &ZeekLogs::write_s7}};
  auto const form = std::ranges::find(forms, command.said.protocol.in_zeek(), &Form::log);
  if (form != std::end(forms)) (this->*form->write)(command);
}

void ZeekLogs::on(Handshake const& handshake) {
  if (handshake.said.protocol.in_zeek() == "ssl") conversations_.on(handshake);
}

void ZeekLogs::on(Name const& name) {
  if (name.phase == NamePhase::announced || !name.said.protocol.has(Trait::name_service)) return;
  Lookup lookup{.said = name.said,
                .answer = name.phase == NamePhase::answered,
                .question = std::string{name.question},
                .record = std::string{name.record.text()},
                .answers = {name.answers.begin(), name.answers.end()},
                .outcome = name.outcome};
  lookups_.push_back(std::move(lookup));
}

void ZeekLogs::write_connection(Conversation const& sum) {
  if (!sum.said.moment.speaker.host.address.is_ip()) return;  // Zeek knows IP only
  auto const& moment = sum.said.moment;
  conn_.begin(sum.first);
  conn_.identity(moment);
  conn_.text(lower_proto(sum.transport));
  conn_.text(sum.service.in_zeek());
  conn_.interval(sum.last - sum.first);
  conn_.number(sum.payload_out);
  conn_.number(sum.payload_in);
  conn_.text(state_of(sum));
  conn_.truth(moment.speaker.host.address.is_private());
  conn_.truth(moment.listener.host.address.is_private());
  conn_.number(sum.lost_out + sum.lost_in);
  conn_.text(sum.history.text());
  conn_.number(sum.frames_out);
  conn_.unset();
  conn_.number(sum.frames_in);
  conn_.unset();
  conn_.unset();
  sum.vlan == 0 ? conn_.unset() : conn_.number(sum.vlan);
  conn_.address(sum.mac_out);
  conn_.address(sum.mac_in);
  conn_.end();
}

void ZeekLogs::write_session(Session const& session) {
  ssl_.begin(session.at);
  ssl_.identity(session.moment);
  ssl_.text(version_name(session.version));
  ssl_.text(session.cipher);
  ssl_.text(session.server_name);
  ssl_.text(session.application);
  ssl_.truth(session.client && session.server);
  ssl_.text(session.certificate);
  ssl_.text(session.subject);
  ssl_.text(session.issuer);
  ssl_.text(session.fingerprint_old);
  ssl_.text(session.fingerprint);
  ssl_.end();
}

void ZeekLogs::write_lookups() {
  for (auto& asked : lookups_) {
    if (asked.answer) continue;
    auto const found = std::ranges::find_if(lookups_, [&](Lookup const& each) {
      return each.answer && !each.written && each.question == asked.question &&
             each.said.moment.conversation == asked.said.moment.conversation;
    });
    auto* const answer = found == lookups_.end() ? nullptr : &*found;
    write_lookup(asked, answer);
    if (answer != nullptr) answer->written = true;
  }
  for (auto const& answer : lookups_)
    if (answer.answer && !answer.written) write_lookup(answer, &answer);
  lookups_.clear();
}

void ZeekLogs::write_lookup(Lookup const& asked, Lookup const* answer) {
  auto const& outcome = answer == nullptr ? asked.outcome : answer->outcome;
  dns_.begin(asked.said.moment.at);
  dns_.identity(asked.said.moment, !asked.answer);
  dns_.text(lower_proto(conversations_.transport(asked.said.moment.conversation)));
  dns_.text(asked.question);
  dns_.text(asked.record);
  bool const answered =
      outcome.state == Outcome::State::accepted || outcome.state == Outcome::State::refused;
  auto const code = outcome.code.value_or(0);
  answered ? dns_.number(code) : dns_.unset();
  dns_.text(outcome.reason.empty() && answered && code == 0 ? "NOERROR" : outcome.reason.text());
  std::vector<std::string_view> texts;
  if (answer != nullptr) texts.assign(answer->answers.begin(), answer->answers.end());
  dns_.texts(texts);
  dns_.truth(outcome.state == Outcome::State::refused);
  dns_.end();
}

void ZeekLogs::write_modbus(Command const& command) {
  modbus_.begin(command.said.moment.at);
  modbus_.identity(command.said.moment);
  command.transaction ? modbus_.number(static_cast<std::uint32_t>(*command.transaction))
                      : modbus_.unset();
  modbus_.number(command.object.station);
  modbus_.text(constant_name(command.operation.text()));
  modbus_.text(command.outcome.state == Outcome::State::refused
                   ? constant_name(command.outcome.reason.text())
                   : std::string{});
  bool const addressed = !command.object.space.empty();
  addressed ? modbus_.number(command.object.offset) : modbus_.unset();
  addressed ? modbus_.number(command.object.length) : modbus_.unset();
  modbus_.end();
}

void ZeekLogs::write_request(Command const& command) {
  auto const place = command.object.symbol;
  auto const slash = std::min(place.find('/'), place.size());
  http_.begin(command.said.moment.at);
  http_.identity(command.said.moment);
  http_.text(command.operation.text());
  http_.text(place.substr(0, slash));
  http_.text(place.substr(slash));
  command.outcome.code ? http_.number(*command.outcome.code) : http_.unset();
  http_.text(command.outcome.reason.text());
  http_.end();
}

void ZeekLogs::write_s7(Command const& command) {
  s7comm_.begin(command.said.moment.at);
  s7comm_.identity(command.said.moment);
  s7comm_.text(command.operation.text());
  s7comm_.text(name_of(command.verb));
  s7comm_.text(to_text(command.object));
  s7comm_.text(name_of(command.outcome.state));
  command.outcome.code ? s7comm_.number(*command.outcome.code) : s7comm_.unset();
  s7comm_.text(command.outcome.reason.text());
  s7comm_.end();
}

Status ZeekLogs::finish() {
  write_lookups();
  for (auto const& entry : conversations_.take_rest()) {
    if (entry.session.seen()) write_session(entry.session);
    if (!entry.sum.transport.empty()) write_connection(entry.sum);
  }
  for (auto* table : {&conn_, &dns_, &ssl_, &http_, &modbus_, &s7comm_})
    if (auto const done = table->finish(); !done.ok()) return done;
  return Nothing{};
}

}  // namespace qw::exports
