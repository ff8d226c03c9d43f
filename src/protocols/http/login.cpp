// SPDX-License-Identifier: Apache-2.0
#include "protocols/http/login.hpp"

#include <algorithm>
#include <array>

#include "protocols/http/parse.hpp"

namespace qw::http {
namespace {

struct Scheme {
  std::string_view name;
  std::string_view rest;
};

Scheme split(std::string_view value) {
  auto const space = value.find(' ');
  if (space == std::string_view::npos) return {value, {}};
  auto rest = value.substr(space + 1);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  return {value.substr(0, space), rest};
}

void set_account(Attempt& attempt, std::string_view account) {
  attempt.account.add(account.substr(0, std::min(account.size(), ntlm::most_account)));
}

Attempt read_basic(std::string_view token) {
  Attempt attempt{.method = "Basic", .in_clear = true};
  std::array<std::byte, 512> room;
  auto const text = text_of(decode_base64(token, room));
  set_account(attempt, text.substr(0, text.find(':')));
  return attempt;
}

/// The parameter username, quoted or not.
Attempt read_digest(std::string_view parameters) {
  Attempt attempt{.method = "Digest"};
  constexpr std::string_view wanted = "username=";
  auto at = parameters.find(wanted);
  while (at != std::string_view::npos && at != 0 && parameters[at - 1] != ' ' &&
         parameters[at - 1] != ',')
    at = parameters.find(wanted, at + 1);
  if (at == std::string_view::npos) return attempt;
  auto const value = parameters.substr(at + wanted.size());
  bool const quoted = value.starts_with('"');
  auto const name = value.substr(quoted ? 1 : 0);
  set_account(attempt, name.substr(0, name.find_first_of(quoted ? "\"" : ", ")));
  return attempt;
}

Attempt read_negotiate(std::string_view token, Term otherwise) {
  std::array<std::byte, most_token> room;
  auto const octets = decode_base64(token, room);
  auto const message = ntlm::find(octets);
  if (!message) {
    if (ntlm::holds_kerberos(octets)) return {.method = "Kerberos"};
    return {.method = otherwise};
  }
  if (message->type != ntlm::MessageType::authenticate) return {};
  return {.method = "NTLM",
          .account = ntlm::account_text(*message),
          .workstation = ntlm::name_text(message->workstation, message->wide),
          .system = ntlm::system_text(message->version)};
}

}  // namespace

Attempt read_authorization(std::string_view value) {
  auto const [scheme, rest] = split(value);
  if (same_word(scheme, "basic")) return read_basic(rest);
  if (same_word(scheme, "digest")) return read_digest(rest);
  if (same_word(scheme, "bearer")) return {.method = "Bearer", .in_clear = true};
  if (same_word(scheme, "negotiate")) return read_negotiate(rest, "Negotiate");
  if (same_word(scheme, "ntlm")) return read_negotiate(rest, {});
  return {};
}

Challenger read_challenge(std::string_view value) {
  auto const [scheme, rest] = split(value);
  if (!same_word(scheme, "ntlm") && !same_word(scheme, "negotiate")) return {};
  std::array<std::byte, most_token> room;
  auto const message = ntlm::find(decode_base64(rest, room));
  if (!message || message->type != ntlm::MessageType::challenge) return {};
  Challenger challenger{.system = ntlm::system_text(message->version)};
  ntlm::TargetInfo pairs{message->target_info};
  for (ntlm::TargetInfo::Item item; pairs.next(item);)
    if (item.id == ntlm::TargetInfo::Id::dns_computer ||
        (item.id == ntlm::TargetInfo::Id::computer && challenger.name.view().empty()))
      challenger.name = ntlm::name_text(item.value, true);
  return challenger;
}

}  // namespace qw::http
