// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "simulate/habits/files.hpp"

namespace qw::simulate {
namespace {

/// Lines of a duty list: plain text, as much as asked for.
Octets table_text(std::size_t size, Dice dice) {
  constexpr std::string_view places[] = {"quay crane", "yard",     "gate",     "reefers",
                                         "lashing",    "planning", "rail",     "workshop",
                                         "stores",     "weighing", "first aid"};
  constexpr std::string_view shifts[] = {"early", "late", "night"};
  auto out = Octets::with_room(size + 80);
  out.text("date;shift;place;person;hours\r\n");
  while (out.size() < size)
    out.text(fmt::format("2026-{:02}-{:02};{};{};{:05};{}\r\n", dice.between(1, 12),
                         dice.between(1, 28), dice.one_of(shifts), dice.one_of(places),
                         dice.between(10000, 19999), dice.between(4, 9)));
  return out;
}

/// Begins as a zip does (APPNOTE, section 4.3.7) and goes on as noise.
Octets packed_octets(std::size_t size, Dice dice) {
  auto out = Octets::with_room(size + 8);
  out.u32be(0x504b'0304).u16le(20).u16le(0).u16le(8);
  while (out.size() < size) out.u64be(dice.draw());
  return out;
}

}  // namespace

FileShare::FileShare(Host& server, std::string name, Dice dice)
    : server_{&server}, name_{std::move(name)}, dice_{dice} {}

void FileShare::add(std::string path, FileKind kind, std::size_t size, Stamp written) {
  File file{.facts = {.size = size, .created = written, .written = written, .folder = false},
            .number = ++numbers_,
            .kind = kind,
            .content = std::nullopt};
  files_.insert_or_assign(std::move(path), std::move(file));
}

FileShare::File const* FileShare::find(std::string const& path) const {
  auto const found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::vector<std::byte> FileShare::content(std::string const& path) const {
  auto const* const file = find(path);
  if (file == nullptr) return {};
  if (file->content) return *file->content;
  auto const dice = dice_.part("content", file->number);
  auto made = file->kind == FileKind::table ? table_text(file->facts.size, dice).take()
                                            : packed_octets(file->facts.size, dice).take();
  made.resize(file->facts.size);
  return made;
}

std::vector<smb::Entry> FileShare::entries(std::string const& folder) const {
  auto const prefix = folder.empty() ? folder : folder + '\\';
  auto const depth = static_cast<std::uint64_t>(std::ranges::count(prefix, '\\')) + 1;
  std::vector<smb::Entry> out;
  for (auto const& [path, file] : files_) {
    if (!path.starts_with(prefix)) continue;
    auto const rest = path.substr(prefix.size());
    auto const slash = rest.find('\\');
    if (slash == rest.npos) {
      out.push_back({rest, file.number, file.facts});
      continue;
    }
    auto name = rest.substr(0, slash);
    if (!out.empty() && out.back().name == name) continue;
    auto facts = file.facts;
    facts.size = 0;
    facts.folder = true;
    // A folder's number is not a file's, which count up from 1, nor that of the folder around it.
    out.push_back({std::move(name), file.number | depth << 32, facts});
  }
  return out;
}

smb::Status FileShare::store(std::string const& path, Bytes content, Stamp at) {
  auto const there = files_.find(path);
  if (there == files_.end()) {
    if (files_.size() >= most_files) return smb::Status::disk_full;
    add(path, FileKind::table, 0, at);
  }
  auto& file = files_[path];
  file.facts.size = content.size();
  file.facts.written = at;
  file.content.emplace(content.begin(), content.end());
  return smb::Status::success;
}

smb::Status FileShare::rename(std::string const& from, std::string const& to) {
  if (!files_.contains(from)) return smb::Status::object_name_not_found;
  if (files_.contains(to)) return smb::Status::object_name_collision;
  auto node = files_.extract(from);
  node.key() = to;
  files_.insert(std::move(node));
  return smb::Status::success;
}

smb::Status FileShare::remove(std::string const& path) {
  return files_.erase(path) == 0 ? smb::Status::object_name_not_found : smb::Status::success;
}

}  // namespace qw::simulate
