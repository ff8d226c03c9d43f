// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/bytes.hpp"
#include "core/parsed.hpp"
#include "core/short_text.hpp"

/// Octets to views: pure, stateless, no allocation. Source: [MS-RDPBCGR], sections
/// 2.2.1 and 2.2.8.1; ITU-T T.125 and T.124 for what carries them.
namespace qw::rdp {

/// Security protocols, as flags of a request; a reply selects one.
namespace security {
inline constexpr std::uint32_t standard = 0;
inline constexpr std::uint32_t tls = 1;
inline constexpr std::uint32_t credssp = 2;
inline constexpr std::uint32_t rdstls = 4;
inline constexpr std::uint32_t credssp_early = 8;
inline constexpr std::uint32_t entra = 16;
}  // namespace security

/// The variable part of an X.224 Connection Request, section 2.2.1.1.
struct ConnectRequestView {
  std::string_view account;        // "Cookie: mstshash=", cut to nine characters by the client
  std::string_view routing_token;  // "Cookie: msts="
  bool negotiates = false;
  std::uint32_t protocols = 0;  // offered
};
/// Empty if the part is neither cookie nor negotiation.
std::optional<ConnectRequestView> read_connect_request(Bytes variable);

/// The variable part of an X.224 Connection Confirm, section 2.2.1.2.
struct ConnectConfirmView {
  enum class Kind : std::uint8_t { plain, selected, failed };
  Kind kind = Kind::plain;  // plain: the server knows no negotiation
  std::uint32_t value = 0;  // protocol selected, or failure code
};
std::optional<ConnectConfirmView> read_connect_confirm(Bytes variable);

Term protocol_name_of(std::uint32_t protocol);
Term failure_name(std::uint32_t code);

/// "TLS CredSSP": every protocol of a request.
using ProtocolsText = ShortText<96>;
ProtocolsText protocols_text(std::uint32_t protocols);

using NameText = ShortText<192>;
inline constexpr std::size_t most_channels = 31;

/// MCS Connect Initial with GCC Conference Create Request, section 2.2.1.3.
struct ClientDataView {
  std::uint32_t version = 0;  // major in the high half
  std::uint32_t build = 0;
  std::uint32_t keyboard_layout = 0;
  NameText name;        // of the client computer
  NameText product_id;  // of its operating system
  Bytes channels;       // definitions of 12 octets
};
/// Octets of one channel definition, of which the first eight are its name.
inline constexpr std::size_t channel_octets = 12;

/// MCS Connect Response with GCC Conference Create Response, section 2.2.1.4.
struct ServerDataView {
  std::uint32_t version = 0;
  std::uint32_t encryption_method = 0;
  std::uint32_t encryption_level = 0;
};

/// What a data TPDU holds; empty if another MCS PDU.
bool is_connect_initial(Bytes unit);
bool is_connect_response(Bytes unit);
std::optional<ClientDataView> read_client_data(Bytes unit);
std::optional<ServerDataView> read_server_data(Bytes unit);

Term encryption_method_name(std::uint32_t method);
Term encryption_level_name(std::uint32_t level);

/// Client Info PDU in a Send Data Request, section 2.2.1.11: the account, and
/// whether a password stands beside it. Only where nothing is encrypted.
struct ClientInfoView {
  NameText domain;
  NameText account;
  bool has_password = false;
};
std::optional<ClientInfoView> read_client_info(Bytes unit);

/// Octets of the PDU that the stream begins with: a TPKT packet or a fast-path
/// PDU, section 2.2.8.1.2. As a Parsed of the whole PDU.
Parsed<Bytes> parse_pdu(Bytes stream);
inline bool is_packet(Bytes pdu) { return !pdu.empty() && octet_at(pdu, 0) == 3; }

}  // namespace qw::rdp
