// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/short_text.hpp"
#include "core/utf16.hpp"

/// NT LAN Manager authentication, as SMB, HTTP, LDAP, DCE/RPC and RDP carry it.
/// Names only: responses to challenges and session keys are never read.
namespace qw::ntlm {

inline constexpr std::size_t most_name = 128;     // octets of a name as text
inline constexpr std::size_t most_account = 260;  // "DOMAIN\user"
inline constexpr std::size_t most_search = 1024;  // octets in which a token may begin

enum class MessageType : std::uint8_t { negotiate = 1, challenge = 2, authenticate = 3 };

/// Operating system by its version numbers; 0.0.0 if the message has none.
struct Version {
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  std::uint16_t build = 0;
  [[nodiscard]] bool known() const { return major != 0; }
};

/// One message; names are raw, borrowed, in UTF-16 or in one octet a letter.
struct MessageView {
  MessageType type = MessageType::negotiate;
  bool wide = false;
  Bytes domain;  // of authenticate
  Bytes user;
  Bytes workstation;
  Bytes target_info;  // of challenge: pairs, walk with `TargetInfo`
  Version version;
};

/// Source: MS-NLMP, section 2.2.1. None if it is no such message or is cut.
std::optional<MessageView> parse(Bytes message);

/// The message inside a security token (SPNEGO or bare), found by its signature.
std::optional<MessageView> find(Bytes token);

/// Does the token carry a Kerberos AP-REQ (RFC 4121, section 4.1)?
bool holds_kerberos(Bytes token);

/// Walks the AV_PAIRs of a challenge (MS-NLMP, section 2.2.2.1).
class TargetInfo {
 public:
  enum class Id : std::uint16_t { end, computer, domain, dns_computer, dns_domain };
  struct Item {
    Id id = Id::end;
    Bytes value;  // UTF-16
  };
  explicit TargetInfo(Bytes pairs) : in_{pairs} {}
  bool next(Item& item);

 private:
  Cursor in_;
};

using NameText = ShortText<most_name>;
NameText name_text(Bytes raw, bool wide);

/// "DOMAIN\user", or "user" without a domain; empty for an anonymous login.
using AccountText = ShortText<most_account>;
AccountText account_text(MessageView const& message);

/// "Windows 10.0.19041": the numbers tell the release; empty if unknown.
using SystemText = ShortText<24>;
SystemText system_text(Version const& version);

}  // namespace qw::ntlm
