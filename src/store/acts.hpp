// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <vector>

#include "core/arena.hpp"
#include "store/folded_rows.hpp"

/// Commands that can change state are mostly stored each, but what many have in common only
/// once: an act is who told whom what in one conversation and what came of it; its times are when,
/// in which frames, with which values, how fast.
namespace qw::store {

struct Act {
  std::uint32_t act = 0;  // its number
  std::uint32_t shard = 0;
  Command const& command;
};
struct ActTime {
  std::uint32_t act = 0;
  Order order;
  Command const& command;
};

/// Remembers acts, within a limit.
class Acts {
 public:
  struct Numbered {
    std::uint32_t act = 0;
    bool is_new = false;  // else a row has it already
  };
  Numbered number(std::uint32_t shard, Command const& command);

 private:
  struct Known {
    std::uint32_t act = 0;
    std::uint32_t shard = 0;
    Command command;  // in arena_
  };

  Arena arena_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t, SameHash> index_;
  std::vector<Known> known_;
  std::uint32_t last_ = 0;
};

namespace detail {

/// Does it differ from one time of an act to the next?
template <class Member>
inline constexpr bool of_the_time =
    std::is_same_v<Member, Values> || std::is_same_v<Member, std::optional<Nanoseconds>> ||
    std::is_same_v<Member, std::optional<MessageNumber>>;

template <bool time, class Sink>
void part_of_command(Cells<Sink>& cells, Command const* command) {
  auto const each = [&]<class Member>(Field<Command, Member> const& field) {
    if constexpr (of_the_time<Member> == time)
      cells.member(field.name, field.unit,
                   command == nullptr ? nullptr : &(command->*field.member));
  };
  std::apply([&](auto const&... field) { (each(field), ...); }, fields_of<Command>);
}

}  // namespace detail

template <class Sink>
void row_cells(Cells<Sink>& cells, Act const* row) {
  auto const* said = row == nullptr ? nullptr : &row->command.said;
  auto const* moment = said == nullptr ? nullptr : &said->moment;
  cells.member("act", {}, row == nullptr ? nullptr : &row->act);
  cells.member("shard", {}, row == nullptr ? nullptr : &row->shard);
  cells.member("protocol", {}, said == nullptr ? nullptr : &said->protocol);
  cells.place("point", moment == nullptr ? nullptr : &moment->point);
  cells.place("capture", moment == nullptr ? nullptr : &moment->source);
  cells.member("speaker", {}, moment == nullptr ? nullptr : &moment->speaker);
  cells.member("listener", {}, moment == nullptr ? nullptr : &moment->listener);
  cells.member("conversation", {}, moment == nullptr ? nullptr : &moment->conversation.value);
  detail::part_of_command<false>(cells, row == nullptr ? nullptr : &row->command);
}

template <class Sink>
void row_cells(Cells<Sink>& cells, ActTime const* row) {
  auto const* said = row == nullptr ? nullptr : &row->command.said;
  auto const* moment = said == nullptr ? nullptr : &said->moment;
  cells.member("act", {}, row == nullptr ? nullptr : &row->act);
  cells.member("step", {}, row == nullptr ? nullptr : &row->order.step);
  cells.member("ordinal", {}, row == nullptr ? nullptr : &row->order.ordinal);
  cells.stamp("at", moment == nullptr ? nullptr : &moment->at);
  cells.member("frames", {}, moment == nullptr ? nullptr : &moment->frames);
  cells.member("reply", "frame", said == nullptr || said->reply == 0 ? nullptr : &said->reply);
  detail::part_of_command<true>(cells, row == nullptr ? nullptr : &row->command);
}

}  // namespace qw::store
