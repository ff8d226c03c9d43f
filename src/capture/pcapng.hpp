// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <optional>
#include <vector>

#include "capture/file_source.hpp"
#include "capture/order.hpp"
#include "capture/ticks.hpp"

namespace qw::capture {

/// Reads pcapng. Source: draft-ietf-opsawg-pcapng. A block is believed when its
/// length stands at both its ends.
class PcapngSource final : public FileSource {
 public:
  /// In one section; what names more is damage.
  static constexpr std::size_t max_interfaces = 65'536;

  PcapngSource(Window window, Origin const& origin);

  /// True if `bytes` begin like a section header, its byte-order magic included.
  static bool begins(Bytes bytes) { return order_of_section(bytes).has_value(); }

  Next next(FrameView& frame) override;

 private:
  struct Interface {
    FrameView pattern;
    Ticks ticks;
    std::uint32_t snapshot_octets = 0;  // 0 is no limit
    std::uint64_t dropped_said = 0;     // by the latest statistics, since capture start
    std::uint64_t dropped_noted = 0;    // added up from the packets themselves
  };
  struct Packet {
    std::uint32_t interface = 0;
    std::uint64_t ticks = 0;
    std::uint32_t captured = 0;
    std::uint32_t wire = 0;
    std::uint64_t dropped = 0;  // just before it
    std::uint8_t fcs_octets = 0;
  };

  static std::optional<std::endian> order_of_section(Bytes bytes);

  /// Type and length of the block at `at`; `at + 12` octets must lie in the window.
  struct BlockHead {
    std::uint32_t type = 0;
    std::uint32_t total = 0;
    std::endian order = std::endian::little;

    [[nodiscard]] bool possible() const;
  };
  [[nodiscard]] BlockHead head_at(std::size_t at) const;
  [[nodiscard]] std::uint32_t tail_of(BlockHead const& head, std::size_t at) const;
  bool is_whole(BlockHead const& head, std::size_t at);
  bool is_chain(std::size_t at);
  bool is_followed(BlockHead const& head);
  bool pass_damage(BlockHead const& head);

  bool read_block(BlockHead const& head, Bytes body, FrameView& frame);
  bool read_enhanced(Bytes body, FrameView& frame);
  bool read_old_packet(Bytes body, FrameView& frame);
  bool read_simple(Bytes body, FrameView& frame);
  bool give_packet(Packet const& packet, Bytes octets, FrameView& frame);
  void read_packet_options(Bytes options, Packet& packet) const;
  void read_interface(Bytes body);
  void read_statistics(Bytes body);
  void begin_section(std::endian order);
  void count_drops(Interface& interface, std::uint64_t said, std::uint64_t noted);
  bool broken(std::string text);

  std::vector<Interface> interfaces_;  // of the current section
  std::endian order_ = std::endian::little;
  std::uint32_t block_octets_ = 0;  // of the block being read
  Stamp last_at_;                   // a simple packet has no stamp of its own
};

}  // namespace qw::capture
