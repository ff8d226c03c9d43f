// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "simulate/dice.hpp"
#include "simulate/wire/octets.hpp"

/// SIP (RFC 3261) over UDP between a phone and its exchange, with SDP (RFC 8866) for one stream
/// of G.711. Proofs of passwords (RFC 7616) are noise.
namespace qw::simulate::sip {

constexpr std::uint16_t port = 5060;
constexpr unsigned a_law = 8;  // RFC 3551, table 4

struct User {
  std::string name;     // "cabin-1"
  std::string address;  // of its own, as it knows it: "10.0.0.9"
  std::string agent;    // product and version
  std::uint16_t media_port = 0;
};

/// What all messages of one call, or of one registration, share.
struct Dialog {
  User caller;
  User called;
  std::string domain;  // "pbx.port.example"
  std::string id;
  std::string caller_tag;
  std::string called_tag;
  std::string branch;  // of the transaction
  std::uint32_t session = 1;
};
/// Identifiers by chance.
Dialog dialog(User caller, User called, std::string_view domain, Dice& dice);

// Each is a whole datagram. The caller registers with `register_request`; the exchange asks for
// a proof first.
std::string register_request(Dialog const& dialog, unsigned number, std::string_view proof = {});
std::string register_challenged(Dialog const& dialog, std::string_view nonce);
std::string register_accepted(Dialog const& dialog, unsigned number);
/// The value of an Authorization header.
std::string proof(Dialog const& dialog, std::string_view nonce, Dice& dice);

std::string invite(Dialog const& dialog);
/// 100 (which has no tag yet), 180, or 200 with the called one's media.
std::string invite_answer(Dialog const& dialog, unsigned status);
std::string acknowledge(Dialog const& dialog);
/// `by_caller` says who hangs up.
std::string bye(Dialog const& dialog, bool by_caller);
std::string bye_answer(Dialog const& dialog, bool by_caller);

/// A fiftieth of a second of A-law (G.711): noise whose loudness rises and falls as speech
/// does, or silence. Nobody said anything.
Octets voice(bool speaks, Dice& dice);

}  // namespace qw::simulate::sip
