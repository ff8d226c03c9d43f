// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "decode/decoder.hpp"
#include "support/hex.hpp"

namespace qw::test {

/// A decoder and the frames it was given, which the packets borrow from. Frames
/// are a millisecond apart and numbered from 1.
class Decoding {
 public:
  explicit Decoding(decode::DecoderLimits const& limits = {}) : decoder_{limits} {}

  decode::Cause frame(std::vector<std::byte> octets, LinkType link = LinkType::ethernet,
                      std::size_t wire_octets = 0) {
    octets_ = std::move(octets);
    FrameView view;
    view.at = now_ = now_ + milliseconds(1);
    view.octets = octets_;
    view.wire_octets = static_cast<std::uint32_t>(wire_octets == 0 ? octets_.size() : wire_octets);
    view.link_type = link;
    view.fcs_octets = fcs_octets;
    view.point = point;
    view.number = ++number_;
    cause = decoder_.decode(view, packet);
    return cause;
  }
  decode::Cause frame(std::string_view text, LinkType link = LinkType::ethernet,
                      std::size_t wire_octets = 0) {
    return frame(hex(text), link, wire_octets);
  }

  void pass(Nanoseconds time) { now_ = now_ + time; }
  decode::Decoder& decoder() { return decoder_; }

  /// "10.0.0.1:40000 > 10.0.0.2:502"
  [[nodiscard]] std::string ends() const {
    return to_text(packet.source) + " > " + to_text(packet.destination);
  }
  [[nodiscard]] std::string outer_ends() const {
    return to_text(packet.outer_source) + " > " + to_text(packet.outer_destination);
  }
  [[nodiscard]] std::string payload() const { return std::string{text_of(packet.payload)}; }

  decode::PacketView packet;
  decode::Cause cause = decode::Cause::none;
  std::uint8_t fcs_octets = 0;
  PointId point{};

 private:
  decode::Decoder decoder_;
  std::vector<std::byte> octets_;
  Stamp now_;
  FrameNumber number_ = 0;
};

/// Every prefix of a frame, as a cut capture and as a short frame: none may crash,
/// all must keep inside what they were given, and the packet must not grow.
inline bool survives_cuts(std::vector<std::byte> const& whole, LinkType link = LinkType::ethernet) {
  for (std::size_t size = 0; size < whole.size(); ++size) {
    for (std::size_t const wire : {size, whole.size()}) {
      Decoding cut;
      // A block of its own, so that a sanitizer sees one octet too far.
      std::vector<std::byte> octets(whole.begin(),
                                    whole.begin() + static_cast<std::ptrdiff_t>(size));
      octets.shrink_to_fit();
      auto const cause = cut.frame(std::move(octets), link, std::max<std::size_t>(wire, 1));
      if (cut.packet.payload.size() > size) return false;
      if (cut.packet.payload_wire_octets < cut.packet.payload.size()) return false;
      bool const told = cause == decode::Cause::none || !name_of(cause).empty();
      if (!told || cut.packet.frame.number != 1) return false;
    }
  }
  return true;
}

}  // namespace qw::test
