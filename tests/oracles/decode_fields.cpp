// SPDX-License-Identifier: Apache-2.0
// Prints what decode makes of each frame of a capture, one line a frame, tab
// separated, for tests/oracles/decode.py to compare with tshark.
#include <fmt/core.h>
#include <pcap.h>

#include "decode/decoder.hpp"

namespace {

qw::FrameView frame_of(pcap_pkthdr const& header, u_char const* octets, int link_type,
                       qw::FrameNumber number) {
  qw::FrameView frame;
  frame.at.ns = header.ts.tv_sec * 1'000'000'000 + header.ts.tv_usec;
  frame.octets = std::as_bytes(std::span{octets, header.caplen});
  frame.wire_octets = std::max(header.len, header.caplen);
  frame.link_type = static_cast<qw::LinkType>(link_type);
  frame.number = number;
  return frame;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  char error[PCAP_ERRBUF_SIZE] = {};
  auto* const capture =
      pcap_open_offline_with_tstamp_precision(argv[1], PCAP_TSTAMP_PRECISION_NANO, error);
  if (capture == nullptr) {
    fmt::print(stderr, "{}: {}\n", argv[1], error);
    return 1;
  }
  qw::decode::Decoder decoder;
  qw::decode::PacketView packet;
  pcap_pkthdr* header = nullptr;
  u_char const* octets = nullptr;
  for (qw::FrameNumber number = 1; pcap_next_ex(capture, &header, &octets) == 1; ++number) {
    auto const cause =
        decoder.decode(frame_of(*header, octets, pcap_datalink(capture), number), packet);
    fmt::print("{}\t{}\t{}\t{:04x}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", number, name_of(cause),
               static_cast<int>(packet.layer), packet.type, packet.protocol,
               to_text(packet.source.host.address), to_text(packet.destination.host.address),
               packet.source.port, packet.destination.port, packet.tunnels, packet.mirrored);
  }
  pcap_close(capture);
}
