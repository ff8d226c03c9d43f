// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "protocols/s7comm/track.hpp"
#include "vocabulary/voice.hpp"

namespace qw::s7comm {
namespace {

constexpr std::size_t most_file_name_octets = 64;

Object object_of(BlockName const& name) {
  Object object;
  object.space = name.known ? block_type_name(name.type) : Term{};
  object.block = name.number;
  object.symbol = name.text;
  return object;
}

}  // namespace

void Tracker::say_pi_service(Request const& job, Answer const& how) {
  auto const view = read_pi_service(pdu_of(job).parameters);
  if (view.broken)
    voice_.say_fault(Fault::length, "PI service does not fit its parameters", header_octets,
                     job.moment);
  auto const service = pi_service(view.name, view.argument);
  for (std::size_t i = 0; i < view.blocks; ++i) {
    auto const file = view.files.substr(i * pi_file_name_octets, pi_file_name_octets);
    say_command(job, service, object_of(read_block_name(file)), {}, how);
  }
  if (view.blocks > 0) return;
  Object object;
  object.symbol = view.name;
  say_command(job, service, object, octets_of(bytes_of(view.argument)), how);
}

void Tracker::say_block_job(Request const& job, PduView const* reply, Answer const& how) {
  auto const asked = pdu_of(job);
  auto const view = read_block_job(asked.parameters);
  auto const code = asked.function();
  bool const download = code <= function::download_ended;
  if (view.broken)
    voice_.say_fault(Fault::length, "block job does not fit its parameters", header_octets,
                     job.moment);

  auto* move = find_move(download, view.upload_id, view.file_name);
  auto file_name = view.file_name;
  if (file_name.empty() && move != nullptr) file_name = move->file_name;
  say_command(job, job_service(code), object_of(read_block_name(file_name)), {}, how);
  if (reply == nullptr) return;
  switch (code) {
    case function::request_download: begin_move(true, 0, view.file_name, view.announced); break;
    case function::start_upload: {
      auto const start = read_upload_start(reply->parameters);
      if (start.broken)
        voice_.say_fault(Fault::length, "reply to Start upload is cut", header_octets, *how.moment);
      else
        begin_move(false, start.upload_id, view.file_name, start.announced);
      break;
    }
    case function::download_block:
    case function::upload:
      on_piece(move_of(download, view.upload_id, view.file_name), *reply, *how.moment);
      break;
    default:
      if (move == nullptr) break;
      if (view.error != 0) move->damage();
      end_move(*move);
  }
}

/// Downloads are known by their file name, uploads by the number that the device gave.
Tracker::BlockMove* Tracker::find_move(bool download, std::uint32_t upload_id,
                                       std::string_view file_name) {
  auto const found = std::ranges::find_if(moves_, [&](BlockMove const& each) {
    if (each.download != download) return false;
    return download ? each.file_name == file_name.substr(0, most_file_name_octets)
                    : each.upload_id == upload_id;
  });
  return found == moves_.end() ? nullptr : &*found;
}

/// The block that is on its way, or a new one; the oldest then gives way at the limit.
Tracker::BlockMove& Tracker::move_of(bool download, std::uint32_t upload_id,
                                     std::string_view file_name) {
  if (auto* const found = find_move(download, upload_id, file_name)) return *found;
  if (moves_.size() == most_blocks) end_move(moves_.front());
  auto& move = moves_.emplace_back();
  move.download = download;
  move.upload_id = upload_id;
  move.file_name = file_name.substr(0, most_file_name_octets);
  move.damaged = true;  // its beginning was not seen, until a start says otherwise
  return move;
}

/// A start was seen: what went before under that name has ended.
void Tracker::begin_move(bool download, std::uint32_t upload_id, std::string_view file_name,
                         std::optional<std::uint32_t> announced) {
  if (auto* const stale = find_move(download, upload_id, file_name)) end_move(*stale);
  auto& move = move_of(download, upload_id, file_name);
  move.announced = announced;
  move.damaged = false;
}

void Tracker::end_move(BlockMove& move) {
  move.body.end(move.last_seen);
  moves_.erase(moves_.begin() + (&move - moves_.data()));
}

void Tracker::on_piece(BlockMove& move, PduView const& reply, Moment const& moment) {
  auto const piece = read_block_piece(reply);
  if (piece.broken)
    voice_.say_fault(Fault::length, "piece of a block does not fit its data", header_octets,
                     moment);
  if (!move.body) {
    auto const name = to_text(read_block_name(move.file_name));
    move.body = {bodies_,
                 {.protocol = protocol_name,
                  .what = TransferKind::program_block,
                  .name = name,
                  .octets = move.announced},
                 moment};
    if (move.damaged) move.body.gap(0);
  }
  move.body.piece(piece.octets, moment);
  if (piece.broken || piece.error) move.damage();
  move.last_seen = !piece.more;
}

}  // namespace qw::s7comm
