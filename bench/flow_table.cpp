// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <vector>

#include "flow/flow_table.hpp"

namespace qw {
class Voice {};  // flow never looks inside
}  // namespace qw

/// What a packet costs in the flow table while so many conversations are alive. Prints,
/// for each number of flows, nanoseconds and the rate: to open them, then, once all are
/// answered, for packets of flows at random, with their memory asked for ahead as a shard
/// does, and without. Packets come a microsecond apart.
namespace qw::flow {
namespace {

class Silent final : public Observer {
 public:
  void on_flow(Flow const&, Report, Ending, Stamp) override {}
};

/// Without protocols nobody carries an object.
class NoBodies final : public delivery::Bodies {
 public:
  Handle begin(delivery::BodyHead const&, Moment const&) override { return {}; }
  void piece(Handle, std::uint64_t, Bytes, Moment const&) override {}
  void gap(Handle, std::uint64_t) override {}
  void end(Handle, bool) override {}
};

decode::PacketView packet_of(std::uint32_t flow, bool answer, std::size_t number) {
  auto const host = [](std::uint32_t number) {
    std::byte const octets[] = {std::byte{10}, static_cast<std::byte>(number >> 16),
                                static_cast<std::byte>(number >> 8),
                                static_cast<std::byte>(number)};
    return Host{RealmId{}, Address::ipv4(octets)};
  };
  Endpoint const client{host(flow / 4), static_cast<std::uint16_t>(40'000 + flow % 4)};
  Endpoint const server{host(0xff'0000 + flow % 4096), 502};
  decode::PacketView packet;
  packet.frame.at = Stamp{seconds(1'700'000'000).count + static_cast<std::int64_t>(number) * 1'000};
  packet.frame.number = number;
  packet.frame.wire_octets = 60;
  packet.wire_octets = 60;
  packet.layer = decode::Layer::transport;
  packet.protocol = decode::ip_protocol::tcp;
  packet.tcp.flags = decode::tcp_flag::ack;
  packet.source = answer ? server : client;
  packet.destination = answer ? client : server;
  return packet;
}

/// CPU time: other load on the machine does not count, but for the cache that it takes.
std::int64_t cpu_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

/// Packets are made and hashed first, a batch at a time, as the reader does; what is
/// timed is the table alone.
class Meter {
 public:
  static constexpr std::size_t batch = 512;
  static constexpr std::size_t soon = 16;
  static constexpr std::size_t next = 8;

  explicit Meter(std::size_t flows) : limits_{.flows = flows} {}

  struct Choice {
    std::uint32_t flow = 0;
    bool answer = false;
  };

  /// Nanoseconds a packet.
  template <class Choose>
  double run(std::size_t packets, bool ahead, Choose const& choose) {
    std::int64_t spent = 0;
    for (std::size_t done = 0; done < packets; done += batch) {
      packets_.clear();
      hashes_.clear();
      for (std::size_t i = 0; i < batch; ++i) {
        Choice const choice = choose(done + i);
        packets_.push_back(packet_of(choice.flow, choice.answer, number_++));
        hashes_.push_back(hash_of(packets_.back()).conversation);
      }
      auto const start = cpu_ns();
      hand_over(ahead);
      spent += cpu_ns() - start;
    }
    return static_cast<double>(spent) / static_cast<double>(packets);
  }

  [[nodiscard]] std::size_t size() const { return table_.size(); }

 private:
  void hand_over(bool ahead) {
    for (std::size_t i = 0; i < batch; ++i) {
      if (ahead && i + soon < batch) table_.comes_soon(hashes_[i + soon]);
      if (ahead && i + next < batch) table_.comes_next(hashes_[i + next]);
      table_.on_packet(packets_[i], hashes_[i]);
    }
  }

  Limits limits_;
  Voice voice_;
  ExpectationIndex expected_{1};
  ExpectationTable expectations_{expected_};
  NoBodies bodies_;
  Silent silent_;
  FlowTable table_{limits_, {}, voice_, expectations_, bodies_, silent_};
  std::size_t number_ = 0;
  std::vector<decode::PacketView> packets_;
  std::vector<std::uint64_t> hashes_;
};

void measure(std::uint32_t flows) {
  constexpr std::size_t packets = 2'000'128 / Meter::batch * Meter::batch;
  Meter meter{flows};
  auto const each = [flows](bool answer) {
    return [flows, answer](std::size_t i) {
      return Meter::Choice{static_cast<std::uint32_t>(i % flows), answer};
    };
  };
  auto const opening = (flows + Meter::batch - 1) / Meter::batch * Meter::batch;
  auto const open = meter.run(opening, true, each(false));
  meter.run(opening, true, each(true));
  std::mt19937 random{1};
  auto const any = [&](std::size_t i) {
    return Meter::Choice{static_cast<std::uint32_t>(random() % flows), i % 2 != 0};
  };
  auto const blind = meter.run(packets, false, any);
  auto const ahead = meter.run(packets, true, any);
  std::printf("| %u | %zu | %.0f | %.0f | %.0f | %.1f |\n", flows, meter.size(), open, blind, ahead,
              1'000 / ahead);
  std::fflush(stdout);
}

}  // namespace
}  // namespace qw::flow

int main(int count, char** arguments) {
  std::puts("| flows | alive | open, ns | blind, ns | ahead, ns | million packets a second |");
  std::puts("|---|---|---|---|---|---|");
  for (int i = 1; i < count; ++i)
    qw::flow::measure(static_cast<std::uint32_t>(std::strtoul(arguments[i], nullptr, 10)));
}
