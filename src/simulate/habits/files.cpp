// SPDX-License-Identifier: Apache-2.0
#include "simulate/habits/files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qw::simulate {
namespace {

using smb::Command;
using smb::Status;

constexpr std::size_t entries_an_answer = 200;

std::string upper(std::string_view text) {
  std::string out;
  for (char const c : text) out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

}  // namespace

FileClient::FileClient(Shard& shard, FlowId flow, Host& client, FileShare& share,
                       smb::Account account)
    : shard_{shard},
      flow_{flow},
      client_{client},
      share_{share},
      account_{std::move(account)},
      server_{{}, account_.domain, upper(share.server().identity.name)},
      dice_{shard.dice("files", shard.take_number())} {}

smb::Head FileClient::head(Command command) {
  smb::Head head{command, message_++, tree_, session_, {}};
  // Section 3.2.4.1.1: of 3.1.1 at least what makes the session and the tree is signed.
  if (command == Command::tree_connect) head.signature = {dice_.draw() | 1, dice_.draw()};
  return head;
}

Stamp FileClient::ask(Stamp at, Octets const& request, Octets const& reply) {
  auto const asked = talk_->send(Side::client, at, request);
  auto const think = Nanoseconds{static_cast<std::int64_t>(dice_.uniform(0.15e6, 1.8e6))};
  return talk_->send(Side::server, asked + think, reply) + Nanoseconds{90'000};
}

Stamp FileClient::connect(Stamp at, bool proven) {
  talk_ = Talk::make(shard_, flow_, client_, share_.server(), smb::port);
  at = talk_->open(at);
  message_ = 0;
  session_ = 0;
  tree_ = 0;
  auto const negotiate = head(Command::negotiate);
  // Identifiers of the two machines, the same each time.
  std::array<std::uint64_t, 2> const own{client_.ip.value, 0x4d2f'11c0'8f5e'7a10U};
  std::array<std::uint64_t, 2> const his{share_.server().ip.value, 0x9b31'20e7'5c44'a801U};
  at = ask(at, smb::negotiate_request(negotiate, own, dice_),
           smb::negotiate_reply(negotiate, his, at + share_.server().clock_error, dice_));
  return log_on(at, proven);
}

Stamp FileClient::log_on(Stamp at, bool proven) {
  auto setup = head(Command::session_setup);
  auto const first = smb::session_setup_request(setup, smb::negotiate_token());
  session_ = setup.session = (dice_.draw() >> 16 | 1) << 4;
  auto const clock = at + share_.server().clock_error;
  at = ask(at, first,
           smb::session_setup_reply(setup, Status::more_processing_required,
                                    smb::challenge_token(server_, clock, dice_)));
  setup = head(Command::session_setup);
  auto const second =
      smb::session_setup_request(setup, smb::authenticate_token(account_, server_, clock, dice_));
  if (!proven) {
    at = ask(at, second, smb::error_reply(setup, Status::logon_failure));
    return talk_->close(Side::client, at);
  }
  setup.signature = {dice_.draw() | 1, dice_.draw()};
  at = ask(at, second, smb::session_setup_reply(setup, Status::success, smb::accepted_token()));
  auto tree = head(Command::tree_connect);
  auto const path = fmt::format("\\\\{}\\{}", share_.server().identity.name, share_.name());
  auto const wanted = smb::tree_connect_request(tree, path);
  tree.tree = tree_ = static_cast<std::uint32_t>(dice_.between(1, 60));
  tree.signature = {dice_.draw() | 1, dice_.draw()};
  return ask(at, wanted, smb::tree_connect_reply(tree));
}

void FileClient::tell(Stamp at, std::string_view operation, std::string const& path,
                      std::size_t octets, std::string const& to) {
  Line line{"file"};
  line.stamp("at", at).text("host", client_.identity.name).text("share", share_.name());
  line.text("operation", operation).text("path", path).number("octets", octets);
  if (!to.empty()) line.text("to", to);
  shard_.tell(std::move(line));
}

smb::FileFacts FileClient::facts(std::string const& path) const {
  auto const* const file = share_.find(path);
  if (file != nullptr) return file->facts;
  return {.size = 0, .created = shard_.now(), .written = shard_.now(), .folder = true};
}

/// Opens what is there: a file, or for `list` any folder.
FileClient::Opened FileClient::open(Stamp at, std::string const& path, smb::Access access) {
  if (!connected()) at = connect(at);
  auto const create = head(Command::create);
  auto const wanted = smb::create_request(create, path, access, smb::Disposition::open);
  bool const there =
      access == smb::Access::list ? !share_.entries(path).empty() : share_.find(path) != nullptr;
  if (!there) {
    at = ask(at, wanted, smb::error_reply(create, Status::object_name_not_found));
    return {at, std::nullopt};
  }
  smb::FileId const file{share_.server().ip.value, ++handles_};
  at = ask(at, wanted, smb::create_reply(create, file, smb::Action::opened, facts(path)));
  return {at, file};
}

Stamp FileClient::close(Stamp at, Opened const& opened, std::string const& path) {
  auto const end = head(Command::close);
  return ask(at, smb::close_request(end, *opened.file), smb::close_reply(end, facts(path)));
}

Stamp FileClient::list(Stamp at, std::string const& folder) {
  auto const opened = open(at, folder, smb::Access::list);
  if (!opened.file) return opened.at;
  at = opened.at;
  tell(at, "list", folder, 0);
  auto const all = share_.entries(folder);
  for (std::size_t i = 0; i < all.size(); i += entries_an_answer) {
    auto const query = head(Command::query_directory);
    auto const part = std::span{all}.subspan(i, std::min(entries_an_answer, all.size() - i));
    at = ask(at, smb::query_directory_request(query, *opened.file),
             smb::query_directory_reply(query, part));
  }
  auto const query = head(Command::query_directory);
  at = ask(at, smb::query_directory_request(query, *opened.file),
           smb::error_reply(query, Status::no_more_files));
  return close(at, opened, folder);
}

Stamp FileClient::look(Stamp at, std::string const& path) {
  auto const opened = open(at, path, smb::Access::read);
  if (!opened.file) return opened.at;
  auto const query = head(Command::query_info);
  at = ask(opened.at, smb::query_info_request(query, *opened.file),
           smb::query_info_reply(query, facts(path)));
  return close(at, opened, path);
}

Stamp FileClient::read(Stamp at, std::string const& path) {
  auto const opened = open(at, path, smb::Access::read);
  if (!opened.file) return opened.at;
  auto const query = head(Command::query_info);
  at = ask(opened.at, smb::query_info_request(query, *opened.file),
           smb::query_info_reply(query, facts(path)));
  auto const content = share_.content(path);
  tell(at, "read", path, content.size());
  for (std::size_t offset = 0; offset < content.size(); offset += smb::most_octets) {
    auto const part =
        Bytes{content}.subspan(offset, std::min(smb::most_octets, content.size() - offset));
    auto const one = head(Command::read);
    at = ask(at, smb::read_request(one, *opened.file, offset, part.size()),
             smb::read_reply(one, part));
  }
  return close(at, opened, path);
}

/// As `open`, for a file that is to be written: it is made, or loses what it held.
FileClient::Opened FileClient::create(Stamp at, std::string const& path, Status possible) {
  if (!connected()) at = connect(at);
  bool const there = share_.find(path) != nullptr;
  auto const create = head(Command::create);
  auto const wanted =
      smb::create_request(create, path, smb::Access::write, smb::Disposition::overwrite_if);
  if (possible != Status::success) {
    at = ask(at, wanted, smb::error_reply(create, possible));
    return {at, std::nullopt};
  }
  smb::FileFacts fresh{.size = 0, .created = at, .written = at, .folder = false};
  if (there) fresh.created = facts(path).created;
  smb::FileId const file{share_.server().ip.value, ++handles_};
  auto const action = there ? smb::Action::overwritten : smb::Action::created;
  at = ask(at, wanted, smb::create_reply(create, file, action, fresh));
  return {at, file};
}

Stamp FileClient::write(Stamp at, std::string const& path, Bytes content) {
  bool const full = share_.find(path) == nullptr && share_.files().size() >= FileShare::most_files;
  auto const opened = create(at, path, full ? Status::disk_full : Status::success);
  if (!opened.file) return opened.at;
  at = opened.at;
  tell(at, "write", path, content.size());
  for (std::size_t offset = 0; offset < content.size(); offset += smb::most_octets) {
    auto const part = content.subspan(offset, std::min(smb::most_octets, content.size() - offset));
    auto const one = head(Command::write);
    at = ask(at, smb::write_request(one, *opened.file, offset, part),
             smb::write_reply(one, part.size()));
  }
  share_.store(path, content, at);
  return close(at, opened, path);
}

Stamp FileClient::rename(Stamp at, std::string const& from, std::string const& to) {
  auto const opened = open(at, from, smb::Access::rename);
  if (!opened.file) return opened.at;
  auto const set = head(Command::set_info);
  auto const status = share_.rename(from, to);
  bool const done = status == Status::success;
  if (done) tell(opened.at, "rename", from, 0, to);
  at = ask(opened.at, smb::rename_request(set, *opened.file, to),
           done ? smb::set_info_reply(set) : smb::error_reply(set, status));
  return close(at, opened, done ? to : from);
}

Stamp FileClient::remove(Stamp at, std::string const& path) {
  auto const opened = open(at, path, smb::Access::remove);
  if (!opened.file) return opened.at;
  tell(opened.at, "remove", path, 0);
  auto const set = head(Command::set_info);
  at = ask(opened.at, smb::remove_request(set, *opened.file), smb::set_info_reply(set));
  at = close(at, opened, path);
  share_.remove(path);
  return at;
}

Stamp FileClient::disconnect(Stamp at) {
  if (!connected()) return at;
  for (auto const command : {Command::tree_disconnect, Command::logoff}) {
    auto const end = head(command);
    at = ask(at, smb::end_request(end), smb::end_reply(end));
  }
  return talk_->close(Side::client, at);
}

}  // namespace qw::simulate
