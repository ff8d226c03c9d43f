// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "protocols/smb/description.hpp"
#include "protocols/smb/track.hpp"
#include "vocabulary/voice.hpp"

/// What the tracker makes of requests and responses of SMB 2 and 3.
namespace qw::smb {
namespace {

using delivery::Side;

/// Time of Windows, 100 ns since 1601, as a stamp; none outside 1970 to 2200.
std::optional<Stamp> stamp_of(std::uint64_t time) {
  constexpr std::uint64_t epoch = 116'444'736'000'000'000;  // 1970-01-01
  constexpr std::uint64_t end = 189'027'648'000'000'000;    // 2200-01-01
  if (time < epoch || time >= end) return std::nullopt;
  return Stamp{static_cast<std::int64_t>((time - epoch) * 100)};
}

bool is_pipe_share(std::string_view path) {
  return path.size() >= 5 && path.substr(path.size() - 5) == "\\IPC$";
}

}  // namespace

void Tracker::on_request(MessageView const& message, std::uint64_t opener, Moment const& moment) {
  if (message.command == Command::write) {
    auto const data = read_data(message);
    auto const file = file_of(message);
    if (data && file) on_data(message, *file, data->offset, moment);
    return;
  }
  Note request{.command = message.command, .opener = opener};
  switch (message.command) {
    case Command::negotiate:
      return say_handshake(HandshakePart::client, dialect_name(highest_dialect(message)).text(),
                           moment);
    case Command::session_setup: ask_session(request, security_token(message), moment); break;
    case Command::tree_connect:
    case Command::create: ask(request, message); break;
    case Command::close:
    case Command::read:
    case Command::ioctl:
    case Command::query_directory:
    case Command::set_info: ask_about_file(request, message); break;
    default: return;  // nothing is learnt from its response
  }
  requests_.ask(Side::client, moment, {.id = message.message_id}, {}, request);
}

void Tracker::ask(Note& request, MessageView const& message) {
  request.visible = true;
  if (message.command == Command::tree_connect) {
    request.operation = "TREE_CONNECT";
    add_utf16le(request.symbol, share_path(message));
    return;
  }
  request.operation = "CREATE";
  if (auto const* tree = tree_of(message.tree)) request.symbol.add(tree->path.view());
  request.number = message.tree;
  auto const create = read_create(message);
  if (!create) return;
  request.operation = create_name(*create);
  if (create->name.empty()) return;
  request.symbol.add('\\');
  add_utf16le(request.symbol, create->name);
}

void Tracker::ask_about_file(Note& request, MessageView const& message) {
  request.file = file_of(message).value_or(related_file);
  if (request.file != related_file) request.opener = 0;
  if (auto const* file = files_.find(request.file)) request.symbol = file->symbol;
  if (message.command == Command::read) {
    request.offset = read_offset(message).value_or(0);
  } else if (message.command == Command::ioctl) {
    request.visible = true;
    request.operation = "IOCTL";
    request.number = control_code(message).value_or(0);
  } else if (message.command == Command::query_directory) {
    request.visible = true;
    request.operation = "QUERY_DIRECTORY";
    request.symbol.add('\\');
    add_utf16le(request.symbol, search_pattern(message));
  } else if (message.command == Command::set_info) {
    using What = SetInfoView::What;
    auto const info = read_set_info(message).value_or(SetInfoView{});
    request.visible = info.what != What::other;
    if (info.what == What::rename) {
      request.operation = "SET_INFO FileRenameInformation";
      add_utf16le(request.detail, info.new_name);
    } else if (info.what == What::remove) {
      request.operation = "SET_INFO FileDispositionInformation";
    } else {
      request.operation = "SET_INFO SMB2_0_INFO_SECURITY";
    }
  }
}

/// Only the message that names an account is an attempt; those before it agree
/// on how to make one.
void Tracker::ask_session(Note& request, Bytes token, Moment const& moment) {
  auto const message = ntlm::find(token);
  if (!message) {
    if (ntlm::holds_kerberos(token)) request.method = "Kerberos";
    return;
  }
  if (message->type != ntlm::MessageType::authenticate) return;
  request.method = "NTLM";
  request.account = ntlm::account_text(*message);
  constexpr Term source{"NTLM AUTHENTICATE_MESSAGE"};
  voice_.say_identity(Attribute::host_name,
                      ntlm::name_text(message->workstation, message->wide).view(), source, moment);
  voice_.say_identity(Attribute::operating_system, ntlm::system_text(message->version).view(),
                      source, moment);
}

void Tracker::on_response(MessageView const& message, Moment const& moment) {
  // Also answers a request of SMB 1 that offers SMB 2.
  if (message.command == Command::negotiate && !is_error(message.status))
    on_negotiated(message, moment);
  Key const key{message.message_id, message.status, message.tree};
  if (message.status == status_pending)
    requests_.postpone(Side::server, moment, key);
  else
    requests_.answer(Side::server, moment, key, message.whole);
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (language_of(reply.octets) == Language::smb1)
    on_old_answered(request, reply);
  else
    on_answered(request, reply);
}

void Tracker::on_answered(Request const& request, Reply const& reply) {
  auto const view = read_message(reply.octets);
  if (!view) return;
  auto const& message = *view;
  auto const& moment = reply.moment;
  bool const failed = is_error(message.status);
  switch (message.command) {
    case Command::session_setup: say_challenge(security_token(message), moment); break;
    case Command::tree_connect:
      if (!failed) add_tree(message.tree, request.note.symbol);
      break;
    case Command::create:
      if (!failed) on_created(request, message);
      break;
    case Command::read:
      if (!failed) on_data(message, request.note.file, request.note.offset, moment);
      break;
    case Command::close:
      if (auto* file = files_.find(request.note.file)) close_file(*file);
      break;
    default: break;
  }
  if (message.command == Command::session_setup && message.status == status_more_processing) return;
  if (!reply.late) settle(request, outcome_of(message.status), &moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  settle(request, {state, {}, {}}, nullptr);
}

void Tracker::on_data(MessageView const& message, FileId const& file, std::uint64_t offset,
                      Moment const& moment) {
  auto const data = read_data(message);
  auto const side = message.response ? Side::server : Side::client;
  if (!data || data->start > message.whole.size()) return;
  auto const here = std::min<std::size_t>(data->length, message.whole.size() - data->start);
  move(file, side, offset, message.whole.subspan(data->start, here), moment);
  auto& from = way(side);
  from.data_file = file;
  from.data_offset = offset + here;
  from.data_left = std::min<std::uint64_t>(data->length - here, from.beyond);
}

void Tracker::on_created(Request const& request, MessageView const& message) {
  auto const created = read_created(message);
  if (!created) return;
  if (auto* stale = files_.find(created->file)) close_file(*stale);
  if (files_.full()) {
    auto& oldest = files_.all().front();
    oldest.written.miss(0);
    close_file(oldest);
  }
  auto& file = files_.add(created->file);
  file.symbol = request.note.symbol;
  file.end_of_file = created->end_of_file;
  auto const* tree = tree_of(request.note.number);
  file.pipe = tree != nullptr && tree->pipe;
  requests_.for_each([&](Request& other) {
    auto& each = other.note;
    if (each.opener != request.key.id || each.file != related_file) return;
    each.file = created->file;
    each.opener = 0;
    auto const pattern = each.symbol;  // of a search in the directory just opened
    each.symbol = file.symbol;
    each.symbol.add(pattern.view());
  });
}

void Tracker::on_negotiated(MessageView const& message, Moment const& moment) {
  auto const negotiated = read_negotiated(message);
  constexpr std::uint16_t not_yet = 0x02ff;  // SMB 2, but which will be asked again
  if (!negotiated || negotiated->dialect == not_yet) return;
  say_handshake(HandshakePart::server, dialect_name(negotiated->dialect).text(), moment);
  if (auto const time = stamp_of(negotiated->time))
    voice_.say(Clock{.said = {moment, protocol_name}, .role = ClockRole::told, .time = time});
}

Motion& Tracker::motion_of(OpenFile& file, Side side) {
  return side == Side::client ? file.written : file.read;
}

OpenFile* Tracker::plain_file(FileId const& id) {
  auto* const file = files_.find(id);
  return file == nullptr || file->pipe ? nullptr : file;
}

/// What was read is whole if it is as much as the file held when it was opened.
void Tracker::move(FileId const& id, Side side, std::uint64_t offset, Bytes octets,
                   Moment const& moment) {
  auto* const file = plain_file(id);
  if (file == nullptr) return;
  delivery::BodyHead head{
      .protocol = protocol_name, .what = TransferKind::file, .name = file->symbol.view()};
  if (side == Side::server) head.octets = file->end_of_file;
  motion_of(*file, side).add(bodies_, head, offset, octets, moment);
}

Tracker::Tree const* Tracker::tree_of(std::uint32_t id) const {
  auto const found = std::ranges::find(trees_, id, &Tree::id);
  return found == trees_.end() ? nullptr : &*found;
}

void Tracker::add_tree(std::uint32_t id, Symbol const& path) {
  std::erase_if(trees_, [id](Tree const& tree) { return tree.id == id; });
  if (trees_.size() == most_trees) trees_.erase(trees_.begin());
  auto& tree = trees_.emplace_back();
  tree.id = id;
  tree.path.add(path.view().substr(0, most_share));
  tree.pipe = is_pipe_share(path.view());
}

/// A request has its outcome: what there is to say about it is said.
void Tracker::settle(Request const& request, Outcome const& outcome, Moment const* reply) {
  Said const said{request.moment, protocol_name, reply == nullptr ? 0 : reply->frames.last};
  if (!request.note.method.empty())
    voice_.say(Login{.said = said,
                     .account = request.note.account.view(),
                     .method = request.note.method,
                     .outcome = outcome});
  if (!request.note.visible) return;
  qw::Command command{
      .said = said, .verb = Verb::file, .operation = request.note.operation, .outcome = outcome};
  command.object.symbol = request.note.symbol.view();
  if (request.note.command == Command::ioctl) command.object.block = request.note.number;
  auto const detail = request.note.detail.view();
  if (!detail.empty())
    command.values = {WireType::text, static_cast<std::uint32_t>(detail.size()), bytes_of(detail)};
  if (reply != nullptr) command.reply_after = dialogue::delay(request.moment, *reply);
  voice_.say(command);
}

/// All that was written up to the close is the whole of it.
void Tracker::close_file(OpenFile& file) {
  file.written.end(true);
  file.read.end(true);
  files_.remove(file);
}

/// An NTLM challenge names the computer that sends it; the name with its domain
/// is the better one.
void Tracker::say_challenge(Bytes token, Moment const& moment) {
  auto const message = ntlm::find(token);
  if (!message || message->type != ntlm::MessageType::challenge) return;
  constexpr Term source{"NTLM CHALLENGE_MESSAGE"};
  ntlm::NameText computer;
  ntlm::TargetInfo pairs{message->target_info};
  for (ntlm::TargetInfo::Item item; pairs.next(item);)
    if (item.id == ntlm::TargetInfo::Id::dns_computer ||
        (item.id == ntlm::TargetInfo::Id::computer && computer.view().empty()))
      computer = ntlm::name_text(item.value, true);
  voice_.say_identity(Attribute::host_name, computer.view(), source, moment);
  voice_.say_identity(Attribute::operating_system, ntlm::system_text(message->version).view(),
                      source, moment);
}

void Tracker::say_handshake(HandshakePart part, std::string_view version, Moment const& moment) {
  voice_.say(Handshake{.said = {moment, protocol_name}, .part = part, .version = version});
}

}  // namespace qw::smb
