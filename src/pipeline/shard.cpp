// SPDX-License-Identifier: Apache-2.0
#include "pipeline/shard.hpp"

#include <algorithm>

namespace qw::pipeline {
namespace {

Phase phase_of(flow::Report report) {
  switch (report) {
    case flow::Report::opened: return Phase::opened;
    case flow::Report::update: return Phase::update;
    case flow::Report::closed: return Phase::closed;
  }
  return Phase::opened;
}

CloseCause cause_of(flow::Ending ending) {
  switch (ending) {
    case flow::Ending::none: return CloseCause::none;
    case flow::Ending::finished: return CloseCause::finished;
    case flow::Ending::reset: return CloseCause::reset;
    case flow::Ending::idle: return CloseCause::idle;
    case flow::Ending::evicted: return CloseCause::evicted;
    case flow::Ending::end_of_capture: return CloseCause::end_of_capture;
  }
  return CloseCause::none;
}

ServiceBasis basis_of(flow::Known known) {
  switch (known) {
    case flow::Known::no: return ServiceBasis::none;
    case flow::Known::content: return ServiceBasis::content;
    case flow::Known::expected: return ServiceBasis::expected;
    case flow::Known::application: return ServiceBasis::application;
  }
  return ServiceBasis::none;
}

Encryption encryption_of(flow::Flow const& flow) {
  auto const encrypted = flow.encrypted();
  if (flow.service().empty() || !encrypted) return Encryption::unknown;
  return *encrypted ? Encryption::encrypted : Encryption::clear;
}

std::uint8_t ip_protocol_of(std::uint16_t carrier) {
  return carrier < 0x100 ? static_cast<std::uint8_t>(carrier) : std::uint8_t{0};
}

/// What is said of conversations is said by whoever counts them.
constexpr ProtocolDescription flow_itself{.name = "flow", .title = "Conversations"};

Term transport_name(std::uint16_t carrier) {
  switch (carrier) {
    case decode::ip_protocol::tcp: return transport::tcp;
    case decode::ip_protocol::udp: return transport::udp;
    case decode::ip_protocol::sctp: return transport::sctp;
    case decode::ip_protocol::icmp: return transport::icmp;
    case decode::ip_protocol::icmpv6: return transport::icmpv6;
    case decode::ip_protocol::igmp: return transport::igmp;
    default: return carrier < 0x100 ? transport::ip : transport::link;
  }
}

}  // namespace

Shard::Shard(std::uint32_t number, flow::Limits const& limits, flow::Protocols protocols,
             std::size_t sources, ShardDuties duties, flow::ExpectationIndex const& expected,
             ArenaPool& pool)
    : voice_{number},
      batch_{.arena = Arena{pool}, .events = {}},
      expectations_{expected},
      bodies_{voice_, duties.body_octets},
      namer_{duties.naming == nullptr ? nullptr : duties.naming->namer(number)},
      table_{limits, protocols, voice_, expectations_, bodies_, *this, namer_.get()},
      keep_duplicates_{duties.keep_duplicates},
      tallies_(sources) {
  voice_.speak_into(batch_);
  if (duties.fold_limit == 0) return;
  fold_.emplace(duties.fold_limit, duties.every_event);
  voice_.speak_to(*fold_, duties.refrain_octets);
}

void Shard::run(Work const& work) {
  auto const& steps = work.packet_steps[voice_.shard()];
  std::span<TimeStep const> times{work.time_steps};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i + soon < steps.size()) {
      table_.comes_soon(steps[i + soon].hash);
      duplicates_.comes_soon(steps[i + soon].likeness);
    }
    if (i + next < steps.size()) table_.comes_next(steps[i + next].hash);
    if (!times.empty() && times.front().number < steps[i].number)
      times = hear_times(times, steps[i].number);
    voice_.at_step(steps[i].number);
    on_packet(work.packets[steps[i].packet], steps[i]);
  }
  hear_times(times, UINT64_MAX);
}

