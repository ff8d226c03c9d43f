// SPDX-License-Identifier: Apache-2.0
#include "protocols/smb/smb1.hpp"

#include <algorithm>

namespace qw::smb {
namespace {

constexpr std::uint8_t flag_reply = 0x80;
constexpr std::uint16_t flag_unicode = 0x8000;
constexpr std::uint8_t no_further_command = 0xff;

/// Words and data of the present command.
struct Block {
  Bytes words;
  Bytes data;
  std::size_t data_offset = 0;  // from the header, for alignment
};
std::optional<Block> block_of(OldMessageView const& message) {
  Cursor in{message.whole.subspan(std::min(message.block, message.whole.size()))};
  Block block;
  block.words = in.take(in.u8() * std::size_t{2});
  auto const octets = in.u16le();
  if (!in.ok()) return std::nullopt;
  block.data_offset = message.block + in.position();
  block.data = in.take(std::min<std::size_t>(octets, in.left()));
  return block;
}

/// Reads texts that end with a zero, one after the other.
class Texts {
 public:
  Texts(Block const& block, bool wide) : in_{block.data}, offset_{block.data_offset}, wide_{wide} {}

  void skip(std::size_t count) { in_.skip(count); }
  Bytes take(std::size_t count) { return in_.take(count); }

  OldText next() {
    OldText text;
    if (wide_) {
      if ((offset_ + in_.position()) % 2 != 0 && !in_.empty()) in_.skip(1);
      auto const rest = in_.rest();
      std::size_t size = 0;
      while (size + 1 < rest.size() && (rest[size] | rest[size + 1]) != std::byte{0}) size += 2;
      add_utf16le(text, rest.first(size));
      in_.skip(std::min(size + 2, rest.size()));
    } else {
      auto const rest = text_of(in_.rest());
      auto const size = std::min(rest.find('\0'), rest.size());
      text.add(rest.substr(0, std::min(size, most_old_text)));
      in_.skip(std::min(size + 1, rest.size()));
    }
    return text;
  }

 private:
  Cursor in_;
  std::size_t offset_;
  bool wide_;
};

OldSetup read_setup_response(Block const& block, bool wide, bool extended, std::size_t token_size) {
  OldSetup setup;
  Texts texts{block, wide};
  if (extended) setup.token = texts.take(token_size);
  setup.system = texts.next();
  setup.manager = texts.next();
  if (!extended) setup.domain = texts.next();
  return setup;
}

}  // namespace

std::optional<OldMessageView> read_old_message(Bytes octets) {
  Cursor in{octets};
  OldMessageView message;
  if (language_of(in.take(4)) != Language::smb1) return std::nullopt;
  message.command = in.u8();
  message.status = in.u32le();
  message.response = (in.u8() & flag_reply) != 0;
  message.wide = (in.u16le() & flag_unicode) != 0;
  in.skip(12);  // process (high), signature, reserved
  message.tree = in.u16le();
  message.process = in.u16le();
  in.skip(2);  // user
  message.multiplex = in.u16le();
  if (!in.ok()) return std::nullopt;
  message.whole = octets;
  message.block = in.position();
  return message;
}

bool next_in_chain(OldMessageView& message) {
  auto const block = block_of(message);
  if (!block) return false;
  Cursor words{block->words};
  auto const command = words.u8();
  words.skip(1);
  auto const offset = words.u16le();
  if (!words.ok() || command == no_further_command || offset <= message.block) return false;
  message.command = command;
  message.block = offset;
  return offset < message.whole.size();
}

Bytes offered_dialects(OldMessageView const& message) {
  auto const block = block_of(message);
  return block ? block->data : Bytes{};
}

std::string_view dialect_at(Bytes dialects, std::size_t index) {
  auto rest = text_of(dialects);
  while (rest.starts_with('\x02')) {
    auto const size = rest.find('\0');
    if (size == std::string_view::npos) return {};
    if (index-- == 0) return rest.substr(1, size - 1);
    rest.remove_prefix(size + 1);
  }
  return {};
}

std::optional<std::uint16_t> chosen_dialect(OldMessageView const& message) {
  auto const block = block_of(message);
  if (!block || block->words.size() < 2) return std::nullopt;
  auto const index = Cursor{block->words}.u16le();
  if (index == 0xffff) return std::nullopt;
  return index;
}

std::optional<OldSetup> read_old_setup(OldMessageView const& message) {
  auto const block = block_of(message);
  if (!block) return std::nullopt;
  auto const words = block->words.size() / 2;
  Cursor in{block->words};
  in.skip(message.response ? 6 : 14);  // up to the action, or the session key
  if (message.response) {
    if (words != 3 && words != 4) return std::nullopt;
    auto const token = words == 4 ? in.u16le() : std::uint16_t{0};
    return read_setup_response(*block, message.wide, words == 4, token);
  }
  OldSetup setup;
  if (words == 12) {
    auto const token = in.u16le();
    Texts texts{*block, message.wide};
    setup.token = texts.take(token);
    setup.system = texts.next();
    setup.manager = texts.next();
    return setup;
  }
  if (words != 10 && words != 13) return std::nullopt;
  std::size_t passwords = in.u16le();
  if (words == 13) passwords += in.u16le();
  Texts texts{*block, message.wide && words == 13};
  texts.skip(passwords);
  setup.account = texts.next();
  setup.domain = texts.next();
  setup.system = texts.next();
  setup.manager = texts.next();
  return setup;
}

std::optional<OldText> old_share_path(OldMessageView const& message) {
  auto const block = block_of(message);
  if (!block) return std::nullopt;
  Cursor in{block->words};
  in.skip(6);
  auto const password = in.u16le();
  if (!in.ok()) return std::nullopt;
  Texts texts{*block, message.wide};
  texts.skip(password);
  return texts.next();
}

std::optional<OldCreate> read_old_create(OldMessageView const& message) {
  auto const block = block_of(message);
  if (!block) return std::nullopt;
  Cursor in{block->words};
  in.skip(35);  // up to the share access
  OldCreate create;
  create.disposition = in.u32le();
  create.options = in.u32le();
  if (!in.ok()) return std::nullopt;
  create.name = Texts{*block, message.wide}.next();
  return create;
}

}  // namespace qw::smb
