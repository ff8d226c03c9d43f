// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <optional>

#include "capture/file_source.hpp"
#include "capture/order.hpp"

namespace qw::capture {

/// What the first octets of a pcap file say about all others.
/// Source: draft-ietf-opsawg-pcap, section 4; Kuznetzov's variant from libpcap's and
/// Wireshark's descriptions of its magic number.
struct PcapHeader {
  static constexpr std::size_t octets = 24;

  std::endian order = std::endian::little;
  bool nanoseconds = false;   // fractions of a second; else microseconds
  bool kuznetzov = false;     // eight octets more in each record header
  bool lengths_swap = false;  // before version 2.4 writers disagreed on their order
  std::uint32_t snapshot_octets = 0;
  LinkType link_type = LinkType::null;
  std::uint8_t fcs_octets = 0;

  /// None if the magic number is none of pcap, or fewer than `octets` are there.
  static std::optional<PcapHeader> read(Bytes bytes);
  /// The magic number alone.
  static bool begins(Bytes bytes);
};

/// Reads pcap. Each record header is looked at twice: when the record before it is
/// given, to know that its length was right, and for itself. So a wrong length
/// is found before the frame is given.
class PcapSource final : public FileSource {
 public:
  /// The window must stand on a header that `PcapHeader::read` can read.
  PcapSource(Window window, Origin const& origin);

  Next next(FrameView& frame) override;

 private:
  struct Record {
    std::uint32_t seconds;
    std::uint32_t fraction;
    std::uint32_t captured;
    std::uint32_t wire;
  };

  void read_file_header();
  [[nodiscard]] Record record_at(std::size_t at) const;
  [[nodiscard]] bool sound(Record const& record) const;
  [[nodiscard]] std::string complaint() const;

  bool find_record();
  bool leads_on(std::size_t at, std::uint32_t seconds);
  bool is_chain(std::size_t at, std::size_t beyond);
  bool search();
  std::optional<std::size_t> search_inside(std::size_t whole);
  std::size_t extent(std::size_t whole);
  void give_record(FrameView& frame, Record const& record, std::size_t whole);

  PcapHeader header_;
  std::size_t record_header_ = 16;
  std::uint32_t fractions_ = 1'000'000;  // in a second
  std::uint32_t last_seconds_ = 0;       // of the last frame given
  bool trusted_ = false;                 // the record header at the window's position is right
};

}  // namespace qw::capture
