// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/blocks.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/cursor.hpp"
#include "protocols/s7comm/userdata.hpp"

namespace qw::s7comm {
namespace {

constexpr std::size_t type_and_number = 7;
constexpr std::size_t most_name_octets = 32;  // of a file name in our own texts

constexpr std::size_t load_length_digits = 6;

constexpr std::uint8_t status_more = 1;
constexpr std::uint8_t status_error = 2;

std::optional<std::uint32_t> decimal(std::string_view digits) {
  std::uint32_t number = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  return number;
}

}  // namespace

BlockName read_block_name(std::string_view file_name) {
  BlockName name;
  name.text = file_name.substr(0, most_name_octets);
  auto body = file_name;
  if (!body.empty() && (body.front() == '_' || body.front() == '$')) body.remove_prefix(1);
  if (body.size() < type_and_number) return name;
  auto const query = read_block_query(bytes_of(body.substr(0, type_and_number)));
  if (!query || block_type_name(query->type).empty()) return name;
  name.type = query->type;
  name.number = query->number;
  name.known = true;
  return name;
}

std::string to_text(BlockName const& name) {
  if (!name.known) return std::string{name.text};
  return fmt::format("{}{}", block_type_name(name.type).text(), name.number);
}

BlockJobView read_block_job(Bytes parameters) {
  Cursor in{parameters};
  auto const code = in.u8();
  in.skip(1);  // status
  auto const error = in.u16be();
  BlockJobView view;
  if (code == function::download_ended || code == function::end_upload) view.error = error;
  view.upload_id = in.u32be();
  view.broken = !in.ok();
  if (in.ok() && !in.empty()) {
    view.file_name = text_of(in.take(in.u8()));
    view.broken = !in.ok();
    if (code == function::request_download && in.u8() >= load_length_digits + 1) {
      in.skip(1);  // 1, unknown
      view.announced = decimal(text_of(in.take(load_length_digits)));
    }
  }
  return view;
}

UploadStartView read_upload_start(Bytes parameters) {
  Cursor in{parameters};
  in.skip(4);  // function, status, unknown
  UploadStartView view;
  view.upload_id = in.u32be();
  view.broken = !in.ok();
  view.announced = decimal(text_of(in.take(in.u8())));
  return view;
}

BlockPieceView read_block_piece(PduView const& reply) {
  Cursor parameters{reply.parameters};
  parameters.skip(1);  // function
  auto const status = parameters.u8();
  BlockPieceView piece;
  piece.more = (status & status_more) != 0;
  piece.error = (status & status_error) != 0;
  Cursor in{reply.data};
  auto const length = in.u16be();
  in.skip(2);  // 00fb, unknown
  piece.octets = in.take(length);
  piece.broken = !parameters.ok() || !in.ok();
  return piece;
}

PiView read_pi_service(Bytes parameters) {
  Cursor in{parameters};
  in.skip(8);  // function, unknown
  auto const argument = in.take(in.u16be());
  PiView view;
  view.name = text_of(in.take(in.u8()));
  view.argument = text_of(argument);
  view.broken = !in.ok();
  bool const names_blocks = view.name == "_INSE" || view.name == "_INS2" || view.name == "_DELE";
  if (!names_blocks) return view;
  Cursor blocks{argument};
  view.blocks = blocks.u8();
  blocks.skip(1);  // unknown
  view.files = text_of(blocks.take(std::size_t{view.blocks} * pi_file_name_octets));
  view.broken = view.broken || !blocks.ok();
  if (!blocks.ok()) view.blocks = 0;
  return view;
}

std::string_view read_stop(Bytes parameters) {
  Cursor in{parameters};
  in.skip(6);  // function, unknown
  return text_of(in.take(in.u8()));
}

}  // namespace qw::s7comm
