// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/rtp/rtp.hpp"

#include <fmt/format.h>

namespace qw::simulate::rtp {

Octets packet(std::uint16_t sequence, std::uint32_t timestamp, std::uint32_t source, bool marker,
              Bytes payload, unsigned type) {
  auto out = Octets::with_room(payload.size() + 12);
  out.u8(0x80).u8((marker ? 0x80U : 0U) | type).u16be(sequence).u32be(timestamp);
  return out.u32be(source).add(payload), out;
}

Octets fragment(bool first, bool last, bool key, Bytes noise) {
  auto out = Octets::with_room(noise.size() + 2);
  unsigned const kind = key ? 5 : 1;  // slice of a key picture, or of another
  out.u8(0x7c).u8((first ? 0x80U : 0U) | (last ? 0x40U : 0U) | kind);
  return out.add(noise), out;
}

std::string rtsp_request(std::string_view method, std::string_view url, unsigned number,
                         std::string_view headers) {
  return fmt::format("{} {} RTSP/1.0\r\nCSeq: {}\r\nUser-Agent: recorder/4.2\r\n{}\r\n", method,
                     url, number, headers);
}

std::string rtsp_reply(unsigned number, std::string_view headers, std::string_view body) {
  auto const length =
      body.empty() ? std::string{} : fmt::format("Content-Length: {}\r\n", body.size());
  return fmt::format("RTSP/1.0 200 OK\r\nCSeq: {}\r\n{}{}\r\n{}", number, headers, length, body);
}

std::string description(std::string_view camera, std::string_view address) {
  return fmt::format(
      "v=0\r\no=- 1 1 IN IP4 {}\r\ns={}\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
      "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=4d0029\r\n"
      "a=control:trackID=1\r\n",
      address, camera);
}

}  // namespace qw::simulate::rtp
