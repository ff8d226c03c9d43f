// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "flow/flow_table.hpp"

namespace qw::flow {

using delivery::Side;

FlowTable::Expected FlowTable::expected_of(Flow const& flow, Stamp when) const {
  auto const transport = transport_of(flow.key.carrier);
  for (bool const reversed : {false, true}) {
    auto const* const found =
        expectations_.find(reversed ? flow.client() : flow.server(), transport, when);
    if (found == nullptr) continue;
    auto const protocol = std::ranges::find(protocols_, found->protocol,
                                            [](auto const* each) { return each->protocol.name(); });
    if (protocol != protocols_.end()) return {*protocol, found->announced, reversed};
  }
  return {};
}

/// Asks whether the conversation was announced: when it opens, and again before the first octets
/// are handed on, for more may be known of it then. A data connection of FTP mostly opens before
/// the client says which file it wants. True if it is claimed only now, after octets of it.
bool FlowTable::meet(std::uint32_t slot, Stamp when) {
  auto& flow = slots_[slot];
  flow.expectations_seen = expectations_.changes();
  bool const unclaimed = flow.protocol == nullptr;
  bool const waits = flow.known == Known::expected && flow.tracker != nullptr && !flow.begun;
  if (!unclaimed && !waits) return false;
  auto const expected = expected_of(flow, when);
  if (expected.protocol == nullptr) return false;
  if (unclaimed) return claim(slot, expected, when);
  if (expected.announced != nullptr && expected.protocol == flow.protocol)
    make_tracker(flow, expected.announced);  // in place of one that has heard nothing
  return false;
}

/// The conversation is what was expected. What was kept of it is handed on; true if some was not.
bool FlowTable::claim(std::uint32_t slot, Expected const& expected, Stamp when) {
  auto& flow = slots_[slot];
  if (expected.reversed) swap_sides(flow);
  flow.opener_guessed = false;
  if (flow.hearing != nullptr) stop_naming(flow);
  auto const keeper = std::move(flow.keeper);
  assign(flow, *expected.protocol, Known::expected, when, expected.announced);
  if (keeper == nullptr) return flow.begun;
  replay(slot, *keeper);
  return false;
}

/// The same where `coming` octets from this side, or a gap of so many, are about to be handed on.
/// Which side it is may turn; it is given back.
Side FlowTable::meet_late(std::uint32_t slot, Side from, std::uint64_t coming, Stamp when) {
  auto& flow = slots_[slot];
  auto const end = flow.end_of(from);
  bool const late = meet(slot, when);
  from = flow.side_of(end);
  if (late) tell_missed(flow, from, coming, when);
  return from;
}

/// What of a stream came before its tracker, and before the `coming` octets from this side, is a
/// gap to it.
void FlowTable::tell_missed(Flow& flow, Side from, std::uint64_t coming, Stamp when) {
  if (flow.stream == nullptr || flow.tracker == nullptr) return;
  auto& tracker = static_cast<delivery::StreamTracker&>(*flow.tracker);
  for (auto const side : {Side::client, Side::server}) {
    auto const index = static_cast<std::size_t>(side);
    auto const& end = flow.stream->ends[flow.end_of(side)];
    if (!end.started() || !flow.base_known[index]) continue;
    auto const begin = flow.base[index] + (flow.base_is_syn[index] ? 1U : 0U);
    auto const missed = end.next() - begin - static_cast<std::uint32_t>(side == from ? coming : 0U);
    if (missed != 0) tracker.on_gap(side, missed, when);
  }
}

}  // namespace qw::flow
