// SPDX-License-Identifier: Apache-2.0
#include "simulate/shard.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace qw::simulate {
namespace {

// How long a host trusts what ARP told it: Windows asks again after 15 to 45 s of
// silence, Linux alike, controllers after some minutes. One figure for all is an
// assumption (README, "Assumptions").
constexpr Nanoseconds arp_trust = seconds(120);
constexpr Nanoseconds arp_answer{180'000};

}  // namespace

Shard::Shard(std::string name, std::uint32_t index, Dice const& dice, Stamp start)
    : name_{std::move(name)}, index_{index}, dice_{dice}, now_{start} {}

void Shard::at(Stamp when, std::function<void()> what) {
  events_.push_back({std::max(when, now_), ordinal_++, std::move(what)});
  std::push_heap(events_.begin(), events_.end(), Later{});
}

void Shard::every(Rhythm const& rhythm, std::function<void()> what) {
  auto dice = dice_.part("rhythm", rhythms_);
  Stamp const first = now_ + Nanoseconds{dice.between(0, rhythm.period.count)};
  repeat(first, rhythm, [what = std::move(what)] {
    what();
    return true;
  });
}

void Shard::repeat(Stamp first, Rhythm const& rhythm, std::function<bool()> what) {
  QW_CHECK(rhythm.period.count > 0);
  next(first, rhythm, std::make_shared<Dice>(dice_.part("jitter", rhythms_++)),
       std::make_shared<std::function<bool()>>(std::move(what)));
}

void Shard::next(Stamp ideal, Rhythm rhythm, std::shared_ptr<Dice> dice,
                 std::shared_ptr<std::function<bool()>> what) {
  auto const displaced = ideal + Nanoseconds{dice->between(0, rhythm.jitter.count)};
  at(displaced, [this, ideal, rhythm, dice, what] {
    auto const mark = mark_;
    bool const again = (*what)();
    mark_ = mark;
    if (!again) return;
    auto const drifted = static_cast<double>(rhythm.period.count) * (1 + rhythm.drift);
    next(ideal + Nanoseconds{static_cast<std::int64_t>(drifted)}, rhythm, dice, what);
  });
}

void Shard::run(Stamp until, std::vector<Frame>& frames) {
  while (!events_.empty() && events_.front().at < until) {
    std::pop_heap(events_.begin(), events_.end(), Later{});
    auto const event = std::move(events_.back());
    events_.pop_back();
    now_ = event.at;
    event.what();
  }
  now_ = until;
  while (!frames_.empty() && frames_.front().at < until) {
    std::pop_heap(frames_.begin(), frames_.end(), Later{});
    frames.push_back(std::move(frames_.back()));
    frames_.pop_back();
  }
}

Segment& Shard::add_segment(Segment segment) { return segments_.emplace_back(std::move(segment)); }

Host& Shard::add_host(Host host) { return hosts_.emplace_back(std::move(host)); }

Router& Shard::add_router(Router router) { return routers_.emplace_back(router); }

Host& Shard::guest(Host const& host) {
  auto& known = guests_[&host];
  if (known == nullptr) {
    constexpr unsigned ports_each = 1000;
    known = &visitors_.emplace_back(host);
    known->first_port = static_cast<std::uint16_t>(49152 + index_ % 16 * ports_each);
    known->last_port = static_cast<std::uint16_t>(known->first_port + ports_each);
    known->next_port = known->first_port;
  }
  return *known;
}

Host& Shard::host(std::string_view role) {
  auto const found = std::find_if(hosts_.begin(), hosts_.end(),
                                  [&](Host const& host) { return host.identity.role == role; });
  QW_CHECK(found != hosts_.end());
  return *found;
}

std::vector<Host*> Shard::hosts_of(std::string_view role) {
  std::vector<Host*> found;
  for (auto& host : hosts_)
    if (host.identity.role == role) found.push_back(&host);
  return found;
}

FlowId Shard::add_flow(Flow flow) {
  flow.mark = mark_;
  flows_.push_back(std::move(flow));
  return static_cast<FlowId>(flows_.size() - 1);
}

MarkId Shard::add_mark(Mark mark) {
  marks_.push_back(std::move(mark));
  return static_cast<MarkId>(marks_.size() - 1);
}

void Shard::emit(Stamp at, Point point, FlowId flow, MarkId mark, Octets frame) {
  frames_.push_back({std::max(at, now_), ordinal_++, flow, mark, point, frame.take()});
  std::push_heap(frames_.begin(), frames_.end(), Later{});
}

Stamp Shard::resolve(Stamp at, Host const& asker, Host const& owner) {
  auto const& segment = *asker.segment;
  auto& known_until = resolved_[{&asker, &owner}];
  if (at < known_until) return at;
  known_until = at + arp_trust;
  resolved_[{&owner, &asker}] = at + arp_trust;  // RFC 826: the owner learns from the question
  if (segment.point == Point::none) return at;
  auto flow = arp_flows_.find(&segment);
  if (flow == arp_flows_.end()) {
    auto const id =
        add_flow({"addresses of " + segment.name, "ARP", "any", "any", "ethertype/0x0806", false});
    flow = arp_flows_.emplace(&segment, id).first;
  }
  Arp const request{ArpOperation::request, asker.mac, asker.ip, {}, owner.ip};
  Arp const reply{ArpOperation::reply, owner.mac, owner.ip, asker.mac, asker.ip};
  auto const answered = at + arp_answer;
  emit(at, segment, flow->second, arp_frame({asker.mac, broadcast_mac, segment.vlan, 0}, request));
  emit(answered, segment, flow->second, arp_frame({owner.mac, asker.mac, segment.vlan, 0}, reply));
  return answered + Nanoseconds{60'000};
}

}  // namespace qw::simulate
