// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "flow/flow_table.hpp"

namespace qw::flow {
namespace {

using delivery::Side;

std::size_t index_of(Side side) { return static_cast<std::size_t>(side); }

}  // namespace

Identified FlowTable::identify_flow(Flow const& flow) const {
  auto const transport = transport_of(flow.key.carrier);
  auto const& keeper = *flow.keeper;
  auto const opening = [&](Side side) {
    return transport == delivery::Transport::tcp ? keeper.bytes(side) : keeper.first(side);
  };
  return identify({.transport = transport,
                   .client = opening(Side::client),
                   .server = opening(Side::server),
                   .client_port = flow.client().port,
                   .server_port = flow.server().port,
                   .opener_known = flow.opener_known,
                   .hint = keeper.hint},
                  protocols_);
}

void FlowTable::keep_and_identify(std::uint32_t slot, Side from, Bytes bytes,
                                  std::size_t wire_octets, Moment const& moment) {
  auto& flow = slots_[slot];
  if (flow.keeper == nullptr) flow.keeper = std::make_unique<OpeningKeeper>();
  bool const kept = flow.keeper->keep(from, bytes, wire_octets, moment, limits_.opening_octets);
  auto const found = identify_flow(flow);
  if (found.protocol == nullptr) {
    if (kept && found.undecided) return;
    counts_.unknown_octets += flow.keeper->size() + (kept ? 0 : bytes.size());
    auto const opening = std::move(flow.keeper);
    flow.given_up = true;
    name_opening(flow, *opening);
    if (!kept && wire_octets == bytes.size()) name(flow, from, bytes, moment.at);
    return;
  }
  if (!found.either_way) flow.opener_guessed = false;
  if (found.reversed) {
    swap_sides(flow);
    from = delivery::other(from);
  }
  auto const keeper = std::move(flow.keeper);
  assign(flow, *found.protocol, Known::content, moment.at);
  replay(slot, *keeper);
  if (!kept) hand_on(slot, from, bytes, wire_octets, moment);
}

/// Hands on what was kept, in the order in which it came.
void FlowTable::replay(std::uint32_t slot, OpeningKeeper const& keeper) {
  Bytes rest[2] = {keeper.bytes(Side::client), keeper.bytes(Side::server)};
  for (auto const& piece : keeper.pieces()) {
    auto& left = rest[index_of(piece.from)];
    hand_on(slot, piece.from, left.first(piece.octets), piece.wire_octets, piece.moment);
    left = left.subspan(piece.octets);
  }
}

void FlowTable::assign(Flow& flow, delivery::Registration const& protocol, Known known, Stamp when,
                       std::shared_ptr<delivery::Announced const> announced) {
  flow.protocol = &protocol;
  flow.known = known;
  make_tracker(flow, std::move(announced));
  flow.given_up = flow.tracker == nullptr;
  if (flow.stream == nullptr && transport_of(flow.key.carrier) == delivery::Transport::tcp)
    flow.stream = std::make_unique<Stream>();
  report(flow, Report::update, Ending::none, when);
}

/// None if the protocol does not have the face that the transport needs.
void FlowTable::make_tracker(Flow& flow,
                             std::shared_ptr<delivery::Announced const> announced) const {
  auto const& protocol = *flow.protocol;
  auto around = around_;
  around.announced = std::move(announced);
  if (transport_of(flow.key.carrier) == delivery::Transport::tcp) {
    if (protocol.stream != nullptr) flow.tracker = protocol.stream(around);
  } else if (flow.key.carrier >= 0x100) {
    if (protocol.frame != nullptr) flow.tracker = protocol.frame(around);
  } else if (protocol.datagram != nullptr) {
    flow.tracker = protocol.datagram(around);
  }
  for (auto const side : {Side::client, Side::server})
    if (flow.tracker != nullptr && flow.heard[index_of(side)]) flow.tracker->on_heard(side);
}

void FlowTable::leave_protocol(Flow& flow, Stamp when) {
  if (flow.tracker != nullptr) {
    flow.tracker->on_end(when);
    flow.was_encrypted = flow.encrypted();
    flow.tracker.reset();
  }
  if (!flow.understood_any) {
    flow.protocol = nullptr;
    flow.known = Known::no;
    flow.was_encrypted.reset();
  }
  flow.given_up = true;
  if (flow.stream == nullptr) return;
  for (auto const side : {Side::client, Side::server}) {
    auto& tail = flow.stream->tails[index_of(side)];
    counts_.unknown_octets += tail.size();
    name(flow, side, tail.bytes(), when);
    tail.clear();
  }
}

void FlowTable::offer_on(Flow& flow, Term hint, Side from, Bytes rest, Moment const& moment) {
  flow.tracker->on_end(moment.at);
  flow.tracker.reset();
  flow.keeper = std::make_unique<OpeningKeeper>();
  flow.keeper->hint = hint;
  auto const move_tail = [&](Side side, Bytes bytes) {
    if (!bytes.empty() &&
        !flow.keeper->keep(side, bytes, bytes.size(), moment, limits_.opening_octets))
      counts_.unknown_octets += bytes.size();
  };
  for (auto const side : {Side::client, Side::server}) {
    auto& tail = flow.stream->tails[index_of(side)];
    move_tail(side, tail.bytes());
    tail.clear();
  }
  move_tail(from, rest);
}

}  // namespace qw::flow
