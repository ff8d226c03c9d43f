// SPDX-License-Identifier: Apache-2.0
#include "flow/flow.hpp"

#include <utility>

namespace qw::flow {

void swap_sides(Flow& flow) {
  flow.client_is_low = !flow.client_is_low;
  auto const swap = [](auto& pair) { std::swap(pair[0], pair[1]); };
  swap(flow.heard);
  swap(flow.base_known);
  swap(flow.base_is_syn);
  swap(flow.base);
  swap(flow.ears);
  swap(flow.tallies.frames);
  swap(flow.tallies.octets);
  swap(flow.tallies.payload);
  swap(flow.tallies.lost);
  swap(flow.payload_seen);
  swap(flow.finished);
  swap(flow.hops);
  swap(flow.mac_known);
  swap(flow.macs);
  swap(flow.noted);
  flow.history.swap_sides();
  if (flow.stream != nullptr) swap(flow.stream->tails);
  if (flow.keeper != nullptr) flow.keeper->swap_sides();
}

}  // namespace qw::flow
