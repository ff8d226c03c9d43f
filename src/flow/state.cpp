// SPDX-License-Identifier: Apache-2.0
#include "core/state.hpp"

#include <algorithm>

#include "flow/flow_table.hpp"

/// What of the conversations survives the end of the program.
namespace qw {
namespace {

/// Of one event, the letter of who opened the connection.
constexpr std::string_view letters = "SHADFRTGW";
static_assert(letters.size() == TcpHistory::kinds);

}  // namespace

/// Each thing stands in it once, so saying them again makes it again.
static void save(StateWriter& out, TcpHistory const& history) { out.text(history.text()); }

static void load(StateReader& in, TcpHistory& history) {
  auto text = in.text();
  history = {};
  bool const turned = text.starts_with('^');
  if (turned) text.remove_prefix(1);
  history.turned(turned);
  for (char const letter : text) {
    bool const by_opener = letter >= 'A' && letter <= 'Z';
    auto const event = letters.find(static_cast<char>(by_opener ? letter : letter - 'a' + 'A'));
    if (event == letters.npos) return in.fail();
    history.note(by_opener ? 0 : 1, static_cast<std::uint16_t>(1U << event));
  }
}

}  // namespace qw

namespace qw::delivery {

void save(StateWriter& out, Expectation const& expectation) {
  qw::save(out, expectation.listener);
  qw::save(out, expectation.transport);
  qw::save(out, expectation.protocol);
  qw::save(out, expectation.until);
}

void load(StateReader& in, Expectation& expectation) {
  qw::load(in, expectation.listener);
  qw::load(in, expectation.transport);
  qw::load(in, expectation.protocol);
  qw::load(in, expectation.until);
}

}  // namespace qw::delivery

namespace qw::flow {
namespace {

using delivery::Side;

constexpr Waiting lists_by_turn[] = {Waiting::brief, Waiting::closed, Waiting::datagram,
                                     Waiting::stream};

/// Octets each way that came and that nobody has used: the next tracker cannot.
std::array<std::uint64_t, 2> unread(Flow const& flow) {
  std::array<std::uint64_t, 2> octets{};
  if (flow.stream == nullptr) return octets;
  for (auto const side : {Side::client, Side::server})
    octets[static_cast<std::size_t>(side)] =
        flow.stream->tails[static_cast<std::size_t>(side)].size();
  return octets;
}

}  // namespace

bool OpeningKeeper::restored() const {
  std::array<std::size_t, 2> octets{};
  for (auto const& piece : pieces_) {
    auto& sum = octets[static_cast<std::size_t>(piece.from)];
    if (piece.octets > octets_[static_cast<std::size_t>(piece.from)].size() - sum) return false;
    sum += piece.octets;
  }
  return octets[0] == octets_[0].size() && octets[1] == octets_[1].size();
}

void FlowTable::save_flow(StateWriter& out, Flow const& flow) const {
  save(out, flow);
  for (bool const bit :
       {flow.client_is_low, flow.reset, flow.given_up, flow.in_question, flow.begun})
    save(out, bit);
  save(out, flow.waiting);
  save(out, flow.encrypted());
  save(out, flow.protocol == nullptr ? Term{} : flow.protocol->protocol.name());
  save(out, flow.tracker != nullptr);
  save(out, flow.stream != nullptr);
  if (flow.stream == nullptr) return;
  save(out, flow.stream->ends);
  save(out, unread(flow));
}

bool FlowTable::load_flow(StateReader& in, Flow& flow) {
  load(in, flow);
  std::array<bool, 5> bits{};
  load(in, bits);
  flow.client_is_low = bits[0];
  flow.reset = bits[1];
  flow.given_up = bits[2];
  flow.in_question = bits[3];
  flow.begun = bits[4];
  load(in, flow.waiting);
  load(in, flow.was_encrypted);
  Term protocol;
  load(in, protocol);
  bool tracked = false;
  load(in, tracked);
  bool streams = false;
  load(in, streams);
  std::array<std::uint64_t, 2> lost{};
  if (streams) {
    flow.stream = std::make_unique<Stream>();
    load(in, flow.stream->ends);
    load(in, lost);
  }
  bool const is_tcp = transport_of(flow.key.carrier) == delivery::Transport::tcp;
  if (!in.ok() || (streams && !is_tcp) || flow.opening_size > flow.opening.size()) return false;
  if (!protocol.empty()) {
    auto const found = std::ranges::find(protocols_, protocol,
                                         [](auto const* each) { return each->protocol.name(); });
    if (found == protocols_.end()) return false;
    flow.protocol = *found;
  }
  if (flow.keeper != nullptr && flow.keeper->size() > 4 * limits_.opening_octets + (128U << 10))
    return false;
  if (tracked) {
    if (flow.protocol == nullptr || (is_tcp && !streams)) return false;
    flow.resumed = true;
    begin_again(flow, lost);
  }
  return true;
}

/// The new tracker knows nothing of what came before. Of a stream it looks for its place, as
/// after a gap.
void FlowTable::begin_again(Flow& flow, std::array<std::uint64_t, 2> const& lost) {
  make_tracker(flow, nullptr);
  flow.given_up = flow.tracker == nullptr;
  if (flow.tracker == nullptr || flow.stream == nullptr || !flow.begun) return;
  for (auto const side : {Side::client, Side::server}) {
    auto const octets = lost[static_cast<std::size_t>(side)];
    counts_.unknown_octets += octets;
    if (flow.payload_seen[static_cast<std::size_t>(side)])
      static_cast<delivery::StreamTracker&>(*flow.tracker)
          .on_gap(side, std::max<std::uint64_t>(1, octets), flow.last);
  }
}

void FlowTable::save_to(StateWriter& out) const {
  save(out, counts_);
  out.number(static_cast<std::uint32_t>(slots_.used()));
  for (auto const list : lists_by_turn)
    for (auto slot = wheel(list).oldest(); slot != Slots::none; slot = wheel(list).after(slot))
      save_flow(out, slots_[slot]);
}

void FlowTable::load_from(StateReader& in) {
  load(in, counts_);
  for (auto left = in.count(); left != 0 && in.ok(); --left) {
    if (slots_.used() >= limits_.flows) return in.fail();
    auto const slot = slots_.take();
    auto& flow = slots_[slot];
    if (!load_flow(in, flow)) return in.fail();
    index_.insert(flow.hash, slot);
    if (flow.key.apart != 0) ++namesakes_;
    wheel(flow.waiting).append(slot);
    after_tracker(slot);
  }
  due_ = next_due();
}

}  // namespace qw::flow
