// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/address.hpp"
#include "core/stamp.hpp"

namespace qw {

/// Index of a capture file or live interface, in the order of the command line.
enum class SourceId : std::uint16_t {};
/// Index of a capture point: the place on the quay where sources were recorded.
enum class PointId : std::uint16_t {};
/// Index of a realm: a part of the port in which an address names one host.
enum class RealmId : std::uint16_t {};

/// Number of a frame within its source, from 1 as Wireshark counts; 0 is none.
using FrameNumber = std::uint64_t;

/// The frames that carried something, within one source; both ends included.
struct FrameSpan {
  FrameNumber first = 0;
  FrameNumber last = 0;
};

/// A host is an address within a realm; sister cranes share addresses.
struct Host {
  RealmId realm{};
  Address address;
  friend constexpr auto operator<=>(Host const&, Host const&) = default;
};

/// One end of a conversation. `port` is 0 where the transport has none.
struct Endpoint {
  Host host;
  std::uint16_t port = 0;
  friend constexpr auto operator<=>(Endpoint const&, Endpoint const&) = default;
};

/// Names a conversation within a run by the frame that opened it, so that it is
/// the same at any number of workers: source in the high 16 bits, frame below.
struct ConversationId {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(ConversationId, ConversationId) = default;
};
constexpr ConversationId conversation_id(SourceId source, FrameNumber frame) {
  return {static_cast<std::uint64_t>(source) << 48 | (frame & 0xffff'ffff'ffff)};
}

/// When, where and between whom something was seen.
struct Moment {
  Stamp at;
  FrameSpan frames;
  SourceId source{};
  PointId point{};
  Endpoint speaker;
  Endpoint listener;
  ConversationId conversation;
};

/// "10.0.0.1:502", "[fe80::1]:502", without a port just the address.
std::string to_text(Endpoint const& endpoint);

}  // namespace qw
