// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/services/s7_polls.hpp"

#include <algorithm>

#include "simulate/speech/s7comm/s7comm.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

using s7comm::Item;

constexpr std::size_t most_items = 20;
constexpr std::uint32_t largest_gap = 8;  // unused octets that a client reads along
constexpr Nanoseconds between_breaks = seconds(6 * 3600);  // of a connection, on average
constexpr s7comm::Limits limits{.jobs = 2, .pdu = 480};

/// The wished registers as runs of octets, as a client's optimiser joins them.
std::vector<Item> runs_of(Layout const& layout, double part, Dice dice) {
  std::vector<Item> items;
  auto wished = layout.registers();
  std::erase_if(wished, [&](Register const&) { return !dice.chance(part); });
  std::sort(wished.begin(), wished.end(), [](Register const& a, Register const& b) {
    return std::pair{a.block, a.offset} < std::pair{b.block, b.offset};
  });
  for (auto const& place : wished) {
    std::uint32_t const end = place.offset + place.size;
    if (!items.empty() && items.back().block == place.block) {
      auto& last = items.back();
      bool const near = place.offset <= last.offset + last.size + largest_gap;
      if (near && end - last.offset <= 200) {
        last.size =
            static_cast<std::uint16_t>(std::max(end - last.offset, std::uint32_t{last.size}));
        continue;
      }
    }
    items.push_back({s7comm::Area::data_block, place.block, place.offset, place.size});
  }
  return items;
}

/// As many items a request as the reply's PDU holds.
std::vector<std::vector<Item>> requests_of(std::vector<Item> const& items) {
  std::vector<std::vector<Item>> requests(1);
  for (auto const& item : items) {
    auto& last = requests.back();
    last.push_back(item);
    if (last.size() <= most_items && s7comm::reply_octets(last) <= limits.pdu) continue;
    last.pop_back();
    requests.push_back({item});
  }
  return requests;
}

class Poller {
 public:
  Poller(CraneSite& crane, S7Polls polls)
      : crane_{crane},
        polls_{std::move(polls)},
        flow_{crane.flow(polls_.purpose, "S7comm", *polls_.client, *polls_.server, "tcp/102")},
        dice_{crane.dice(polls_.client->identity.name)},
        break_chance_{static_cast<double>(polls_.period.count) /
                      static_cast<double>(between_breaks.count)},
        requests_{requests_of(runs_of(crane.layout(), polls_.part, dice_.part("wishes")))} {}

  /// How long after the start the first round comes.
  Nanoseconds first() { return {dice_.between(0, polls_.period.count)}; }

  /// False when its time is over.
  bool round() {
    auto const now = crane_.shard().now();
    if (polls_.until && *polls_.until <= now) {
      if (talk_ != nullptr) talk_->close(Side::client, now);
      return false;
    }
    if (talk_ == nullptr || !talk_->is_open())
      connect();
    else if (dice_.chance(break_chance_))
      talk_->reset(Side::server, now);
    else
      read_all(now);
    return true;
  }

 private:
  void read_all(Stamp at) {
    for (auto const& request : requests_) at = read(request, at);
  }

  void connect() {
    talk_ = Talk::make(crane_.shard(), flow_, *polls_.client, *polls_.server, s7comm::port);
    auto const caller_reference = static_cast<std::uint16_t>(dice_.between(1, 0x7fff));
    s7comm::Tsap const caller{polls_.kind, 0, 0};
    s7comm::Tsap const called{polls_.kind, 0, 3};
    auto at = talk_->open(crane_.shard().now());
    at = ask(at, s7comm::connect_request(caller_reference, caller, called),
             s7comm::connect_confirm(caller_reference, 0x4431, caller, called));
    auto const reference = next_reference();
    ask(at, s7comm::setup_request(reference, {2, 960}), s7comm::setup_reply(reference, limits));
    talk_->keep_alive(Side::client, seconds(30));
  }

  Stamp read(std::vector<Item> const& items, Stamp at) {
    auto const reference = next_reference();
    std::vector<Bytes> values;
    for (auto const& item : items) {
      values.push_back(crane_.image().read(item.block, item.offset, item.size));
      crane_.witness(flow_, "reference", reference, item.block, item.offset, item.size);
    }
    return ask(at, s7comm::read_request(reference, items), s7comm::read_reply(reference, values));
  }

  Stamp ask(Stamp at, Octets const& request, Octets const& reply) {
    auto const asked = talk_->send(Side::client, at, request);
    auto const think = Nanoseconds{static_cast<std::int64_t>(dice_.uniform(1.2e6, 9e6))};
    auto const answered = talk_->send(Side::server, asked + think, reply);
    return answered + Nanoseconds{static_cast<std::int64_t>(dice_.uniform(0.2e6, 1.5e6))};
  }

  std::uint16_t next_reference() { return ++reference_; }

  CraneSite& crane_;
  S7Polls polls_;
  FlowId flow_;
  Dice dice_;
  double break_chance_;  // each round
  std::vector<std::vector<Item>> requests_;
  TalkPointer talk_;
  std::uint16_t reference_ = 0;
};

}  // namespace

void s7_polls(CraneSite& crane, S7Polls const& polls) {
  auto const poller = std::make_shared<Poller>(crane, polls);
  auto const mark = crane.shard().mark();
  crane.shard().repeat(crane.shard().now() + poller->first(),
                       {.period = polls.period, .jitter = milliseconds(8), .drift = 2e-5},
                       [poller, mark, &crane] {
                         Marking const marking{crane.shard(), mark};
                         return poller->round();
                       });
}

}  // namespace qw::simulate
