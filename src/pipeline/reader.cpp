// SPDX-License-Identifier: Apache-2.0
#include "pipeline/reader.hpp"

#include <algorithm>
#include <utility>

#include "decode/duplicate.hpp"
#include "flow/key.hpp"

namespace qw::pipeline {
namespace {

/// Deadlines and idle conversations are looked at this often in packet time.
constexpr Nanoseconds tick_interval = milliseconds(100);
/// Shards tell each other what they expect at the first tick after so long and so many steps, where
/// a batch ends. Not oftener, for a batch costs each shard something whatever is in it.
constexpr Nanoseconds meeting_interval = seconds(5);
constexpr std::uint64_t meeting_steps = 1024;
constexpr std::size_t cause_count = static_cast<std::size_t>(decode::Cause::fragment_copy) + 1;

std::vector<std::unique_ptr<capture::Source>> take_sources(std::vector<Input>& inputs) {
  std::vector<std::unique_ptr<capture::Source>> sources;
  for (auto& input : inputs) sources.push_back(std::move(input.source));
  return sources;
}

}  // namespace

Reader::Reader(std::vector<Input> inputs, std::size_t most_packets) : most_packets_{most_packets} {
  for (auto& input : inputs) {
    auto& source = sources_.emplace_back();
    source.realms = std::move(input.realms);
    source.point_name = source.heard_at = input.point_name;
    source.source = input.source.get();
    source.causes.resize(cause_count);
  }
  parts_ = take_sources(inputs);
}

/// How batches are cut changes nothing that is said; each costs all shards something.
bool Reader::full(Work const& work) const {
  return work.packet_count >= most_packets_ || work.meeting || (live_ && !work.time_steps.empty());
}

void Reader::read_batch(Work& work) {
  if (merged_ == nullptr) {
    merged_ = capture::merge_sources(std::move(parts_));
    live_ = merged_->live();
  }
  work.clear();
  work.first_step = next_step_;
  while (!full(work)) {
    FrameView frame;
    auto const answer = all_read_ ? capture::Next::end : merged_->next(frame);
    if (answer == capture::Next::nothing_yet) break;
    if (answer == capture::Next::end) {
      if (holds_end_ && !std::exchange(all_read_, true)) {
        work.all_read = true;
        break;
      }
      work.last = true;
      decoder_.finish();
      account_lost();
      work.time_steps.push_back({next_step_++, now_, TimeStep::What::epoch_end});
      break;
    }
    if (add_frame(work, frame)) {
      auto const& block = merged_->block();
      bool const held = std::ranges::any_of(
          work.blocks, [&](auto const& each) { return each.get() == block.get(); });
      if (!held) work.blocks.push_back(block);
    }
  }
  work.now = now_;
  work.steps_used = next_step_ - work.first_step;
}

void Reader::save_to(StateWriter& out) const {
  out.number(static_cast<std::uint32_t>(sources_.size()));
  for (auto const& source : sources_) save(out, source);
  decoder_.save_to(out);
  save(out, next_step_);
  for (auto const stamp : {now_, next_tick_, next_meeting_}) save(out, stamp);
  save(out, last_meeting_step_);
  save(out, started_);
}

bool Reader::load_from(StateReader& in) {
  auto const count = in.count();
  if (count > sources_.size()) in.fail();
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    load(in, sources_[i]);
    if (sources_[i].causes.size() != cause_count) in.fail();
  }
  decoder_.load_from(in);
  load(in, next_step_);
  for (auto* const stamp : {&now_, &next_tick_, &next_meeting_}) load(in, *stamp);
  load(in, last_meeting_step_);
  load(in, started_);
  if (!in.ok() || next_step_ == 0 || last_meeting_step_ > next_step_) {
    in.fail();
    return false;
  }
  for (std::size_t i = 0; i < count; ++i)
    if (!skip_read(*parts_[i], sources_[i])) return false;
  return true;
}

/// Does the source begin with the frames that were read, at the same point? They are passed over.
bool Reader::skip_read(capture::Source& part, PerSource const& source) {
  if (source.heard_at != source.point_name) return false;
  PerSource seen;
  FrameView frame;
  for (std::uint64_t left = source.read.frames; left != 0; --left) {
    if (part.next(frame) != capture::Next::frame) return false;
    seen.follow(frame);
  }
  return seen.trace == source.trace;
}

bool Reader::add_frame(Work& work, FrameView const& raw) {
  auto& source = sources_[static_cast<std::size_t>(raw.source)];
  source.read.add(raw.wire_octets);
  source.follow(raw);
  hear_time(work, source, raw);

  auto frame = raw;
  frame.at = source.clock.now();
  auto& packet = work.next_packet();
  auto const cause = decoder_.decode(frame, packet);
  account_lost();
  if (cause == decode::Cause::none) {
    ++work.packet_count;
    lay_out(work, packet);
    return true;
  }
  if (cause != decode::Cause::fragment) {  // those are accounted with what they complete
    auto& tally = source.causes[static_cast<std::size_t>(cause)];
    tally.frames += 1 + packet.held_frames;
    tally.octets += frame.wire_octets + packet.held_octets;
  }
  return false;
}

