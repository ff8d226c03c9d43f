// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/smb/smb.hpp"

namespace qw::simulate::smb {
namespace {

constexpr std::uint32_t from_server = 1;
constexpr std::uint32_t is_signed = 8;
constexpr std::uint64_t process = 0xfeff;
constexpr unsigned credits_wanted = 31;
constexpr std::uint32_t capabilities = 0x7f;  // DFS, leasing, large MTU, ... encryption
constexpr unsigned file_information = 1;
enum Class : std::uint8_t {
  rename_class = 10,
  disposition_class = 13,
  network_open_class = 34,
  id_both_directory_class = 37,
};

void add_signature(Octets& out, Head const& head) {
  for (auto const half : head.signature) out.u64be(half);
}

/// Section 2.2.1.2, the synchronous one, with the length of all in front: section 2.1.
Octets message(Head const& head, bool reply, Status status, Bytes body) {
  bool const signs = head.signature[0] != 0;
  auto out = Octets::with_room(body.size() + 68);
  out.u32be(body.size() + 64).text("\xfeSMB").u16le(64);
  out.u16le(head.command == Command::negotiate ? 0 : 1);
  out.u32le(static_cast<std::uint32_t>(status)).u16le(static_cast<std::uint16_t>(head.command));
  out.u16le(credits_wanted).u32le((reply ? from_server : 0) | (signs ? is_signed : 0)).u32le(0);
  out.u64le(head.message).u32le(process).u32le(head.tree).u64le(head.session);
  add_signature(out, head);
  return out.add(body), out;
}

Octets request(Head const& head, Bytes body) { return message(head, false, Status::success, body); }
Octets reply(Head const& head, Bytes body, Status status = Status::success) {
  return message(head, true, status, body);
}

Octets& operator<<(Octets& out, FileId file) {
  return out.u64le(file.persistent).u64le(file.handle);
}

void add_times(Octets& out, FileFacts const& facts) {
  out.u64le(file_time(facts.created));
  for (int i = 0; i < 3; ++i) out.u64le(file_time(facts.written));  // access, write, change
}

std::uint64_t allocated(FileFacts const& facts) { return (facts.size + 4095) / 4096 * 4096; }
std::uint32_t attributes(FileFacts const& facts) { return facts.folder ? 0x10 : 0x20; }

void pad8(Octets& out) { out.fill((8 - out.size() % 8) % 8); }

/// Section 2.2.3.1: integrity of what was said before, and ciphers.
Octets contexts(bool offered, Dice& dice) {
  Octets out;
  out.u16le(1).u16le(38).u32le(0).u16le(1).u16le(32).u16le(1);
  for (int i = 0; i < 4; ++i) out.u64le(dice.draw());
  pad8(out);
  out.u16le(2).u16le(offered ? 6 : 4).u32le(0);
  if (offered) return out.u16le(2).u16le(2).u16le(1), out;
  return out.u16le(1).u16le(2), out;
}

/// Sections 2.2.13.1.1 and 2.2.13.1.2.
std::uint32_t rights(Access access) {
  switch (access) {
    case Access::list: return 0x0010'0081;
    case Access::read: return 0x0012'0089;
    case Access::write: return 0x0012'019f;
    case Access::rename: return 0x0011'0080;
    case Access::remove: return 0x0001'0080;
  }
  return 0;
}

}  // namespace

Octets wide(std::string_view text) {
  Octets out;
  for (char const letter : text) out.u16le(static_cast<std::uint8_t>(letter));
  return out;
}

std::uint64_t file_time(Stamp at) {
  constexpr std::int64_t from_1601_to_1970 = 11'644'473'600;
  return static_cast<std::uint64_t>(at.ns / 100 + from_1601_to_1970 * 10'000'000);
}

Octets negotiate_request(Head const& head, std::array<std::uint64_t, 2> client, Dice& dice) {
  constexpr std::uint16_t dialects[] = {0x0202, 0x0210, 0x0300, 0x0302, 0x0311};
  Octets body;
  body.u16le(36).u16le(std::size(dialects)).u16le(1).u16le(0).u32le(capabilities);
  body.u64le(client[0]).u64le(client[1]).u32le(112).u16le(2).u16le(0);
  for (auto const dialect : dialects) body.u16le(dialect);
  body.fill(48 - body.size());  // to the contexts at 112
  return request(head, body.add(contexts(true, dice)));
}

Octets negotiate_reply(Head const& head, std::array<std::uint64_t, 2> server, Stamp at,
                       Dice& dice) {
  auto const token = offer_token();
  auto const contexts_at = (128 + token.size() + 7) / 8 * 8;
  Octets body;
  body.u16le(65).u16le(1).u16le(0x0311).u16le(2).u64le(server[0]).u64le(server[1]);
  body.u32le(0x2f);
  for (int i = 0; i < 3; ++i) body.u32le(8'388'608);
  body.u64le(file_time(at)).u64le(0).u16le(128).u16le(token.size()).u32le(contexts_at).add(token);
  body.fill(contexts_at - 64 - body.size());
  return reply(head, body.add(contexts(false, dice)));
}

Octets session_setup_request(Head const& head, Bytes token) {
  Octets body;
  body.u16le(25).u8(0).u8(1).u32le(1).u32le(0).u16le(88).u16le(token.size()).u64le(0).add(token);
  return request(head, body);
}

Octets session_setup_reply(Head const& head, Status status, Bytes token) {
  Octets body;
  body.u16le(9).u16le(0).u16le(72).u16le(token.size()).add(token);
  return reply(head, body, status);
}

Octets tree_connect_request(Head const& head, std::string_view path) {
  auto const name = wide(path);
  Octets body;
  return request(head, body.u16le(9).u16le(0).u16le(72).u16le(name.size()).add(name));
}

Octets tree_connect_reply(Head const& head) {
  Octets body;
  body.u16le(16).u8(1).u8(0).u32le(0x800).u32le(0).u32le(0x001f'01ff);
  return reply(head, body);
}

Octets create_request(Head const& head, std::string_view name, Access access,
                      Disposition disposition) {
  auto const path = wide(name);
  bool const folder = access == Access::list;
  Octets body;
  body.u16le(57).u8(0).u8(0).u32le(2).u64le(0).u64le(0).u32le(rights(access));
  body.u32le(folder ? 0 : 0x80).u32le(7).u32le(static_cast<std::uint32_t>(disposition));
  body.u32le(folder ? 0x21 : 0x40).u16le(120).u16le(path.size()).u32le(0).u32le(0);
  body.add(path);
  return request(head, path.size() == 0 ? body.u8(0) : body);
}

Octets create_reply(Head const& head, FileId file, Action action, FileFacts const& facts) {
  Octets body;
  body.u16le(89).u8(0).u8(0).u32le(static_cast<std::uint32_t>(action));
  add_times(body, facts);
  body.u64le(allocated(facts)).u64le(facts.size).u32le(attributes(facts)).u32le(0);
  body << file;
  return reply(head, body.u32le(0).u32le(0));
}

Octets close_request(Head const& head, FileId file) {
  Octets body;
  body.u16le(24).u16le(1).u32le(0);  // 1: says the attributes once more
  return request(head, body << file);
}

Octets close_reply(Head const& head, FileFacts const& facts) {
  Octets body;
  body.u16le(60).u16le(1).u32le(0);
  add_times(body, facts);
  return reply(head, body.u64le(allocated(facts)).u64le(facts.size).u32le(attributes(facts)));
}

Octets read_request(Head const& head, FileId file, std::uint64_t offset, std::size_t size) {
  Octets body;
  body.u16le(49).u8(80).u8(0).u32le(size).u64le(offset);
  body << file;
  return request(head, body.u32le(0).u32le(0).u32le(0).u16le(0).u16le(0).u8(0));
}

Octets read_reply(Head const& head, Bytes content) {
  auto body = Octets::with_room(content.size() + 16);
  body.u16le(17).u8(80).u8(0).u32le(content.size()).u32le(0).u32le(0).add(content);
  return reply(head, body);
}

Octets write_request(Head const& head, FileId file, std::uint64_t offset, Bytes content) {
  auto body = Octets::with_room(content.size() + 48);
  body.u16le(49).u16le(112).u32le(content.size()).u64le(offset);
  body << file;
  return request(head, body.u32le(0).u32le(0).u16le(0).u16le(0).u32le(0).add(content));
}

Octets write_reply(Head const& head, std::size_t size) {
  return reply(head, Octets{}.u16le(17).u16le(0).u32le(size).u32le(0).u16le(0).u16le(0));
}

Octets query_info_request(Head const& head, FileId file) {
  Octets body;
  body.u16le(41).u8(file_information).u8(network_open_class).u32le(56).u16le(0).u16le(0);
  body.u32le(0).u32le(0).u32le(0);
  return request(head, (body << file).u8(0));
}

Octets query_info_reply(Head const& head, FileFacts const& facts) {
  Octets body;
  body.u16le(9).u16le(72).u32le(56);
  add_times(body, facts);
  body.u64le(allocated(facts)).u64le(facts.size).u32le(attributes(facts)).u32le(0);
  return reply(head, body);
}

Octets query_directory_request(Head const& head, FileId folder) {
  auto const all = wide("*");
  Octets body;
  body.u16le(33).u8(id_both_directory_class).u8(0).u32le(0);
  body << folder;
  return request(head, body.u16le(96).u16le(all.size()).u32le(most_octets).add(all));
}

Octets query_directory_reply(Head const& head, std::span<Entry const> entries) {
  Octets list;
  for (auto const& entry : entries) {
    auto const name = wide(entry.name);
    bool const last = &entry == &entries.back();
    list.u32le(last ? 0 : (104 + name.size() + 7) / 8 * 8).u32le(0);
    add_times(list, entry.facts);
    list.u64le(entry.facts.size).u64le(allocated(entry.facts)).u32le(attributes(entry.facts));
    list.u32le(name.size()).u32le(0).u8(0).u8(0).fill(24).u16le(0).u64le(entry.number).add(name);
    if (!last) pad8(list);
  }
  Octets body;
  return reply(head, body.u16le(9).u16le(72).u32le(list.size()).add(list));
}

namespace {

Octets set_info_request(Head const& head, FileId file, Class what, Bytes value) {
  Octets body;
  body.u16le(33).u8(file_information).u8(what).u32le(value.size()).u16le(96).u16le(0).u32le(0);
  return request(head, (body << file).add(value));
}

}  // namespace

Octets rename_request(Head const& head, FileId file, std::string_view to) {
  auto const name = wide(to);
  Octets value;
  value.u8(0).fill(7).u64le(0).u32le(name.size()).add(name);
  return set_info_request(head, file, rename_class, value);
}

Octets remove_request(Head const& head, FileId file) {
  return set_info_request(head, file, disposition_class, Octets{1});
}

Octets set_info_reply(Head const& head) { return reply(head, Octets{}.u16le(2)); }

Octets end_request(Head const& head) { return request(head, Octets{}.u16le(4).u16le(0)); }
Octets end_reply(Head const& head) { return reply(head, Octets{}.u16le(4).u16le(0)); }

Octets error_reply(Head const& head, Status status) {
  return reply(head, Octets{}.u16le(9).u8(0).u8(0).u32le(0).u8(0), status);
}

}  // namespace qw::simulate::smb
