// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/bytes.hpp"

/// CIP messages and paths: pure, stateless, no allocation. Source: The CIP
/// Networks Library, volume 1, Common Industrial Protocol.
namespace qw::enip {

inline constexpr std::uint8_t reply_flag = 0x80;

/// One message of the Message Router, section 2-4. Borrowed.
struct CipView {
  std::uint8_t service = 0;  // without the reply flag
  bool reply = false;
  Bytes path;               // of a request
  std::uint8_t status = 0;  // of a reply: general status
  Bytes extended;           // of a reply: additional status, whole 16-bit words
  Bytes data;
};
std::optional<CipView> read_cip(Bytes message);

/// Where a request leads, appendix C-1. Later segments of one kind overrule
/// earlier ones, but a connection path may name a class once and several points.
class PathView {
 public:
  static constexpr std::size_t most_text = 200;  // octets of a tag path that are kept
  static constexpr std::size_t most_points = 4;  // connection points that are kept
  static constexpr std::size_t most_segments = 64;

  PathView() = default;
  /// A padded EPATH, as all requests carry it.
  explicit PathView(Bytes path);

  std::optional<std::uint32_t> class_id;
  std::optional<std::uint32_t> instance;
  std::optional<std::uint32_t> attribute;
  std::optional<std::uint32_t> member;
  std::array<std::uint32_t, most_points> points{};
  std::size_t point_count = 0;
  std::optional<std::uint16_t> port;  // of the first port segment
  std::uint32_t link = 0;             // and its link address, if that is one octet
  bool symbolic = false;              // named by tag
  bool broken = false;

  /// "Program:Main.Speeds[3,1].Actual"; empty unless the path names something by
  /// tag. Lives as long as this.
  [[nodiscard]] std::string_view text() const { return {text_.data(), text_size_}; }

 private:
  class Reader;
  void append(std::string_view text);
  void append_number(std::uint32_t number);
  void append_member(std::uint32_t number);

  std::array<char, most_text> text_{};
  std::size_t text_size_ = 0;
};

/// The requests in a Multiple_Service_Packet, or the replies in its reply
/// (section 5-5.4.4, appendix ). They must lie in order, apart, in one piece.
class Embedded {
 public:
  explicit Embedded(Bytes data);
  bool next(Bytes& message);
  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  [[nodiscard]] std::size_t offset_of(std::size_t index) const;

  Bytes data_;
  std::size_t count_ = 0;
  std::size_t index_ = 0;
  bool broken_ = false;
};

/// Unconnected_Send, section 3-5.5.4: a message and the route it shall take.
struct UnconnectedSendView {
  Bytes message;
  Bytes route;
};
std::optional<UnconnectedSendView> read_unconnected_send(Bytes data);

/// Forward_Open and Large_Forward_Open, section 3-5.5.2.
struct ForwardOpenView {
  std::uint32_t to_target = 0;          // O->T network connection identifier
  std::uint32_t to_originator = 0;      // T->O
  std::uint32_t rpi_to_target = 0;      // microseconds
  std::uint32_t rpi_to_originator = 0;  // microseconds
  Bytes identifiers;                    // both, as on the wire
  std::uint8_t transport_class = 0;     // 0 and 1: I/O; 2 and 3: messages
  Bytes path;
};
std::optional<ForwardOpenView> read_forward_open(Bytes data, bool large);

/// Forward_Close, section 3-5.5.3.
struct ForwardCloseView {
  std::uint16_t serial = 0;  // connection serial number
  Bytes path;
};
std::optional<ForwardCloseView> read_forward_close(Bytes data);

}  // namespace qw::enip
