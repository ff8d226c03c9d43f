// SPDX-License-Identifier: Apache-2.0
// One harness for every protocol (chosen.hpp).
//
// The input is what both sides say; its last octet decides how it is cut into segments,
// who says each, where octets get lost and how time passes. So a message from a capture is
// a good seed as it is. With the high bit set in the last octet the input is an exchange that
// comes again and again: two octets with the length of what the client says, that, and the reply.
// Checks what flow relies on: a tracker never uses more than it was given, its heap stays within a
// limit, and what it says can be kept.
//
// Where an exchange was counted without being read, all is heard a second time with each event
// said: both must give the same rows. Without one the second time would be the first again; so it
// is for one input of sixteen only, to see that a tracker says the same twice.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chosen.hpp"
#include "content/open_bodies.hpp"
#include "core/cursor.hpp"
#include "fence.hpp"
#include "fold/fold.hpp"
#include "same_rows.hpp"
#include "vocabulary/voice.hpp"

namespace {

using namespace qw;

/// What one conversation may hold; far above any protocol's own limits added up.
constexpr std::size_t most_heap = 8 << 20;
/// So few that they are forgotten at times.
constexpr std::size_t most_refrains = 64 << 10;

delivery::Registration const& protocol = fuzz::chosen();

class Ignored final : public delivery::Expectations {
  void expect(delivery::Expectation const&) override {}
};

/// A small generator of numbers, so that one octet makes a whole plan.
class Plan {
 public:
  explicit Plan(std::uint8_t seed) : state_{seed * 0x9e37'79b9U + 1U} {}
  std::uint32_t below(std::uint32_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_ % limit;
  }

 private:
  std::uint32_t state_;
};

[[noreturn]] void broken(char const* rule) {
  std::fprintf(stderr, "%s: %s\n", std::string{protocol.protocol.text()}.c_str(), rule);
  std::abort();
}

/// Keeps what a conversation says. Made once and emptied for each input: its memory is most of
/// what an input costs otherwise.
class Record final : public FirstListener {
 public:
  explicit Record(bool every_event) : fold_{fold::Fold::default_limit, every_event} {}

  Heard hear(Order const& order, EventRef event) override { return fold_.hear(order, event); }
  bool hear_again(Refrain const& refrain, Order const& first) override {
    bool const counted = fold_.hear_again(refrain, first);
    counted_ = counted_ || counted;
    return counted;
  }

  void begin() {
    batch_.clear();
    counted_ = false;
  }
  void end() {
    fold_.flush();
    fold_.take_repeats(repeats_);
    fold_.take_rows(rows_);
  }
  Batch& batch() { return batch_; }
  /// Was an exchange counted that nobody read?
  [[nodiscard]] bool counted() const { return counted_; }
  [[nodiscard]] fold::FoldedBatch const& rows() const { return rows_; }

 private:
  Batch batch_;
  fold::Fold fold_;
  fold::Repeats repeats_;
  fold::FoldedBatch rows_;
  bool counted_ = false;
};

/// A conversation that is fed pieces of the input, each in memory of its own.
class Conversing {
 public:
  Conversing(Plan plan, Record& record) : plan_{plan}, record_{record} {
    record_.begin();
    voice_.speak_into(record_.batch());
    voice_.speak_to(record_, most_refrains);
    delivery::Surroundings const around{voice_, ignored_, bodies_};
    if (protocol.stream != nullptr) stream_ = protocol.stream(around);
    if (protocol.datagram != nullptr) datagram_ = protocol.datagram(around);
    if (protocol.frame != nullptr) frame_ = protocol.frame(around);
  }

