// SPDX-License-Identifier: Apache-2.0
#include "core/state.hpp"

#include <algorithm>

#include "fold/fold.hpp"
#include "fold/same_event.hpp"
#include "vocabulary/saved.hpp"

/// What decides which events are news survives the end of the program.
namespace qw::fold {

void Fold::save_to(StateWriter& out) const {
  auto const is_command = [](Open const& open) {
    return std::holds_alternative<Command>(open.row.event);
  };
  out.number(static_cast<std::uint32_t>(std::ranges::count_if(repeats_, is_command)));
  for (auto const& open : repeats_) {
    if (!is_command(open)) continue;
    save(out, open.row.order);
    save(out, std::get<Command>(open.row.event));
    save(out, open.row.repetition);
    save(out, open.replies);
    save(out, open.reply_sum);
    save(out, open.version);
  }
  samples_.save_to(out);
}

void Fold::load_from(StateReader& in) {
  in.keep_in(&arena_);
  for (auto left = in.count(); left != 0 && in.ok(); --left)
    if (!load_command(in)) in.fail();
  in.keep_in(nullptr);
  samples_.load_from(in);
  if (in.ok() && heap_octets() > 4 * limit_) in.fail();
}

bool Fold::load_command(StateReader& in) {
  auto& open = repeats_.emplace_back();
  Command command;
  load(in, open.row.order);
  load(in, command);
  load(in, open.row.repetition);
  load(in, open.replies);
  load(in, open.reply_sum);
  load(in, open.version);
  if (!in.ok() || open.row.repetition.count == 0) return false;
  if (open.replies != 0 &&
      (!open.row.repetition.shortest_reply || !open.row.repetition.longest_reply))
    return false;
  if (open.version != 0) {
    open.written.assign(command.values.raw.begin(), command.values.raw.end());
    written_octets_ += open.written.capacity();
    command.values.raw = open.written;
  }
  open.row.event = command;
  return repeats_index_
      .try_emplace(hash_of_row(open), static_cast<std::uint32_t>(repeats_.size() - 1))
      .second;
}

void SampleFold::save_to(StateWriter& out) const {
  out.number(static_cast<std::uint32_t>(
      std::ranges::count_if(open_, [](Open const& open) { return !open.replaced; })));
  for (auto const& open : open_)
    if (!open.replaced) save(out, open);
}

void SampleFold::load_from(StateReader& in) {
  in.keep_in(&arena_);
  for (auto left = in.count(); left != 0 && in.ok(); --left) {
    auto& open = open_.emplace_back();
    load(in, open);
    if (!in.ok()) break;
    held_octets_ +=
        open.last_raw.capacity() + open.extents.size() * (sizeof(Extent) + sizeof(double));
    if (!index_
             .try_emplace(hash_of_event(without_values(open.first)),
                          static_cast<std::uint32_t>(open_.size() - 1))
             .second)
      in.fail();
  }
  in.keep_in(nullptr);
}

}  // namespace qw::fold
