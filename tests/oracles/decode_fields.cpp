// SPDX-License-Identifier: Apache-2.0

/// Prints what decode makes of each frame of a capture, one line a frame, for
/// tests/oracles/decode.py to compare with tshark: number, cause, layer, type,
/// protocol, source, destination, both ports, tunnels, mirrored. Tab-separated.

#include <fmt/format.h>

#include "capture/source.hpp"
#include "decode/decoder.hpp"

int main(int count, char** arguments) {
  if (count != 2) return 2;
  qw::capture::BlockPool pool;
  auto opened = qw::capture::open_file(arguments[1], {}, {}, pool);
  if (!opened) {
    fmt::print(stderr, "{}: {}\n", arguments[1], opened.error().text);
    return 1;
  }
  qw::decode::Decoder decoder;
  qw::decode::PacketView packet;
  qw::FrameView frame;
  while ((*opened)->next(frame) == qw::capture::Next::frame) {
    auto const cause = decoder.decode(frame, packet);
    fmt::print("{}\t{}\t{}\t{:04x}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", frame.number, name_of(cause),
               static_cast<int>(packet.layer), packet.type, packet.protocol,
               to_text(packet.source.host.address), to_text(packet.destination.host.address),
               packet.source.port, packet.destination.port, packet.tunnels, packet.mirrored);
  }
}