void Reader::account_lost() {
  if (decoder_.lost().empty()) return;
  for (auto const& lost : decoder_.lost()) {
    auto& tally = sources_[static_cast<std::size_t>(lost.source_id)]
                      .causes[static_cast<std::size_t>(decode::Cause::fragment_lost)];
    tally.frames += lost.frame_count;
    tally.octets += lost.octets;
  }
  decoder_.clear_lost();
}

void Reader::hear_time(Work& work, PerSource& source, FrameView const& frame) {
  if (source.read.frames == 1) source.first = frame.at;
  auto const verdict = source.clock.hear(frame.at);
  if (verdict == PointClock::Verdict::held) ++source.held;
  if (verdict == PointClock::Verdict::forward || verdict == PointClock::Verdict::backward)
    ++source.epochs;
  auto const now = source.clock.now();
  source.last = std::max(source.last, now);
  if (verdict == PointClock::Verdict::backward) {
    work.time_steps.push_back({next_step_++, now_, TimeStep::What::epoch_end});
    started_ = false;
  }
  tick_to(work, now);
}

void Reader::tick_to(Work& work, Stamp now) {
  if (started_ && now <= now_) return;
  now_ = now;
  if (started_ && now < next_tick_) return;
  if (started_) work.time_steps.push_back({next_step_++, now, TimeStep::What::tick});
  work.meeting =
      started_ && now >= next_meeting_ && next_step_ - last_meeting_step_ >= meeting_steps;
  if (work.meeting) last_meeting_step_ = next_step_;
  if (!started_ || work.meeting) next_meeting_ = now + meeting_interval;
  started_ = true;
  next_tick_ = now + tick_interval;
}

/// `packet` is the last of the batch.
void Reader::lay_out(Work& work, decode::PacketView& packet) {
  auto const& realms = sources_[static_cast<std::size_t>(packet.frame.source)].realms;
  bool const tunnelled = packet.tunnels != 0;  // else the outer ends are the inner ones
  auto const name = [&](Endpoint& inner, Endpoint& outer) {
    inner.host.realm = realms.realm_of(inner.host.address);
    outer.host.realm = tunnelled ? realms.realm_of(outer.host.address) : inner.host.realm;
  };
  name(packet.source, packet.outer_source);
  name(packet.destination, packet.outer_destination);
  if (packet.held_frames != 0) keep_reassembled(work, packet);
  auto const hash = flow::hash_of(packet);
  work.packet_steps[hash.hosts % shard_count].push_back(
      {.number = next_step_++,
       .hash = hash.conversation,
       .likeness = decode::likeness_of(packet),
       .packet = static_cast<std::uint32_t>(work.packet_count - 1)});
}

/// The decoder's memory of a reassembled datagram lasts until its next call only.
void Reader::keep_reassembled(Work& work, decode::PacketView& packet) {
  auto const whole = packet.network;
  packet.network = work.reassembled.keep(whole);
  bool const inside = packet.payload.data() >= whole.data() &&
                      packet.payload.data() + packet.payload.size() <= whole.data() + whole.size();
  if (inside)
    packet.payload = packet.network.subspan(
        static_cast<std::size_t>(packet.payload.data() - whole.data()), packet.payload.size());
  else
    packet.payload = work.reassembled.keep(packet.payload);
}

std::uint64_t Reader::position() const {
  std::uint64_t sum = 0;
  for (auto const& each : sources_) sum += each.source->position();
  return sum;
}

std::uint64_t Reader::size() const {
  std::uint64_t sum = 0;
  for (auto const& each : sources_) sum += each.source->size();
  return sum;
}

Accounts Reader::accounts() const {
  Accounts accounts;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    auto const& source = sources_[i];
    auto const& report = source.source->report();
    auto& account = accounts.sources.emplace_back();
    account.source = static_cast<SourceId>(i);
    account.name = report.name;
    account.point_name = source.point_name;
    account.format = report.format;
    account.file_octets = report.file_octets;
    account.read = source.read;
    for (std::size_t each = 1; each < source.causes.size(); ++each) {
      auto const cause = static_cast<decode::Cause>(each);
      if (cause == decode::Cause::fragment_copy)
        account.duplicates = source.causes[each];  // the shards add those of whole packets
      else
        account.undecoded.push_back({std::string{name_of(cause)}, source.causes[each]});
    }
    account.cut_frames = report.cut_frames;
    account.dropped = report.dropped;
    account.drops_known = report.drops_known;
    account.damages = report.damages;
    for (auto const& damage : report.damage)
      account.damage.push_back({damage.after_frame, damage.offset, damage.skipped, damage.text});
    account.epochs = source.epochs;
    account.backward = source.held;
    account.first = source.first;
    account.last = source.last;
  }
  auto const& counts = decoder_.counts();
  accounts.bad_checksums = counts.bad_checksums;
  accounts.fragments = counts.fragments;
  accounts.reassembled = counts.reassembled;
  accounts.fragments_evicted = counts.fragments_evicted;
  return accounts;
}

}  // namespace qw::pipeline