/// Hears of the times that come before a step, and gives back the rest.
std::span<TimeStep const> Shard::hear_times(std::span<TimeStep const> times, std::uint64_t before) {
  for (; !times.empty() && times.front().number < before; times = times.subspan(1)) {
    auto const& time = times.front();
    bool const tick = time.what == TimeStep::What::tick;
    if (tick && !table_.due(time.now)) continue;
    voice_.at_step(time.number);
    if (tick)
      table_.on_tick(time.now);
    else
      table_.on_end(time.now);
  }
  return times;
}

void Shard::save_to(StateWriter& out, Stamp now) const {
  save(out, tallies_);
  table_.save_to(out);
  save(out, expectations_);
  duplicates_.save_to(out, now);
  save(out, fold_.has_value());
  if (fold_) fold_->save_to(out);
}

void Shard::load_from(StateReader& in) {
  auto const sources = tallies_.size();
  load(in, tallies_);
  if (tallies_.size() > sources) in.fail();
  tallies_.resize(sources);
  table_.load_from(in);
  load(in, expectations_);
  duplicates_.load_from(in);
  bool folds = false;
  load(in, folds);
  if (folds != fold_.has_value()) in.fail();
  if (fold_ && in.ok()) fold_->load_from(in);
  batch_.clear();  // what new trackers said of the gap
}

void Shard::on_packet(decode::PacketView const& packet, PacketStep const& step) {
  auto& tally = tallies_[static_cast<std::size_t>(packet.frame.source)];
  bool const duplicate = !keep_duplicates_ && duplicates_.seen_before(packet, step.likeness);
  bool const elsewhere = !duplicate && !table_.on_packet(packet, step.hash);
  auto& kind = duplicate || elsewhere ? tally.duplicates : tally.unique;
  kind.frames += 1 + packet.held_frames;
  auto const octets = packet.frame.wire_octets + packet.held_octets;
  kind.octets += octets;
  if (packet.mirrored && &kind == &tally.unique)
    tally.mirror_octets += octets - std::min(octets, packet.wire_octets);
}

void Shard::on_flow(flow::Flow const& flow, flow::Report report, flow::Ending ending, Stamp at) {
  auto const& tallies = flow.tallies;
  auto const opening = text_of(Bytes{flow.opening}.first(flow.opening_size));
  // The capture's frame that opened it is in the identifier; the last one is at hand.
  FrameNumber const first = (flow.id.value & 0xffff'ffff'ffff) - flow.frames_before;
  voice_.say(Conversation{.said = {{.at = at,
                                    .frames = {first, flow.last_frame},
                                    .source = flow.source,
                                    .point = flow.point,
                                    .speaker = flow.client(),
                                    .listener = flow.server(),
                                    .conversation = flow.id},
                                   flow_itself},
                          .phase = phase_of(report),
                          .transport = transport_name(flow.key.carrier),
                          .service = flow.service(),
                          .basis = basis_of(flow.known),
                          .encryption = encryption_of(flow),
                          .first = flow.first,
                          .last = flow.last,
                          .frames_out = tallies.frames[0],
                          .frames_in = tallies.frames[1],
                          .octets_out = tallies.octets[0],
                          .octets_in = tallies.octets[1],
                          .payload_out = tallies.payload[0],
                          .payload_in = tallies.payload[1],
                          .lost_out = tallies.lost[0],
                          .lost_in = tallies.lost[1],
                          .repeated_frames = tallies.repeated_frames,
                          .understood_octets = tallies.understood,
                          .hops_out = flow.hops[0],
                          .hops_in = flow.hops[1],
                          .mac_out = flow.macs[0],
                          .mac_in = flow.macs[1],
                          .vlan = flow.vlan,
                          .close = cause_of(ending),
                          .opening = flow.protocol == nullptr ? opening : std::string_view{},
                          .history = flow.history,
                          .ip_protocol = ip_protocol_of(flow.key.carrier),
                          .icmp = flow.icmp,
                          .inner_vlan = flow.inner_vlan,
                          .opener_guessed = flow.opener_guessed,
                          .opening_lost = flow.protocol == nullptr && flow.opening_lost,
                          .answered = flow.answered});
}

}  // namespace qw::pipeline
