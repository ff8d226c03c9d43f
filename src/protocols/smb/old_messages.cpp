// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "protocols/smb/description.hpp"
#include "protocols/smb/track.hpp"
#include "vocabulary/voice.hpp"

/// What the tracker makes of SMB 1.
namespace qw::smb {
namespace {

/// A response repeats process and multiplex identifier. The high bit keeps these
/// apart from the identifiers of SMB 2, which count from 0.
std::uint64_t id_of(OldMessageView const& message) {
  return std::uint64_t{1} << 63 | std::uint64_t{message.command} << 32 |
         std::uint64_t{message.process} << 16 | message.multiplex;
}

/// Statuses of DOS have a class in the low octet and come without NT's severity.
std::uint32_t nt_status(OldMessageView const& message) {
  bool const of_dos = message.status != 0 && message.status >> 28 == 0;
  return of_dos ? message.status | 0xc000'0000 : message.status;
}

/// Clients offer the dialect that they like best last.
std::string_view last_dialect(Bytes dialects) {
  constexpr std::size_t most_dialects = 32;
  std::string_view last;
  for (std::size_t i = 0; i < most_dialects; ++i) {
    auto const each = dialect_at(dialects, i);
    if (each.empty()) break;
    last = each;
  }
  return last;
}

}  // namespace

void Tracker::on_old_message(Bytes octets, Moment const& moment) {
  auto message = read_old_message(octets);
  if (!message) return voice_.say_fault(Fault::truncated, "header of SMB 1 is cut", 0, moment);
  for (std::size_t count = 0; count < most_old_chain; ++count) {
    if (message->response)
      on_old_response(*message, moment);
    else
      on_old_request(*message, moment);
    auto const command = static_cast<OldCommand>(message->command);
    bool const chains = command == OldCommand::session_setup ||
                        command == OldCommand::tree_connect || command == OldCommand::nt_create;
    if (!chains || !next_in_chain(*message)) return;
  }
}

void Tracker::on_old_request(OldMessageView const& message, Moment const& moment) {
  Note request;
  switch (static_cast<OldCommand>(message.command)) {
    case OldCommand::negotiate: {
      auto const dialects = text_of(offered_dialects(message));
      dialects_ = {};
      dialects_.add(dialects.substr(0, 256));
      return say_handshake(HandshakePart::client, last_dialect(bytes_of(dialects_.view())), moment);
    }
    case OldCommand::session_setup: ask_old_session(request, message, moment); break;
    case OldCommand::tree_connect: {
      auto const path = old_share_path(message);
      request.visible = true;
      request.operation = "SMB_COM_TREE_CONNECT_ANDX";
      if (path) request.symbol.add(path->view());
      break;
    }
    case OldCommand::nt_create: {
      auto const create = read_old_create(message);
      request.visible = true;
      request.operation = "SMB_COM_NT_CREATE_ANDX";
      if (auto const* tree = tree_of(message.tree)) request.symbol.add(tree->path.view());
      if (create && !create->name.view().starts_with('\\')) request.symbol.add('\\');
      if (create) request.symbol.add(create->name.view());
      break;
    }
    default: return;
  }
  requests_.ask(delivery::Side::client, moment, {.id = id_of(message)}, {}, request);
}

void Tracker::ask_old_session(Note& request, OldMessageView const& message, Moment const& moment) {
  auto const setup = read_old_setup(message);
  if (!setup) return;
  say_old_system(*setup, moment);
  if (!setup->token.empty()) return ask_session(request, setup->token, moment);
  request.method = "NTLM";
  if (!setup->domain.view().empty() && !setup->account.view().empty()) {
    request.account.add(setup->domain.view());
    request.account.add('\\');
  }
  request.account.add(setup->account.view());
}

void Tracker::on_old_response(OldMessageView const& message, Moment const& moment) {
  if (static_cast<OldCommand>(message.command) == OldCommand::negotiate) {
    if (auto const index = chosen_dialect(message))
      say_handshake(HandshakePart::server, dialect_at(bytes_of(dialects_.view()), *index), moment);
    return;
  }
  auto const status = nt_status(message);
  if (static_cast<OldCommand>(message.command) == OldCommand::session_setup) {
    if (auto const setup = read_old_setup(message)) {
      say_old_system(*setup, moment);
      say_challenge(setup->token, moment);
    }
  }
  requests_.answer(delivery::Side::server, moment, {id_of(message), status, message.tree},
                   message.whole);
}

void Tracker::on_old_answered(Request const& request, Reply const& reply) {
  auto const status = reply.key.status;
  if (status == status_more_processing) return;
  if (request.note.operation == Term{"SMB_COM_TREE_CONNECT_ANDX"} && !is_error(status))
    add_tree(reply.key.tree, request.note.symbol);
  if (!reply.late) settle(request, outcome_of(status), &reply.moment);
}

void Tracker::say_old_system(OldSetup const& setup, Moment const& moment) {
  constexpr Term source{"SMB_COM_SESSION_SETUP_ANDX"};
  voice_.say_identity(Attribute::operating_system, setup.system.view(), source, moment);
  voice_.say_identity(Attribute::software, setup.manager.view(), source, moment);
}

}  // namespace qw::smb
