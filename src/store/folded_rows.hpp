// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fold/folded.hpp"
#include "store/columns.hpp"

/// The cells of folded rows: their order, what every event has, the members of
/// the kind, the repetition.
namespace qw::store {

/// A folded row whose event is of one kind.
template <class Kind>
struct RowOf {
  fold::FoldedRow const& row;
  Kind const& kind;
};

namespace detail {

template <class Sink>
void order_cells(Cells<Sink>& cells, Order const* order) {
  auto const part = [&](std::string_view name, auto member) {
    cells.member(name, {}, order == nullptr ? nullptr : &(order->*member));
  };
  part("step", &Order::step);
  part("shard", &Order::shard);
  part("ordinal", &Order::ordinal);
}

template <class Sink>
void said_cells(Cells<Sink>& cells, Said const* said) {
  auto const* moment = said == nullptr ? nullptr : &said->moment;
  auto const part = [&](std::string_view name, auto member) {
    cells.member(name, {}, moment == nullptr ? nullptr : &(moment->*member));
  };
  cells.member("protocol", {}, said == nullptr ? nullptr : &said->protocol);
  cells.stamp("at", moment == nullptr ? nullptr : &moment->at);
  cells.place("point", moment == nullptr ? nullptr : &moment->point);
  cells.place("capture", moment == nullptr ? nullptr : &moment->source);
  part("frames", &Moment::frames);
  cells.member("reply", "frame", said == nullptr || said->reply == 0 ? nullptr : &said->reply);
  part("speaker", &Moment::speaker);
  part("listener", &Moment::listener);
  auto const* conversation = moment == nullptr ? nullptr : &moment->conversation.value;
  cells.member("conversation", {}, conversation);
}

template <class Sink, class Kind>
void event_cells(Cells<Sink>& cells, fold::FoldedRow const* row, Kind const* kind) {
  order_cells(cells, row == nullptr ? nullptr : &row->order);
  said_cells(cells, kind == nullptr ? nullptr : &kind->said);
  cells.members(kind);
  auto const* repetition = row == nullptr ? nullptr : &row->repetition;
  cells.members(repetition);
  if constexpr (std::is_same_v<Kind, Command>)
    cells.members(fold::Repetition::reply_fields(), repetition);
}

}  // namespace detail

template <class Sink, class Kind>
void row_cells(Cells<Sink>& cells, RowOf<Kind> const* row) {
  detail::event_cells(cells, row == nullptr ? nullptr : &row->row,
                      row == nullptr ? nullptr : &row->kind);
}

template <class Sink>
void row_cells(Cells<Sink>& cells, fold::FoldedSample const* row) {
  detail::event_cells(cells, row == nullptr ? nullptr : &row->row,
                      row == nullptr ? nullptr : &std::get<Sample>(row->row.event));
  cells.member("changes", {}, row == nullptr ? nullptr : &row->changes);
  cells.member("kept_changes", {}, row == nullptr ? nullptr : &row->kept_changes);
  cells.member("last_values", {}, row == nullptr ? nullptr : &row->last_values);
}

template <class Sink>
void row_cells(Cells<Sink>& cells, fold::SampleMinute const* row) {
  detail::order_cells(cells, row == nullptr ? nullptr : &row->order);
  cells.members(row);
}

template <class Sink>
void row_cells(Cells<Sink>& cells, fold::SampleChange const* row) {
  detail::order_cells(cells, row == nullptr ? nullptr : &row->order);
  cells.members(row);
}

}  // namespace qw::store
