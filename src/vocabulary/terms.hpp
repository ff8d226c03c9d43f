// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iterator>
#include <string_view>

#include "core/term.hpp"

namespace qw {

/// What conversations travel in.
namespace transport {
inline constexpr Term tcp{"tcp"};
inline constexpr Term udp{"udp"};
inline constexpr Term sctp{"sctp"};
inline constexpr Term icmp{"icmp"};
inline constexpr Term icmpv6{"icmpv6"};
inline constexpr Term igmp{"igmp"};
inline constexpr Term ip{"ip"};      // any other protocol above IP
inline constexpr Term link{"link"};  // none: frames of the link itself
}  // namespace transport

enum class Phase : std::uint8_t { opened, update, closed };
constexpr std::string_view name_of(Phase value) {
  constexpr std::string_view names[] = {"opened", "update", "closed"};
  return names[static_cast<std::size_t>(value)];
}

/// How a service is known.
enum class ServiceBasis : std::uint8_t { none, content, expected, port, application };
constexpr std::string_view name_of(ServiceBasis value) {
  constexpr std::string_view names[] = {"none", "content", "expected", "port", "application"};
  return names[static_cast<std::size_t>(value)];
}

enum class Encryption : std::uint8_t { unknown, clear, encrypted };
constexpr std::string_view name_of(Encryption value) {
  constexpr std::string_view names[] = {"unknown", "clear", "encrypted"};
  return names[static_cast<std::size_t>(value)];
}

/// Why a rule is taken for a conversation though it is not proven to fit: it has the other side
/// as who opens, and who did was not seen; or what the conversation is was lost with its opening.
enum class Doubt : std::uint8_t { none, opener, opening };
constexpr std::string_view name_of(Doubt value) {
  constexpr std::string_view names[] = {"none", "opener", "opening"};
  return names[static_cast<std::size_t>(value)];
}

enum class CloseCause : std::uint8_t { none, finished, reset, idle, evicted, end_of_capture };
constexpr std::string_view name_of(CloseCause value) {
  constexpr std::string_view names[] = {"none", "finished", "reset",
                                        "idle", "evicted",  "end of capture"};
  return names[static_cast<std::size_t>(value)];
}

/// What a command amounts to, in any protocol.
enum class Verb : std::uint8_t {
  read,
  write,
  start,
  stop,
  load_program,
  take_program,
  firmware,
  configure,
  set_clock,
  force,
  authenticate,
  diagnose,
  file,
  select,       // reserves what the next command is for
  cancel,       // gives it up
  acknowledge,  // of an alarm
  subscribe,    // asks to be told from now on
  call,         // a procedure of the listener's own
  restart,
  other,
};
inline constexpr std::size_t verb_count = static_cast<std::size_t>(Verb::other) + 1;

constexpr std::string_view name_of(Verb value) {
  constexpr std::string_view names[] = {
      "read",         "write",     "start",     "stop",      "load program",
      "take program", "firmware",  "configure", "set clock", "force",
      "authenticate", "diagnose",  "file",      "select",    "cancel",
      "acknowledge",  "subscribe", "call",      "restart",   "other"};
  static_assert(std::size(names) == verb_count);
  return names[static_cast<std::size_t>(value)];
}
/// Can it change what the listener does, or how?
constexpr bool changes_state(Verb verb) {
  switch (verb) {
    case Verb::write:
    case Verb::start:
    case Verb::stop:
    case Verb::load_program:
    case Verb::firmware:
    case Verb::configure:
    case Verb::set_clock:
    case Verb::force:
    case Verb::acknowledge:
    case Verb::call:
    case Verb::restart: return true;
    case Verb::read:
    case Verb::take_program:
    case Verb::authenticate:
    case Verb::diagnose:
    case Verb::file:
    case Verb::select:
    case Verb::cancel:
    case Verb::subscribe:
    case Verb::other: return false;
  }
  return false;
}

/// How a sample was learnt. `spontaneous`: the device told it unasked; `history`: it is of earlier.
enum class Learnt : std::uint8_t { poll, cyclic, subscription, write, spontaneous, history };
constexpr std::string_view name_of(Learnt value) {
  constexpr std::string_view names[] = {"poll",  "cyclic",      "subscription",
                                        "write", "spontaneous", "history"};
  return names[static_cast<std::size_t>(value)];
}

/// `event`: it has no duration.
enum class AlarmState : std::uint8_t { raised, cleared, event };
constexpr std::string_view name_of(AlarmState value) {
  constexpr std::string_view names[] = {"raised", "cleared", "event"};
  return names[static_cast<std::size_t>(value)];
}

enum class Attribute : std::uint8_t {
  maker,
  model,
  order_number,
  firmware,
  serial,
  host_name,
  role,
  operating_system,
  software,
  location,
  contact,
  hardware,
  identifier,  // the number by which its protocol knows it
};
constexpr std::string_view name_of(Attribute value) {
  constexpr std::string_view names[] = {
      "maker",     "model",    "order number",     "firmware", "serial",
      "host name", "role",     "operating system", "software", "location",
      "contact",   "hardware", "identifier"};
  return names[static_cast<std::size_t>(value)];
}

/// How strongly an attribute is known: said by the device in a field made for
/// it, in a banner, inferred from how it talks, or from its MAC.
enum class Basis : std::uint8_t { declared, banner, fingerprint, mac };
constexpr std::string_view name_of(Basis value) {
  constexpr std::string_view names[] = {"declared", "banner", "fingerprint", "mac"};
  return names[static_cast<std::size_t>(value)];
}

/// address: subject (IP) is at object (MAC). lease: subject (IP) was given to
/// object (MAC). gateway: subject (IP) routes for object (who was told).
/// neighbour: object is on a port of subject. route: subject reaches object.
/// server: subject answers as DHCP or other server for object.
enum class Relation : std::uint8_t { address, lease, gateway, neighbour, route, server };
constexpr std::string_view name_of(Relation value) {
  constexpr std::string_view names[] = {"address",   "lease", "gateway",
                                        "neighbour", "route", "server"};
  return names[static_cast<std::size_t>(value)];
}

enum class NamePhase : std::uint8_t { asked, answered, announced };
constexpr std::string_view name_of(NamePhase value) {
  constexpr std::string_view names[] = {"asked", "answered", "announced"};
  return names[static_cast<std::size_t>(value)];
}

enum class ClockRole : std::uint8_t { asked, told };
constexpr std::string_view name_of(ClockRole value) {
  constexpr std::string_view names[] = {"asked", "told"};
  return names[static_cast<std::size_t>(value)];
}

enum class HandshakePart : std::uint8_t { client, server, certificate };
constexpr std::string_view name_of(HandshakePart value) {
  constexpr std::string_view names[] = {"client", "server", "certificate"};
  return names[static_cast<std::size_t>(value)];
}

enum class TransferKind : std::uint8_t { file, image, video, message, program_block, firmware };
constexpr std::string_view name_of(TransferKind value) {
  constexpr std::string_view names[] = {"file",    "image",         "video",
                                        "message", "program block", "firmware"};
  return names[static_cast<std::size_t>(value)];
}

enum class CargoKind : std::uint8_t {
  container,
  edi_message,
  military_identifier,
  dangerous_goods
};
constexpr std::string_view name_of(CargoKind value) {
  constexpr std::string_view names[] = {"container", "EDI message", "military identifier",
                                        "dangerous goods"};
  return names[static_cast<std::size_t>(value)];
}

}  // namespace qw