  void hear(delivery::Side side, Bytes piece) {
    now_ = now_ + milliseconds(plan_.below(2000));
    hear_of(side);
    if (stream_) stream(side, piece);
    if (datagram_) datagram(side, piece);
    if (frame_) frame(piece);
    pass_time();
    if (record_.batch().events.size() > 10'000) record_.batch().clear();
  }

  void end() {
    if (stream_) stream_->on_end(now_);
    if (datagram_) datagram_->on_end(now_);
    if (frame_) frame_->on_end(now_);
    record_.end();
  }

 private:
  void hear_of(delivery::Side side) {
    if (std::exchange(heard_of_[static_cast<std::size_t>(side)], true)) return;
    if (stream_) stream_->on_heard(side);
    if (datagram_) datagram_->on_heard(side);
  }

  Moment moment(delivery::Side side) {
    static Endpoint const client{{RealmId{}, *Address::parse("10.0.0.1")}, 40'000};
    static Endpoint const server{{RealmId{}, *Address::parse("10.0.0.2")}, 502};
    ++number_;
    voice_.at_step(number_);
    bool const from_client = side == delivery::Side::client;
    return {.at = now_,
            .frames = {number_, number_},
            .speaker = from_client ? client : server,
            .listener = from_client ? server : client,
            .conversation = conversation_id(SourceId{}, 1)};
  }

  void stream(delivery::Side side, Bytes piece) {
    auto& held = held_[static_cast<std::size_t>(side)];
    if (plan_.below(16) == 0) {
      held.clear();
      stream_->on_gap(side, plan_.below(5000) + 1, now_);
      return;
    }
    auto const octets = fence_.room(held.size() + piece.size());
    std::ranges::copy(piece, std::ranges::copy(held, octets.begin()).out);
    auto const taken = stream_->on_stream({side, octets, moment(side)});
    if (taken.used > octets.size()) broken("used more octets than there were");
    auto const rest = octets.subspan(taken.used);
    held.assign(rest.begin(), rest.end());
    fence_.close();
    if (held.size() > 1 << 20) held.clear();
    if (stream_->heap_octets() > most_heap) broken("holds too much");
    if (taken.then == delivery::Taken::Then::go_on) return;
    stream_->on_end(now_);
    stream_.reset();
  }

  void datagram(delivery::Side side, Bytes piece) {
    std::size_t const lost = plan_.below(8) == 0 ? plan_.below(100) : 0;
    bool const goes_on =
        datagram_->on_datagram({side, fence_.lend(piece), piece.size() + lost, moment(side)});
    fence_.close();
    if (goes_on) return;
    datagram_->on_end(now_);
    datagram_.reset();
  }

  void frame(Bytes piece) {
    static Endpoint const station{{RealmId{}, *Address::parse("02:00:00:00:00:01")}, 0};
    static Endpoint const everybody{{RealmId{}, *Address::parse("ff:ff:ff:ff:ff:ff")}, 0};
    auto at = moment(delivery::Side::client);
    at.speaker = station;
    at.listener = everybody;
    frame_->on_frame({protocol.protocol.frame_types()[0], fence_.lend(piece), piece.size(), at});
    fence_.close();
  }

  void pass_time() {
    for (delivery::Tracker* tracker : {static_cast<delivery::Tracker*>(stream_.get()),
                                       static_cast<delivery::Tracker*>(datagram_.get()),
                                       static_cast<delivery::Tracker*>(frame_.get())})
      if (tracker != nullptr && tracker->deadline() && *tracker->deadline() <= now_)
        tracker->on_time(now_);
  }

  static inline fuzz::Fence fence_;
  Plan plan_;
  Record& record_;
  Voice voice_{0};
  Ignored ignored_;
  content::OpenBodies bodies_{voice_, 16 * content::OpenBodies::octets_of_one};
  std::unique_ptr<delivery::StreamTracker> stream_;
  std::unique_ptr<delivery::DatagramTracker> datagram_;
  std::unique_ptr<delivery::FrameTracker> frame_;
  std::array<std::vector<std::byte>, 2> held_;
  std::array<bool, 2> heard_of_{};
  FrameNumber number_ = 0;
  Stamp now_{1'700'000'000'000'000'000};
};

void recognise(Bytes input) {
  if (protocol.recognise == nullptr) return;
  static fuzz::Fence clients;
  static fuzz::Fence servers;
  auto const client = clients.lend(input.first(input.size() / 2));
  auto const server = servers.lend(input.subspan(input.size() / 2));
  for (auto const transport : {delivery::Transport::tcp, delivery::Transport::udp}) {
    static_cast<void>(protocol.recognise({transport, client, server, 40'000, 502}));
    static_cast<void>(protocol.recognise({transport, client, {}, 40'000, 502}));
    static_cast<void>(protocol.recognise({transport, {}, server, 40'000, 502}));
  }
}

void poll(Bytes input, Conversing& conversing) {
  Cursor in{input};
  std::size_t const said = in.u16be();
  auto const asked = in.take(std::min(said, in.rest().size()));
  for (int round = 0; round < 3; ++round) {
    conversing.hear(delivery::Side::client, asked);
    conversing.hear(delivery::Side::server, in.rest());
  }
}

void talk(Bytes input, Plan plan, Conversing& conversing) {
  while (!input.empty()) {
    auto const most = plan.below(4) == 0 ? 8U : 1'500U;
    auto const count = std::min<std::size_t>(input.size(), plan.below(most) + 1);
    auto const side = plan.below(2) == 0 ? delivery::Side::client : delivery::Side::server;
    conversing.hear(side, input.first(count));
    input = input.subspan(count);
  }
}

void converse(Bytes input, std::uint8_t seed, Record& record) {
  Plan const plan{seed};
  Conversing conversing{plan, record};
  if ((seed & 0x80) != 0)
    poll(input, conversing);
  else
    talk(input, plan, conversing);
  conversing.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  static Record counted{false};
  static Record said{true};
  Bytes const input{reinterpret_cast<std::byte const*>(data), size - 1};
  auto const seed = data[size - 1];
  recognise(input);
  converse(input, seed, counted);
  if (!counted.counted() && seed % 16 != 0) return 0;
  converse(input, seed, said);
  if (!fuzz::same(counted.rows(), said.rows()))
    broken("a poll that was counted differs from one that was said");
  return 0;
}
