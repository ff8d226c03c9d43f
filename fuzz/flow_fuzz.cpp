// SPDX-License-Identifier: Apache-2.0
// Segments and datagrams of a few conversations through one flow table with every protocol: out of
// order, again, over one another, with gaps, SYNs, ends and resets anywhere. The first two octets
// choose the ports; then come records: flags, sequence number (relative to what the sender has sent
// so far), acknowledgment (relative to what the other has), milliseconds, size, octets. Checks that
// every frame and octet is reported once, and that no tally runs below zero.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "content/open_bodies.hpp"
#include "core/cursor.hpp"
#include "fence.hpp"
#include "flow/flow_table.hpp"
#include "protocols/registry.hpp"
#include "vocabulary/voice.hpp"

namespace {

using namespace qw;

constexpr std::uint16_t ports[] = {21,  22,  23,  53,  80,   102,  123,    139,
                                   161, 443, 445, 502, 3389, 8443, 44'818, 55'555};
constexpr std::uint64_t too_many = 1ULL << 40;  // of anything: a difference that ran below zero

void demand(bool condition) {
  if (!condition) std::abort();
}

class Sums final : public flow::Observer {
 public:
  void on_flow(flow::Flow const& flow, flow::Report, flow::Ending, Stamp) override {
    auto const& tallies = flow.tallies;
    for (std::size_t i = 0; i < 2; ++i) {
      frames += tallies.frames[i];
      octets += tallies.octets[i];
      demand(tallies.lost[i] < too_many && tallies.payload[i] < too_many);
    }
    demand(tallies.understood < too_many);
  }
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;
};

class Run {
 public:
  explicit Run(Bytes input) {
    batch_.clear();
    voice_.speak_into(batch_);
    Cursor in{input};
    auto const pick = [&] { return ports[in.u8() % std::size(ports)]; };
    static Host const hosts[] = {{RealmId{}, *Address::parse("10.0.0.1")},
                                 {RealmId{}, *Address::parse("10.0.0.2")}};
    ends_ = {Endpoint{hosts[0], pick()}, Endpoint{hosts[1], pick()}};
    while (in.left() >= 6) packet(in);
    table_.on_end(now_);
    demand(sums_.frames == frames_ && sums_.octets == octets_);
    auto const& counts = table_.counts();
    demand(counts.unknown_octets < too_many && counts.lost_octets < too_many);
  }

 private:
  void packet(Cursor& in) {
    auto const flags = in.u8();
    auto const ahead = static_cast<std::int8_t>(in.u8());
    auto const acknowledged = static_cast<std::int8_t>(in.u8());
    now_ = now_ + milliseconds(in.u8() * std::int64_t{8});
    auto const octets = in.take(std::min<std::size_t>(in.u16le() & 0x3ffU, in.left()));

    std::size_t const from = flags & 1U;
    bool const stream = (flags & 2U) == 0;
    decode::PacketView view;
    view.frame.at = now_;
    view.frame.number = view.first_frame = ++frames_;
    view.frame.wire_octets = static_cast<std::uint32_t>(54 + octets.size());
    view.wire_octets = view.frame.wire_octets;
    view.layer = decode::Layer::transport;
    view.protocol = stream ? decode::ip_protocol::tcp : decode::ip_protocol::udp;
    view.source = ends_[from];
    view.destination = ends_[1 - from];
    view.payload = fence_.lend(octets);
    view.payload_wire_octets = octets.size() + ((flags & 4U) != 0 ? 3 : 0);  // cut by the capture
    if (stream) number(view, flags, from, ahead, acknowledged);
    octets_ += view.wire_octets;
    table_.on_packet(view, flow::hash_of(view).conversation);
    fence_.close();
    if (table_.due(now_)) table_.on_tick(now_);
    if ((flags & 0x80U) != 0) expectations_.share(expected_);
    batch_.clear();
  }

  void number(decode::PacketView& view, std::uint8_t flags, std::size_t from, int ahead,
              int acknowledged) {
    namespace flag = decode::tcp_flag;
    constexpr std::array<std::uint8_t, 8> kinds{
        flag::ack, flag::ack | flag::psh, flag::ack | flag::psh, flag::ack,
        flag::syn, flag::syn | flag::ack, flag::ack | flag::fin, flag::ack | flag::rst};
    view.tcp.flags = kinds[flags >> 5];
    view.tcp.sequence = sent_[from] + static_cast<std::uint32_t>(ahead);
    view.tcp.acknowledgment = sent_[1 - from] + static_cast<std::uint32_t>(acknowledged);
    bool const numbered = (view.tcp.flags & (flag::syn | flag::fin)) != 0;
    auto const end = view.tcp.sequence + static_cast<std::uint32_t>(view.payload_wire_octets) +
                     (numbered ? 1U : 0U);
    if (static_cast<std::int32_t>(end - sent_[from]) > 0) sent_[from] = end;
  }

  // Small limits, so that they are reached.
  flow::Limits limits_{.flows = 2,
                       .buffer_octets = 4096,
                       .tail_octets = 2048,
                       .held_octets = 512,
                       .held_segments = 4,
                       .opening_octets = 256};
  static inline Batch batch_;  // made once: its memory costs more than a packet
  static inline fuzz::Fence fence_;
  Voice voice_{0};
  flow::ExpectationIndex expected_{16};
  flow::ExpectationTable expectations_{expected_};
  content::OpenBodies bodies_{voice_, 4 * content::OpenBodies::octets_of_one};
  Sums sums_;
  flow::FlowTable table_{limits_, protocols(), voice_, expectations_, bodies_, sums_};
  std::array<Endpoint, 2> ends_;
  std::array<std::uint32_t, 2> sent_{1000, 5000};  // what comes next of each
  Stamp now_{seconds(1'700'000'000).count};
  std::uint64_t frames_ = 0;
  std::uint64_t octets_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Run const run{std::as_bytes(std::span{data, size})};
  return 0;
}
