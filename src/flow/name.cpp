// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "flow/flow_table.hpp"

namespace qw::flow {

/// Says the name as soon as there is one, so that all octets since the last report
/// count for it.
void FlowTable::name(Flow& flow, delivery::Side from, Bytes bytes, Stamp when) {
  if (namer_ == nullptr || flow.naming_over || flow.protocol != nullptr || bytes.empty()) return;
  if (flow.hearing == nullptr) {
    auto const transport = transport_of(flow.key.carrier);
    if (transport == delivery::Transport::tcp || transport == delivery::Transport::udp)
      flow.hearing = namer_->begin(transport, flow.client(), flow.server());
    if (flow.hearing == nullptr) return stop_naming(flow);
  }
  auto const found = flow.hearing->hear(from, bytes, when);
  if (found) {
    flow.named = *found;
    flow.known = Known::application;
    if (found->has(Trait::encrypted)) flow.was_encrypted = true;
    report(flow, Report::update, Ending::none, when);
  }
  if (found || flow.hearing->over()) stop_naming(flow);
}

/// In the order in which the pieces came.
void FlowTable::name_opening(Flow& flow, OpeningKeeper const& keeper) {
  using delivery::Side;
  std::array<Bytes, 2> rest{keeper.bytes(Side::client), keeper.bytes(Side::server)};
  for (auto const& piece : keeper.pieces()) {
    auto& left = rest[static_cast<std::size_t>(piece.from)];
    if (piece.octets == piece.wire_octets)
      name(flow, piece.from, left.first(piece.octets), piece.moment.at);
    left = left.subspan(piece.octets);
  }
}

void FlowTable::stop_naming(Flow& flow) {
  flow.hearing.reset();
  flow.naming_over = true;
}

}  // namespace qw::flow
