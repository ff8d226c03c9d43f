// SPDX-License-Identifier: Apache-2.0
#include "core/state.hpp"

#include <algorithm>

#include "fold/fold.hpp"
#include "fold/same_event.hpp"

/// What decides which events are news survives the end of the program.
namespace qw {
namespace {

template <class Visit>
void each_part(auto& said, Visit const& visit) requires
    std::same_as<std::remove_cvref_t<decltype(said)>, Said> {
  visit(said.moment);
  visit(said.protocol);
  visit(said.reply);
}
template <class Visit>
void each_part(auto& outcome, Visit const& visit) requires
    std::same_as<std::remove_cvref_t<decltype(outcome)>, Outcome> {
  visit(outcome.state);
  visit(outcome.code);
  visit(outcome.reason);
}
template <class Visit>
void each_part(auto& object, Visit const& visit) requires
    std::same_as<std::remove_cvref_t<decltype(object)>, Object> {
  visit(object.space);
  visit(object.station);
  visit(object.block);
  visit(object.offset);
  visit(object.bit);
  visit(object.length);
  visit(object.symbol);
  visit(object.element);
  visit(object.property);
  visit(object.property_name);
}
template <class Visit>
void each_part(auto& values, Visit const& visit) requires
    std::same_as<std::remove_cvref_t<decltype(values)>, Values> {
  visit(values.type);
  visit(values.count);
  visit(values.raw);
  visit(values.quality);
  visit(values.quality_code);
  visit(values.encoding);
  visit(values.time);
}
template <class Visit>
void each_part(auto& order, Visit const& visit) requires
    std::same_as<std::remove_cvref_t<decltype(order)>, Order> {
  visit(order.step);
  visit(order.shard);
  visit(order.ordinal);
}

template <class Type>
void save_parts(StateWriter& out, Type const& value) {
  each_part(value, [&](auto const& part) { save(out, part); });
}
template <class Type>
void load_parts(StateReader& in, Type& value) {
  each_part(value, [&](auto& part) { load(in, part); });
}

}  // namespace

// Parts of events, which have no tables of their own.
static void save(StateWriter& out, Said const& said) { save_parts(out, said); }
static void save(StateWriter& out, Outcome const& outcome) { save_parts(out, outcome); }
static void save(StateWriter& out, Object const& object) { save_parts(out, object); }
static void save(StateWriter& out, Values const& values) { save_parts(out, values); }
static void save(StateWriter& out, Order const& order) { save_parts(out, order); }
static void load(StateReader& in, Said& said) { load_parts(in, said); }
static void load(StateReader& in, Outcome& outcome) { load_parts(in, outcome); }
static void load(StateReader& in, Object& object) { load_parts(in, object); }
static void load(StateReader& in, Values& values) { load_parts(in, values); }
static void load(StateReader& in, Order& order) { load_parts(in, order); }

}  // namespace qw

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
