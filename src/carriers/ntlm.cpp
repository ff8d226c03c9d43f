// SPDX-License-Identifier: Apache-2.0
#include "carriers/ntlm.hpp"

#include <algorithm>
#include <charconv>

namespace qw::ntlm {
namespace {

constexpr std::string_view signature{"NTLMSSP\0", 8};
constexpr std::uint32_t flag_unicode = 0x0000'0001;
constexpr std::uint32_t flag_version = 0x0200'0000;

/// Length, room, offset: octets elsewhere in the message. Empty if they lie outside.
Bytes payload(Cursor& in, Bytes message) {
  auto const length = in.u16le();
  in.skip(2);
  auto const offset = in.u32le();
  if (!in.ok() || offset > message.size() || length > message.size() - offset) return {};
  return message.subspan(offset, length);
}

Version version_at(Bytes message, std::size_t offset, std::uint32_t flags) {
  if ((flags & flag_version) == 0 || message.size() < offset + 8) return {};
  Cursor in{message.subspan(offset)};
  auto const major = in.u8();
  auto const minor = in.u8();
  return {major, minor, in.u16le()};
}

MessageView read_challenge(Cursor in, Bytes message) {
  MessageView view{.type = MessageType::challenge, .wide = true};
  in.skip(8);  // target name: said again, and better, by the target information
  auto const flags = in.u32le();
  in.skip(16);  // challenge, reserved
  if (!in.empty()) view.target_info = payload(in, message);
  view.version = version_at(message, 48, flags);
  return view;
}

std::optional<MessageView> read_authenticate(Cursor in, Bytes message) {
  MessageView view{.type = MessageType::authenticate};
  in.skip(16);  // the two responses
  view.domain = payload(in, message);
  view.user = payload(in, message);
  view.workstation = payload(in, message);
  if (!in.ok()) return std::nullopt;
  in.skip(8);                     // session key
  auto const flags = in.u32le();  // missing in the oldest form, which is in one octet a letter
  view.wide = in.ok() && (flags & flag_unicode) != 0;
  if (in.ok()) view.version = version_at(message, 64, flags);
  return view;
}

template <std::size_t most>
void add_name(ShortText<most>& text, Bytes raw, bool wide) {
  if (wide)
    add_utf16le(text, raw);
  else
    text.add(text_of(raw.first(std::min(raw.size(), text.room()))));
}

}  // namespace

std::optional<MessageView> parse(Bytes message) {
  Cursor in{message};
  if (text_of(in.take(signature.size())) != signature) return std::nullopt;
  auto const type = in.u32le();
  if (!in.ok()) return std::nullopt;
  switch (type) {
    case 1: {
      auto const flags = in.u32le();
      return MessageView{.type = MessageType::negotiate, .version = version_at(message, 32, flags)};
    }
    case 2: return read_challenge(in, message);
    case 3: return read_authenticate(in, message);
    default: return std::nullopt;
  }
}

std::optional<MessageView> find(Bytes token) {
  auto const at = text_of(token.first(std::min(token.size(), most_search))).find(signature);
  if (at == std::string_view::npos) return std::nullopt;
  return parse(token.subspan(at));
}

bool holds_kerberos(Bytes token) {
  // Mechanism 1.2.840.113554.1.2.2, then the token identifier of an AP-REQ.
  constexpr std::string_view start{"\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00", 13};
  return text_of(token.first(std::min(token.size(), most_search))).find(start) !=
         std::string_view::npos;
}

bool TargetInfo::next(Item& item) {
  item.id = static_cast<Id>(in_.u16le());
  item.value = in_.take(in_.u16le());
  return in_.ok() && item.id != Id::end;
}

NameText name_text(Bytes raw, bool wide) {
  NameText text;
  add_name(text, raw, wide);
  return text;
}

AccountText account_text(MessageView const& message) {
  AccountText text;
  if (message.user.empty()) return text;
  auto const domain = name_text(message.domain, message.wide);
  auto const user = name_text(message.user, message.wide);
  if (!domain.view().empty()) {
    text.add(domain.view());
    text.add('\\');
  }
  text.add(user.view());
  return text;
}

SystemText system_text(Version const& version) {
  SystemText text;
  if (!version.known()) return text;
  auto const add_number = [&text](unsigned number) {
    char digits[5];
    auto const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    text.add({digits, static_cast<std::size_t>(end - digits)});
  };
  text.add("Windows ");
  add_number(version.major);
  text.add('.');
  add_number(version.minor);
  text.add('.');
  add_number(version.build);
  return text;
}

}  // namespace qw::ntlm
