// SPDX-License-Identifier: Apache-2.0
// One harness for every protocol: QW_PROTOCOL names the one that hears the input.
//
// The input is what both sides say; its last octet decides how it is cut into segments,
// who says each, where octets get lost and how time passes. So a message from a capture is
// a good seed as it is. With the high bit set in the last octet the input is an exchange that
// comes again and again: two octets with the length of what the client says, that, and the reply.
// Checks what flow relies on: a tracker never uses more than it was given, its heap stays within a
// limit, and what it says can be kept. All is heard twice, once with each event said and once with
// polls that repeat counted only; both must give the same rows.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/open_bodies.hpp"
#include "core/cursor.hpp"
#include "fold/fold.hpp"
#include "fold/same_event.hpp"
#include "protocols/registry.hpp"
#include "vocabulary/voice.hpp"

namespace {

using namespace qw;

/// What one conversation may hold; far above any protocol's own limits added up.
constexpr std::size_t most_heap = 8 << 20;
/// So few that they are forgotten at times.
constexpr std::size_t most_refrains = 64 << 10;

delivery::Registration const* chosen = nullptr;

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
  std::fprintf(stderr, "%s: %s\n", std::string{chosen->name.text()}.c_str(), rule);
  std::abort();
}

/// A conversation that is fed pieces of the input. Each piece lies in a block of its own
/// size, so that one octet too far is seen.
class Dialogue {
 public:
  Dialogue(Plan plan, bool every_event)
      : plan_{plan}, fold_{fold::Fold::default_limit, every_event} {
    voice_.speak_into(batch_);
    voice_.speak_to(fold_, most_refrains);
    delivery::Surroundings const around{voice_, ignored_, bodies_};
    if (chosen->stream != nullptr) stream_ = chosen->stream(around);
    if (chosen->datagram != nullptr) datagram_ = chosen->datagram(around);
    if (chosen->frame != nullptr) frame_ = chosen->frame(around);
  }

