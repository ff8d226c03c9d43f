// SPDX-License-Identifier: Apache-2.0
#include "naming/ndpi/packet.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace qw::naming {
namespace {

constexpr std::uint8_t tcp = 6;
constexpr std::uint8_t udp = 17;
constexpr std::uint8_t hops = 64;

/// Writes big-endian numbers one behind the other.
class Pen {
 public:
  explicit Pen(std::uint8_t* at) : start_{at}, at_{at} {}
  void u8(std::uint32_t value) { *at_++ = static_cast<std::uint8_t>(value); }
  void u16(std::uint32_t value) { u8(value >> 8), u8(value); }
  void u32(std::uint32_t value) { u16(value >> 16), u16(value); }
  void bytes(Bytes bytes) {
    for (auto const each : bytes) u8(std::to_integer<std::uint8_t>(each));
  }
  [[nodiscard]] std::size_t written() const { return static_cast<std::size_t>(at_ - start_); }

 private:
  std::uint8_t* start_;
  std::uint8_t* at_;
};

void write_ip(Pen& pen, Ends const& ends, std::size_t from, std::size_t above) {
  auto const& source = ends.sides[from].host.address;
  auto const& destination = ends.sides[1 - from].host.address;
  std::uint32_t const protocol = ends.transport == delivery::Transport::tcp ? tcp : udp;
  if (source.family() == Address::Family::ipv4) {
    constexpr std::uint32_t header = 20;
    pen.u16(0x4500);  // version, header of five words; no special service
    pen.u16(header + static_cast<std::uint32_t>(above));
    pen.u32(0);  // a datagram in one piece
    pen.u8(hops);
    pen.u8(protocol);
    pen.u16(0);  // checksums are not looked at
  } else {
    pen.u32(0x6000'0000);
    pen.u16(static_cast<std::uint32_t>(above));
    pen.u8(protocol);
    pen.u8(hops);
  }
  pen.bytes(source.octets());
  pen.bytes(destination.octets());
}

void write_tcp(Pen& pen, Ends const& ends, std::size_t from) {
  pen.u16(ends.sides[from].port);
  pen.u16(ends.sides[1 - from].port);
  pen.u32(ends.sequence[from]);
  pen.u32(ends.sequence[1 - from]);
  pen.u16(0x5018);  // five words; PSH, ACK
  pen.u16(0xffff);  // window
  pen.u32(0);       // checksum, urgent pointer
}

void write_udp(Pen& pen, Ends const& ends, std::size_t from, std::size_t payload) {
  pen.u16(ends.sides[from].port);
  pen.u16(ends.sides[1 - from].port);
  pen.u16(static_cast<std::uint32_t>(8 + payload));
  pen.u16(0);
}

}  // namespace

std::uint16_t write_packet(PacketRoom& room, Ends& ends, delivery::Side side, Bytes payload,
                           std::size_t sent) {
  QW_CHECK(payload.size() <= most_octets);
  auto const from = static_cast<std::size_t>(side);
  bool const stream = ends.transport == delivery::Transport::tcp;
  Pen pen{room.octets.data()};
  write_ip(pen, ends, from, (stream ? 20 : 8) + payload.size());
  if (stream)
    write_tcp(pen, ends, from);
  else
    write_udp(pen, ends, from, payload.size());
  pen.bytes(payload);
  ends.sequence[from] += static_cast<std::uint32_t>(sent);
  auto const length = pen.written();
  std::fill_n(room.octets.data() + length, PacketRoom::slack, std::uint8_t{0});
  return static_cast<std::uint16_t>(length);
}

}  // namespace qw::naming
