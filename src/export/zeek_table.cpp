// SPDX-License-Identifier: Apache-2.0
#include "export/zeek_table.hpp"

#include <fmt/format.h>

#include "core/hash.hpp"
#include "vocabulary/text.hpp"

namespace qw::exports {
namespace {

/// Seconds since 1970 with six decimals, cut and not rounded, as Zeek writes them.
void append_seconds(std::string& out, std::int64_t ns) {
  constexpr std::int64_t second = 1'000'000'000;
  auto const whole = ns / second - (ns % second < 0 ? 1 : 0);
  auto const micro = ((ns % second) + second) % second / 1000;
  out += fmt::format("{}.{:06}", whole, micro);
}

/// "C" and seventeen characters that stand for the conversation alone, so that the
/// same capture gives the same ones again.
std::string uid_of(ConversationId id) {
  constexpr std::string_view digits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string uid = "C";
  for (std::uint64_t part = 1; part <= 2; ++part) {
    auto value = mixed(id.value, part);
    for (int i = 0; i < (part == 1 ? 9 : 8); ++i, value /= digits.size())
      uid += digits[value % digits.size()];
  }
  return uid;
}

/// "2026-03-01-06-30-00"
std::string header_time(Stamp at) {
  auto text = to_text(at).substr(0, 19);
  for (auto& c : text)
    if (c == 'T' || c == ':') c = '-';
  return text;
}

}  // namespace

void ZeekTable::begin(Stamp at) {
  if (!open_) header(at);
  last_ = at;
  first_ = true;
  time(at);
}

void ZeekTable::header(Stamp at) {
  open_ = true;
  auto made = OutputFile::create(fmt::format("{}/{}.log", folder_, name_));
  if (!made.ok()) {
    failure_ = made.error().text;
    return;
  }
  file_ = std::move(*made);
  auto& out = file_.buffer();
  out += "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n";
  out += fmt::format("#path\t{}\n#open\t{}\n#fields", name_, header_time(at));
  for (auto const& field : fields_) out.append("\t").append(field.name);
  out += "\n#types";
  for (auto const& field : fields_) out.append("\t").append(field.type);
  out += '\n';
}

void ZeekTable::separate() {
  if (!first_) file_.buffer() += '\t';
  first_ = false;
}

void ZeekTable::unset() {
  separate();
  file_.buffer() += '-';
}

void ZeekTable::escaped(std::string_view value, bool in_set) {
  auto& out = file_.buffer();
  if (value == "-" || value == "(empty)") {
    out += fmt::format("\\x{:02x}", value[0]);
    value.remove_prefix(1);
  }
  while (!value.empty()) {
    auto const c = static_cast<unsigned char>(value[0]);
    auto const length = utf8_length(value);
    if (length > 1) {
      out += value.substr(0, length);
      value.remove_prefix(length);
      continue;
    }
    if (c < 0x20 || c >= 0x7f || (in_set && c == ','))
      out += fmt::format("\\x{:02x}", c);
    else if (c == '\\')
      out += "\\\\";
    else
      out += value[0];
    value.remove_prefix(1);
  }
}

void ZeekTable::text(std::string_view value) {
  if (value.empty()) return unset();
  separate();
  escaped(value, false);
}

void ZeekTable::texts(std::span<std::string_view const> values) {
  if (values.empty()) return unset();
  separate();
  for (auto const& value : values) {
    if (&value != &values.front()) file_.buffer() += ',';
    escaped(value, true);
  }
}

void ZeekTable::number(std::uint64_t value) {
  separate();
  append_text(file_.buffer(), value);
}

void ZeekTable::truth(bool value) {
  separate();
  file_.buffer() += value ? 'T' : 'F';
}

void ZeekTable::time(Stamp value) {
  separate();
  append_seconds(file_.buffer(), value.ns);
}

void ZeekTable::interval(Nanoseconds value) {
  separate();
  append_seconds(file_.buffer(), value.count);
}

void ZeekTable::address(Address const& value) {
  if (value.empty()) return unset();
  separate();
  append_text(file_.buffer(), value);
}

void ZeekTable::identity(Moment const& moment, bool speaker_is_client) {
  auto const& client = speaker_is_client ? moment.speaker : moment.listener;
  auto const& server = speaker_is_client ? moment.listener : moment.speaker;
  text(uid_of(moment.conversation));
  address(client.host.address);
  number(client.port);
  address(server.host.address);
  number(server.port);
}

void ZeekTable::end() {
  if (!failure_.empty()) return file_.buffer().clear();
  file_.buffer() += '\n';
  file_.settle();
}

Status ZeekTable::finish() {
  if (!failure_.empty()) return Error{failure_};
  if (!open_) return Nothing{};
  file_.buffer() += fmt::format("#close\t{}\n", header_time(last_));
  return file_.finish();
}

}  // namespace qw::exports
