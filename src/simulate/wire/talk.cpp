// SPDX-License-Identifier: Apache-2.0
#include "simulate/wire/talk.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace qw::simulate {
namespace {

constexpr Nanoseconds overtaken{260'000};  // longer than a segment takes
constexpr Nanoseconds kernel{45'000};      // from the card to an answer of the stack itself

Nanoseconds scaled(Nanoseconds length, double factor) {
  return {static_cast<std::int64_t>(static_cast<double>(length.count) * factor)};
}

}  // namespace

std::shared_ptr<Talk> Talk::make(Shard& shard, FlowId flow, Host& client, Host& server,
                                 std::uint16_t server_port, Quality const& quality) {
  return std::shared_ptr<Talk>{new Talk{shard, flow, client, server, server_port, quality}};
}

Talk::Talk(Shard& shard, FlowId flow, Host& client, Host& server, std::uint16_t server_port,
           Quality const& quality)
    : shard_{shard},
      flow_{flow},
      path_{client, client.take_port(), server, server_port},
      quality_{quality},
      dice_{shard.dice("talk", shard.take_number())},
      mark_{shard.mark()} {
  for (auto& end : ends_) {
    end.next = static_cast<std::uint32_t>(dice_.draw());
    end.timestamp_offset = dice_.below(1U << 31);
  }
}

std::uint16_t Talk::window(Side from) const {
  auto const& stack = path_.host(from).stack;
  bool const scales = path_.host(Side::client).stack.window_shift != 0 &&
                      path_.host(Side::server).stack.window_shift != 0;
  return scales ? static_cast<std::uint16_t>(std::max(stack.window >> stack.window_shift, 1) * 2)
                : stack.window;
}

Octets Talk::options(Side from, Stamp at, bool syn) {
  auto const& mine = stack(from);
  auto const& his = stack(other(from));
  bool const first = syn && from == Side::client;
  auto const both = [&](bool mine_has, bool his_has) { return mine_has && (first || his_has); };
  Octets out;
  if (syn) {
    out.u8(2).u8(4).u16be(mine.mss);
    if (both(mine.sack, his.sack)) out.u8(1).u8(1).u8(4).u8(2);
    if (both(mine.window_shift != 0, his.window_shift != 0))
      out.u8(1).u8(3).u8(3).u8(mine.window_shift);
  }
  if (both(mine.timestamps, his.timestamps)) {
    auto const ticks = static_cast<std::uint64_t>(at.ns) / 1'000'000 + end(from).timestamp_offset;
    out.u8(1).u8(1).u8(8).u8(10).u32be(ticks).u32be(end(from).timestamp_peer);
    end(other(from)).timestamp_peer = static_cast<std::uint32_t>(ticks);
  }
  return out;
}

Stamp Talk::emit(Side from, Stamp at, Segment const& segment) {
  auto& mine = end(from);
  at = std::max(at, mine.free);
  auto const wire_octets = static_cast<double>(segment.payload.size() + 78);
  mine.free =
      at + Nanoseconds{static_cast<std::int64_t>(wire_octets * 8e9 / quality_.bits_per_second)};
  bool const syn_flag = (segment.flags & syn) != 0;
  auto const extra = options(from, at, syn_flag);
  auto const id = path_.take_id(from);
  bool const acks = (segment.flags & ack) != 0;
  if (acks) mine.owes = false;
  TcpHeader header{.from = 0,
                   .to = 0,
                   .sequence = segment.sequence,
                   .acknowledged = acks ? mine.acknowledged : 0,
                   .flags = segment.flags,
                   .window = syn_flag ? stack(from).window : window(from),
                   .options = extra.bytes()};
  if ((segment.flags & rst) != 0) header.window = 0;
  for (auto const& hop : path_.hops()) {
    if (!segment.seen) break;
    auto const& here = hop.ends[index_of(from)];
    header.from = here.port;
    header.to = hop.ends[index_of(other(from))].port;
    shard_.emit(at + segment.late + here.way(), hop.segment->point, flow_, mark_,
                tcp_frame(path_.link(hop, from), path_.ip(hop, from, id), header, segment.payload));
  }
  auto const arrived = at + segment.late + path_.delay();
  last_ = std::max(last_, arrived);
  return arrived;
}

Stamp Talk::open(Stamp at) {
  if (shard_.mark() != MarkId::none) mark_ = shard_.mark();
  at = path_.resolve(shard_, at);
  auto& client = end(Side::client);
  auto& server = end(Side::server);
  auto arrived = emit(Side::client, at, {client.next++, syn, {}});
  server.acknowledged = client.next;
  arrived = emit(Side::server, arrived + kernel, {server.next++, syn | ack, {}});
  client.acknowledged = server.next;
  emit(Side::client, arrived + kernel, {client.next, ack, {}});
  open_ = true;
  return arrived + kernel + kernel;
}

Stamp Talk::open_refused(Stamp at) {
  at = path_.resolve(shard_, at);
  auto& client = end(Side::client);
  auto const arrived = emit(Side::client, at, {client.next++, syn, {}});
  end(Side::server).acknowledged = client.next;
  return emit(Side::server, arrived + kernel, {0, rst | ack, {}});
}

Stamp Talk::open_unanswered(Stamp at, int tries) {
  at = path_.resolve(shard_, at);
  auto const sequence = end(Side::client).next++;
  for (Nanoseconds wait = seconds(1); tries-- > 0; wait = {wait.count * 2}) {
    emit(Side::client, at, {sequence, syn, {}});
    at = at + wait;
  }
  return at;
}

/// A segment that does not arrive, and how its sender makes up for it. Returns when the
/// repeated one arrives. RFC 5681, section 3.2, where enough follows it.
Stamp Talk::lose(Side from, Stamp at, Segment const& segment, std::size_t following) {
  Segment lost = segment;
  lost.seen = !dice_.chance(quality_.lost_unseen);
  auto const would_arrive = emit(from, at, lost);
  auto again = at + scaled(stack(from).first_timeout, dice_.uniform(1, 1.3));
  if (following >= 3) {
    auto const gap = Nanoseconds{(end(from).free - at).count};
    auto duplicate = would_arrive;
    for (int i = 0; i < 3; ++i) {
      duplicate = emit(other(from), duplicate + gap + kernel, {end(other(from)).next, ack, {}});
    }
    again = duplicate + kernel;
    end(from).congestion = std::max<std::uint32_t>(end(from).congestion / 2, 2);
  }
  return emit(from, again, segment);
}

Stamp Talk::send(Side from, Stamp at, Bytes payload) {
  QW_CHECK(open_);
  if (shard_.mark() != MarkId::none) mark_ = shard_.mark();
  auto& mine = end(from);
  auto const peer = other(from);
  at = std::max(path_.resolve(shard_, at), mine.free);
  pay(from);
  std::size_t const most =
      std::min(stack(Side::client).mss, stack(Side::server).mss) -
      (stack(Side::client).timestamps && stack(Side::server).timestamps ? std::size_t{12}
                                                                        : std::size_t{0});
  auto const count = std::max<std::size_t>((payload.size() + most - 1) / most, 1);
  std::deque<std::pair<Stamp, std::size_t>> acknowledged;  // when, up to which segment
  std::size_t confirmed = 0;
  Stamp arrived = at;
  Stamp hole;  // nothing after a lost segment is confirmed before it came again
  for (std::size_t i = 0; i < count; ++i) {
    while (i - confirmed >= mine.congestion && !acknowledged.empty()) {
      at = std::max(at, acknowledged.front().first);
      confirmed = acknowledged.front().second;
      acknowledged.pop_front();
      mine.congestion = std::min<std::uint32_t>(mine.congestion + 1, 40);
    }
    auto const part = payload.subspan(i * most, std::min(most, payload.size() - i * most));
    Segment segment{mine.next, static_cast<std::uint8_t>(i + 1 == count ? ack | psh : ack), part};
    mine.next += static_cast<std::uint32_t>(part.size());
    bool const late = i + 1 < count && quality_.reorder > 0 && dice_.chance(quality_.reorder);
    if (late) segment.late = overtaken;
    double const loss = quality_.loss + path_.loss();
    bool const lost = loss > 0 && dice_.chance(loss);
    auto const came = lost ? lose(from, at, segment, count - 1 - i) : emit(from, at, segment);
    if (lost || late) hole = std::max(hole, came);
    arrived = std::max(came, hole);
    at = mine.free;
    bool const pair = i % 2 == 1 && i + 1 < count;
    if (pair) acknowledged.emplace_back(acknowledge(peer, arrived + kernel, mine.next), i + 1);
  }
  end(peer).acknowledged = mine.next;
  owe(peer, arrived);
  return arrived;
}

Stamp Talk::acknowledge(Side from, Stamp at, std::uint32_t to) {
  end(from).acknowledged = to;
  return emit(from, at, {end(from).next, ack, {}});
}

/// The receiver will acknowledge later, unless it has something to say before.
void Talk::owe(Side from, Stamp at) {
  auto& mine = end(from);
  auto const delay = stack(from).delayed_ack;
  if (mine.owes || delay.count == 0) {  // RFC 1122, 4.2.3.2: at least every second segment
    mine.owes = false;
    emit(from, at + kernel, {mine.next, ack, {}});
    return;
  }
  mine.owes = true;
  mine.ack_due = at + delay;
  shard_.at(mine.ack_due, [talk = shared_from_this(), from, due = mine.ack_due] {
    auto& end = talk->end(from);
    if (!end.owes || end.ack_due != due || !talk->open_) return;
    end.owes = false;
    talk->emit(from, due, {end.next, ack, {}});
  });
}

/// What is sent now carries the acknowledgement that was owed.
void Talk::pay(Side from) { end(from).owes = false; }

Stamp Talk::close(Side from, Stamp at) {
  if (!open_) return at;
  auto& mine = end(from);
  auto& his = end(other(from));
  auto arrived = emit(from, std::max(at, last_), {mine.next++, fin | ack, {}});
  his.acknowledged = mine.next;
  arrived = emit(other(from), arrived + kernel, {his.next++, fin | ack, {}});
  mine.acknowledged = his.next;
  open_ = false;
  return emit(from, arrived + kernel, {mine.next, ack, {}});
}

Stamp Talk::reset(Side from, Stamp at) {
  if (!open_) return at;
  open_ = false;
  return emit(from, at, {end(from).next, rst | ack, {}});
}

void Talk::keep_alive(Side side, Nanoseconds idle) { watch(side, idle); }

Stamp say_in_parts(Talk& talk, Side from, Stamp at, Bytes payload, std::size_t head) {
  if (head != 0 && head < payload.size()) {
    talk.send(from, at, payload.first(head));
    payload = payload.subspan(head);
  }
  return talk.send(from, at, payload);
}

void Talk::watch(Side side, Nanoseconds idle) {
  std::weak_ptr<Talk> const weak = weak_from_this();
  shard_.at(last_ + idle, [weak, side, idle] {
    auto const talk = weak.lock();
    if (talk == nullptr || !talk->open_) return;
    auto const now = talk->shard_.now();
    if (talk->last_ + idle <= now) {
      auto& mine = talk->end(side);
      auto& his = talk->end(other(side));
      // RFC 1122, section 4.2.3.6: one below the next, so that an answer must come.
      auto const arrived = talk->emit(side, now, {mine.next - 1, ack, {}});
      talk->emit(other(side), arrived + kernel, {his.next, ack, {}});
    }
    talk->watch(side, idle);
  });
}

}  // namespace qw::simulate
