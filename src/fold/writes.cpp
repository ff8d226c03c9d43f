// SPDX-License-Identifier: Apache-2.0
#include "fold/fold.hpp"
#include "fold/same_event.hpp"

/// A screen that writes the same every second acts no more often than one that reads it.
/// What it writes is one row until it writes something else, gets another answer or pauses.
namespace qw::fold {
namespace {

/// Who writes what to where, whatever the values and what came of it.
Command place_of(Command const& write) {
  auto place = without_values(write);
  place.outcome = {};
  return place;
}

bool is_soon(Stamp last, Stamp now) {
  auto const pause = now - last;
  return pause.count >= 0 && pause <= Fold::longest_write_pause;
}

bool goes_on(Repetition const& before, Command const& known, Command const& write) {
  return is_soon(before.last, write.said.moment.at) && same_member(known.values, write.values) &&
         same_member(known.outcome, write.outcome);
}

}  // namespace

FirstListener::Heard Fold::write(Order const& order, Command const& write) {
  auto const place = place_of(write);
  auto const [found, is_new] =
      repeats_index_.try_emplace(hash_of_event(place), static_cast<std::uint32_t>(repeats_.size()));
  auto const row = found->second;
  bool news = true;
  if (is_new) {
    begin_write(repeats_.emplace_back(), order, write);
  } else {
    auto const* known = std::get_if<Command>(&repeats_[row].row.event);
    if (known == nullptr || !same_event(place_of(*known), place)) {
      single(order, write);  // another event of the same hash
      return {};
    }
    if (goes_on(repeats_[row].row.repetition, *known, write)) {
      note_repeat(row);
      news = false;
    } else {
      end_write(repeats_[row]);
      begin_write(repeats_[row], order, write);
    }
  }
  count(repeats_[row], write.said.moment, write.reply_after);
  return {news, SaidPlace{row, epoch_, repeats_[row].version}};
}

/// Where the index has the row of a command.
std::uint64_t Fold::hash_of_row(Open const& open) {
  auto const& command = std::get<Command>(open.row.event);
  return hash_of_event(open.version == 0 ? command : place_of(command));
}

/// A row is begun again and again for the same object; its words are kept once.
void Fold::begin_write(Open& open, Order const& order, Command const& write) {
  bool const is_first = open.version == 0;
  auto begun = write;
  begun.object.symbol =
      is_first ? arena_.keep(write.object.symbol) : std::get<Command>(open.row.event).object.symbol;
  written_octets_ -= open.written.capacity();
  open.written.assign(write.values.raw.begin(), write.values.raw.end());
  written_octets_ += open.written.capacity();
  begun.values.raw = open.written;
  open.row = {order, begun, {}};
  open.replies = open.reply_sum = 0;
  ++open.version;
}

void Fold::end_write(Open& open) {
  close(open);
  if (open.untold == 0) return;
  auto const& closed = std::get<Command>(closed_.rows.back().event);
  told_.push_back({closed, open.untold, open.row.repetition.last});
  open.untold = 0;
}

bool Fold::still(Open const& open, std::uint64_t version, Stamp asked) {
  return open.version == version && (version == 0 || is_soon(open.row.repetition.last, asked));
}

}  // namespace qw::fold
