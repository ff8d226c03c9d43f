// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "carriers/ntlm.hpp"
#include "core/short_text.hpp"
#include "protocols/smb/parse.hpp"

/// The few commands of SMB 1 that tell who talks and what is opened.
namespace qw::smb {

inline constexpr std::size_t most_old_text = 256;  // of a name or path as text
inline constexpr std::size_t most_old_chain = 4;   // commands followed in one message

enum class OldCommand : std::uint8_t {
  negotiate = 0x72,
  session_setup = 0x73,
  tree_connect = 0x75,
  nt_create = 0xa2,
};

/// One message of SMB 1, at its first command. Source: MS-CIFS, section 2.2.3.1.
struct OldMessageView {
  std::uint8_t command = 0;
  std::uint32_t status = 0;  // NT status, or class and code of DOS
  bool response = false;
  bool wide = false;  // text is in UTF-16
  std::uint16_t tree = 0;
  std::uint16_t process = 0;
  std::uint16_t multiplex = 0;
  Bytes whole;
  std::size_t block = 0;  // offset of words and data of the command
};
std::optional<OldMessageView> read_old_message(Bytes octets);

/// The next command of an AndX chain; false if this is the last.
bool next_in_chain(OldMessageView& message);

using OldText = ShortText<most_old_text>;

/// Dialect strings of a Negotiate request, each behind an octet 2: MS-CIFS, 2.2.4.52.
Bytes offered_dialects(OldMessageView const& message);
/// The one at an index of such a list; empty if there is none.
std::string_view dialect_at(Bytes dialects, std::size_t index);
/// Index chosen by the server; none if it refuses all.
std::optional<std::uint16_t> chosen_dialect(OldMessageView const& message);

/// Session Setup AndX, either way: MS-CIFS, section 2.2.4.53; MS-SMB, 2.2.4.6.
struct OldSetup {
  Bytes token;  // of extended security; then there is no account
  OldText account;
  OldText domain;
  OldText system;   // native operating system
  OldText manager;  // native LAN manager
};
std::optional<OldSetup> read_old_setup(OldMessageView const& message);

/// Path of a Tree Connect AndX request (2.2.4.55); name of an NT Create AndX
/// request (2.2.4.64), with its disposition. None if cut.
std::optional<OldText> old_share_path(OldMessageView const& message);
struct OldCreate {
  OldText name;
  std::uint32_t disposition = 0;
  std::uint32_t options = 0;
};
std::optional<OldCreate> read_old_create(OldMessageView const& message);

}  // namespace qw::smb
