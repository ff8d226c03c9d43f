// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace qw {

/// What happened in a TCP connection, each thing once for each side, in the order of its first
/// time. Letters are Zeek's: S a SYN, H a SYN with ACK, A a bare ACK, D payload, F a FIN, R a
/// reset, T payload again, G octets that were never seen, W a window of zero; large by who opened
/// the connection, small by the other. "^" first: who spoke first did not open it. Source:
/// Zeek, base/protocols/conn/main.zeek, field `history`.
class TcpHistory {
 public:
  enum Event : std::uint16_t {
    syn = 1 << 0,
    syn_ack = 1 << 1,
    bare_ack = 1 << 2,
    data = 1 << 3,
    fin = 1 << 4,
    reset = 1 << 5,
    again = 1 << 6,
    gap = 1 << 7,
    zero_window = 1 << 8,
  };
  static constexpr std::size_t kinds = 9;

  /// `events` of one packet; `side` is 0 for who opened, 1 for the other.
  void note(std::size_t side, std::uint16_t events) {
    auto const fresh = static_cast<std::uint16_t>(events & ~noted_[side]);
    if (fresh != 0) append(side, fresh);
  }
  /// Who opened it is the other side after all.
  void swap_sides();
  /// Was what was seen first from the side that did not open it?
  void turned(bool turned) { turned_ = turned; }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// Letters in order, without what tells that it was turned.
  [[nodiscard]] std::string_view letters() const { return {letters_.data() + 1, size_}; }
  [[nodiscard]] std::string_view text() const {
    if (empty()) return {};
    return turned_ ? std::string_view{letters_.data(), size_ + 1U} : letters();
  }
  friend bool operator==(TcpHistory const& a, TcpHistory const& b) { return a.text() == b.text(); }

 private:
  void append(std::size_t side, std::uint16_t fresh);

  std::array<std::uint16_t, 2> noted_{};
  std::array<char, 1 + 2 * kinds> letters_{'^'};
  std::uint8_t size_ = 0;
  bool turned_ = false;
};

}  // namespace qw
