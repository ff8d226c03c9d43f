// SPDX-License-Identifier: Apache-2.0
#include "protocols/rdp/parse.hpp"

#include "carriers/ber.hpp"
#include "carriers/tpkt.hpp"
#include "core/cursor.hpp"
#include "core/utf16.hpp"

namespace qw::rdp {
namespace {

constexpr std::string_view account_cookie = "Cookie: mstshash=";
constexpr std::string_view routing_cookie = "Cookie: msts=";

constexpr std::uint8_t negotiation_request = 1;
constexpr std::uint8_t negotiation_response = 2;
constexpr std::uint8_t negotiation_failure = 3;
constexpr std::uint16_t negotiation_octets = 8;

constexpr std::uint16_t client_core = 0xc001;
constexpr std::uint16_t client_network = 0xc003;
constexpr std::uint16_t server_core = 0x0c01;
constexpr std::uint16_t server_security = 0x0c02;

constexpr std::size_t client_name_octets = 32;
constexpr std::size_t product_id_octets = 64;

struct Negotiation {
  std::uint8_t type = 0;
  std::uint32_t value = 0;
};
std::optional<Negotiation> read_negotiation(Bytes bytes) {
  Cursor in{bytes};
  Negotiation negotiation;
  negotiation.type = in.u8();
  in.skip(1);  // flags
  auto const length = in.u16le();
  negotiation.value = in.u32le();
  if (!in.ok() || length != negotiation_octets) return std::nullopt;
  return negotiation;
}

/// UTF-16 up to its first zero.
void add_name(NameText& text, Bytes units) {
  std::size_t end = 0;
  while (end + 1 < units.size() && (octet_at(units, end) != 0 || octet_at(units, end + 1) != 0))
    end += 2;
  add_utf16le(text, units.first(end));
}

/// A length of the Packed Encoding Rules as T.124 uses them.
std::size_t per_length(Cursor& in) {
  std::size_t const first = in.u8();
  return (first & 0x80) == 0 ? first : (first & 0x7f) << 8 | in.u8();
}

/// The user data of a Connect Initial or Response: its last element.
Bytes connect_user_data(Bytes unit) {
  Cursor in{unit};
  in.skip(2);  // application tag 101 or 102
  auto const first = in.u8();
  if (first > 0x84) return {};
  if (first > 0x80) in.skip(first & 0x7fU);
  ber::Reader reader{in.rest()};
  Bytes data;
  for (ber::Element element; reader.next(element);)
    if (element.identifier == ber::tag::octet_string) data = element.content;
  return data;
}

/// The blocks inside a conference's create request or response, behind the key
/// that marks them as ours.
Bytes conference_blocks(Bytes user_data, std::size_t head, std::string_view key) {
  Cursor in{user_data};
  in.skip(7);  // T.124 identifier
  per_length(in);
  in.skip(head);
  auto const found = text_of(in.take(key.size()));
  auto const octets = per_length(in);
  auto const blocks = in.take(std::min(octets, in.left()));
  return in.ok() && found == key ? blocks : Bytes{};
}

/// Calls `hear(type, content)` for each block.
template <class Hear>
void each_block(Bytes blocks, Hear hear) {
  Cursor in{blocks};
  while (!in.empty()) {
    auto const type = in.u16le();
    auto const length = in.u16le();  // header included
    if (!in.ok() || length < 4) return;
    auto const content = in.take(length - 4U);
    if (!in.ok()) return;
    hear(type, content);
  }
}

void read_client_core(Bytes content, ClientDataView& view) {
  Cursor in{content};
  view.version = in.u32le();
  in.skip(8);  // desktop size, colour depth, SAS sequence
  view.keyboard_layout = in.u32le();
  view.build = in.u32le();
  add_name(view.name, in.take(client_name_octets));
  // Keyboard, IME file name, depth, product, serial number, depths, capabilities.
  in.skip(12 + 64 + 2 + 2 + 4 + 2 + 2 + 2);
  if (in.ok()) add_name(view.product_id, in.take(product_id_octets));
}

}  // namespace

std::optional<ConnectRequestView> read_connect_request(Bytes variable) {
  ConnectRequestView view;
  auto const text = text_of(variable);
  auto rest = variable;
  bool const has_cookie = text.starts_with(account_cookie) || text.starts_with(routing_cookie);
  if (has_cookie) {
    auto const end = text.find("\r\n");
    auto const line = text.substr(0, end);
    if (line.starts_with(account_cookie))
      view.account = line.substr(account_cookie.size());
    else
      view.routing_token = line.substr(routing_cookie.size());
    rest = end == std::string_view::npos ? Bytes{} : variable.subspan(end + 2);
  }
  auto const negotiation = read_negotiation(rest);
  view.negotiates = negotiation && negotiation->type == negotiation_request;
  if (view.negotiates) view.protocols = negotiation->value;
  if (!has_cookie && !view.negotiates) return std::nullopt;
  return view;
}

std::optional<ConnectConfirmView> read_connect_confirm(Bytes variable) {
  if (variable.empty()) return ConnectConfirmView{};
  auto const negotiation = read_negotiation(variable);
  if (!negotiation) return std::nullopt;
  using Kind = ConnectConfirmView::Kind;
  if (negotiation->type == negotiation_response)
    return ConnectConfirmView{Kind::selected, negotiation->value};
  if (negotiation->type == negotiation_failure)
    return ConnectConfirmView{Kind::failed, negotiation->value};
  return std::nullopt;
}

Term protocol_name_of(std::uint32_t protocol) {
  switch (protocol) {
    case security::standard: return "RDP";
    case security::tls: return "TLS";
    case security::credssp: return "CredSSP";
    case security::rdstls: return "RDSTLS";
    case security::credssp_early: return "CredSSP-EX";
    case security::entra: return "RDSAAD";
    default: return {};
  }
}

Term failure_name(std::uint32_t code) {
  switch (code) {
    case 1: return "SSL_REQUIRED_BY_SERVER";
    case 2: return "SSL_NOT_ALLOWED_BY_SERVER";
    case 3: return "SSL_CERT_NOT_ON_SERVER";
    case 4: return "INCONSISTENT_FLAGS";
    case 5: return "HYBRID_REQUIRED_BY_SERVER";
    case 6: return "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER";
    default: return {};
  }
}

ProtocolsText protocols_text(std::uint32_t protocols) {
  ProtocolsText text;
  if (protocols == 0) text.add(protocol_name_of(0).text());
  for (std::uint32_t bit = 1; bit <= security::entra; bit <<= 1) {
    if ((protocols & bit) == 0) continue;
    if (!text.view().empty()) text.add(' ');
    text.add(protocol_name_of(bit).text());
  }
  return text;
}

bool is_connect_initial(Bytes unit) {
  return unit.size() > 2 && octet_at(unit, 0) == 0x7f && octet_at(unit, 1) == 0x65;
}
bool is_connect_response(Bytes unit) {
  return unit.size() > 2 && octet_at(unit, 0) == 0x7f && octet_at(unit, 1) == 0x66;
}

std::optional<ClientDataView> read_client_data(Bytes unit) {
  auto const blocks = conference_blocks(connect_user_data(unit), 8, "Duca");
  if (blocks.empty()) return std::nullopt;
  ClientDataView view;
  each_block(blocks, [&](std::uint16_t type, Bytes content) {
    if (type == client_core) read_client_core(content, view);
    if (type == client_network && content.size() > 4) view.channels = content.subspan(4);
  });
  return view;
}

std::optional<ServerDataView> read_server_data(Bytes unit) {
  auto const blocks = conference_blocks(connect_user_data(unit), 9, "McDn");
  if (blocks.empty()) return std::nullopt;
  ServerDataView view;
  each_block(blocks, [&](std::uint16_t type, Bytes content) {
    Cursor in{content};
    if (type == server_core) view.version = in.u32le();
    if (type == server_security) {
      view.encryption_method = in.u32le();
      view.encryption_level = in.u32le();
    }
  });
  return view;
}

Term encryption_method_name(std::uint32_t method) {
  switch (method) {
    case 0x00: return "none";
    case 0x01: return "RC4 40-bit";
    case 0x02: return "RC4 128-bit";
    case 0x08: return "RC4 56-bit";
    case 0x10: return "FIPS 140-1";
    default: return "unknown";
  }
}

Term encryption_level_name(std::uint32_t level) {
  switch (level) {
    case 0: return "none";
    case 1: return "low";
    case 2: return "client compatible";
    case 3: return "high";
    case 4: return "FIPS";
    default: return "unknown";
  }
}

std::optional<ClientInfoView> read_client_info(Bytes unit) {
  constexpr std::uint8_t send_data_request = 0x64;
  constexpr std::uint16_t flag_encrypted = 0x0008;
  constexpr std::uint16_t flag_info = 0x0040;
  constexpr std::uint32_t unicode = 0x0010;
  Cursor in{unit};
  auto const code = in.u8();
  in.skip(5);  // initiator, channel, priority
  per_length(in);
  auto const flags = in.u16le();
  in.skip(2 + 4);  // flags' high half, code page
  auto const options = in.u32le();
  auto const domain_octets = in.u16le();
  auto const account_octets = in.u16le();
  auto const password_octets = in.u16le();
  in.skip(4);  // lengths of shell and working directory
  bool const in_clear = (flags & (flag_info | flag_encrypted)) == flag_info;
  if (!in.ok() || code != send_data_request || !in_clear || (options & unicode) == 0)
    return std::nullopt;
  ClientInfoView view;
  add_name(view.domain, in.take(domain_octets));
  in.skip(2);  // each text ends in a zero that its length leaves out
  add_name(view.account, in.take(account_octets));
  view.has_password = password_octets > 0;
  if (!in.ok()) return std::nullopt;
  return view;
}

Parsed<Bytes> parse_pdu(Bytes stream) {
  if (is_packet(stream)) {
    auto const packet = tpkt::parse(stream);
    auto const* done = std::get_if<0>(&packet);
    if (done == nullptr) return packet;
    return Done<Bytes>{stream.first(done->used), done->used};
  }
  Cursor in{stream};
  auto const header = in.u8();
  if (in.ok() && (header & 3) != 0)
    return Malformed{Fault::value, 0, "neither TPKT nor a fast-path PDU"};
  auto const octets = per_length(in);
  if (!in.ok()) return NeedMore{stream.size() + 1};
  if (octets < in.position()) return Malformed{Fault::length, 1, "fast-path length is too short"};
  if (octets > stream.size()) return NeedMore{octets};
  return Done<Bytes>{stream.first(octets), octets};
}

}  // namespace qw::rdp