  void hear(delivery::Side side, Bytes piece) {
    now_ = now_ + milliseconds(plan_.below(2000));
    hear_of(side);
    if (stream_) stream(side, piece);
    if (datagram_) datagram(side, piece);
    if (frame_) frame(piece);
    pass_time();
    if (batch_.events.size() > 10'000) batch_.clear();
  }

  void end() {
    if (stream_) stream_->on_end(now_);
    if (datagram_) datagram_->on_end(now_);
    if (frame_) frame_->on_end(now_);
    fold_.flush();
    fold_.take(rows_);
  }
  [[nodiscard]] fold::FoldedBatch const& rows() const { return rows_; }

 private:
  void hear_of(delivery::Side side) {
    if (std::exchange(heard_of_[static_cast<std::size_t>(side)], true)) return;
    if (stream_) stream_->on_heard(side);
    if (datagram_) datagram_->on_heard(side);
  }

  Moment moment(delivery::Side side) {
    Endpoint const client{{RealmId{}, *Address::parse("10.0.0.1")}, 40'000};
    Endpoint const server{{RealmId{}, *Address::parse("10.0.0.2")}, 502};
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
    held.insert(held.end(), piece.begin(), piece.end());
    std::vector<std::byte> const exact{held};
    auto const taken = stream_->on_stream({side, exact, moment(side)});
    if (taken.used > exact.size()) broken("used more octets than there were");
    held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(taken.used));
    if (held.size() > 1 << 20) held.clear();
    if (stream_->heap_octets() > most_heap) broken("holds too much");
    if (taken.then == delivery::Taken::Then::go_on) return;
    stream_->on_end(now_);
    stream_.reset();
  }

  void datagram(delivery::Side side, Bytes piece) {
    std::vector<std::byte> const exact{piece.begin(), piece.end()};
    std::size_t const lost = plan_.below(8) == 0 ? plan_.below(100) : 0;
    if (!datagram_->on_datagram({side, exact, exact.size() + lost, moment(side)})) {
      datagram_->on_end(now_);
      datagram_.reset();
    }
  }

  void frame(Bytes piece) {
    std::vector<std::byte> const exact{piece.begin(), piece.end()};
    auto at = moment(delivery::Side::client);
    at.speaker = {{RealmId{}, *Address::parse("02:00:00:00:00:01")}, 0};
    at.listener = {{RealmId{}, *Address::parse("ff:ff:ff:ff:ff:ff")}, 0};
    frame_->on_frame({chosen->frame_types[0], exact, exact.size(), at});
  }

  void pass_time() {
    for (delivery::Tracker* tracker : {static_cast<delivery::Tracker*>(stream_.get()),
                                       static_cast<delivery::Tracker*>(datagram_.get()),
                                       static_cast<delivery::Tracker*>(frame_.get())})
      if (tracker != nullptr && tracker->deadline() && *tracker->deadline() <= now_)
        tracker->on_time(now_);
  }

  Plan plan_;
  Batch batch_;
  fold::Fold fold_;
  fold::FoldedBatch rows_;
  Voice voice_{0};
  Ignored ignored_;
  content::OpenBodies bodies_{voice_, 16 * content::OpenBodies::octets_of_one};
  std::unique_ptr<delivery::StreamTracker> stream_;
  std::unique_ptr<delivery::DatagramTracker> datagram_;
  std::unique_ptr<delivery::FrameTracker> frame_;
  std::vector<std::byte> held_[2];
  bool heard_of_[2] = {false, false};
  FrameNumber number_ = 0;
  Stamp now_{1'700'000'000'000'000'000};
};

bool same(fold::Repetition const& a, fold::Repetition const& b) {
  return a.count == b.count && a.last == b.last && a.last_frames.last == b.last_frames.last &&
         a.shortest_period == b.shortest_period && a.longest_period == b.longest_period &&
         a.shortest_reply == b.shortest_reply && a.longest_reply == b.longest_reply &&
         a.mean_reply == b.mean_reply;
}

bool same(fold::FoldedRow const& a, fold::FoldedRow const& b) {
  if (a.order != b.order || !same(a.repetition, b.repetition)) return false;
  return std::visit(
      [&]<class Kind>(Kind const& kind) {
        auto const* other = std::get_if<Kind>(&b.event);
        return other != nullptr && fold::same_event(kind, *other);
      },
      a.event);
}

void compare(fold::FoldedBatch const& a, fold::FoldedBatch const& b) {
  auto const alike = [](auto const& left, auto const& right) { return same(left, right); };
  auto const same_sample = [](fold::FoldedSample const& left, fold::FoldedSample const& right) {
    return same(left.row, right.row) && left.changes == right.changes &&
           text_of(left.last_values.raw) == text_of(right.last_values.raw);
  };
  auto const same_minute = [](fold::SampleMinute const& left, fold::SampleMinute const& right) {
    return left.order == right.order && left.minute == right.minute && left.count == right.count;
  };
  if (!std::ranges::equal(a.rows, b.rows, alike) ||
      !std::ranges::equal(a.samples, b.samples, same_sample) ||
      !std::ranges::equal(a.minutes, b.minutes, same_minute))
    broken("a poll that was counted differs from one that was said");
}

void recognise(Bytes input) {
  if (chosen->recognise == nullptr) return;
  std::vector<std::byte> const client{input.begin(),
                                      input.begin() + static_cast<long>(input.size() / 2)};
  std::vector<std::byte> const server{input.begin() + static_cast<long>(input.size() / 2),
                                      input.end()};
  for (auto const transport : {delivery::Transport::tcp, delivery::Transport::udp}) {
    static_cast<void>(chosen->recognise({transport, client, server, 40'000, 502}));
    static_cast<void>(chosen->recognise({transport, client, {}, 40'000, 502}));
    static_cast<void>(chosen->recognise({transport, {}, server, 40'000, 502}));
  }
}

template <class Hear>
void poll(Bytes input, Hear const& hear) {
  Cursor in{input};
  std::size_t const said = in.u16be();
  auto const asked = in.take(std::min(said, in.rest().size()));
  for (int round = 0; round < 3; ++round) {
    hear(delivery::Side::client, asked);
    hear(delivery::Side::server, in.rest());
  }
}

template <class Hear>
void talk(Bytes input, Plan& plan, Hear const& hear) {
  while (!input.empty()) {
    auto const most = plan.below(4) == 0 ? 8U : 1'500U;
    auto const count = std::min<std::size_t>(input.size(), plan.below(most) + 1);
    auto const side = plan.below(2) == 0 ? delivery::Side::client : delivery::Side::server;
    hear(side, input.first(count));
    input = input.subspan(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  char const* const name = std::getenv("QW_PROTOCOL");
  for (auto const* each : protocols())
    if (name != nullptr && each->name.text() == name) chosen = each;
  if (chosen == nullptr) {
    std::fprintf(stderr, "QW_PROTOCOL must name a protocol of protocols.def\n");
    std::exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  Bytes input{reinterpret_cast<std::byte const*>(data), size - 1};
  Plan plan{data[size - 1]};
  recognise(input);
  Dialogue counted{plan, false};
  Dialogue said{plan, true};
  auto const both = [&](delivery::Side side, Bytes piece) {
    counted.hear(side, piece);
    said.hear(side, piece);
  };
  if ((data[size - 1] & 0x80) != 0)
    poll(input, both);
  else
    talk(input, plan, both);
  counted.end();
  said.end();
  compare(counted.rows(), said.rows());
  return 0;
}
