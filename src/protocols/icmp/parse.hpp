// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/address.hpp"
#include "core/cursor.hpp"
#include "core/parsed.hpp"

/// Octets to views: pure, stateless, no allocation. The types of the two versions
/// have nothing in common, so whoever reads a body must know the version.
namespace qw::icmp {

inline constexpr std::size_t header_octets = 4;  // type, code, checksum

/// Types of the IANA registry that are read.
namespace v4 {
inline constexpr std::uint8_t echo_reply = 0;
inline constexpr std::uint8_t redirect = 5;
inline constexpr std::uint8_t echo = 8;
inline constexpr std::uint8_t router_advertisement = 9;
}  // namespace v4
namespace v6 {
inline constexpr std::uint8_t echo = 128;
inline constexpr std::uint8_t echo_reply = 129;
inline constexpr std::uint8_t router_solicitation = 133;
inline constexpr std::uint8_t router_advertisement = 134;
inline constexpr std::uint8_t neighbor_solicitation = 135;
inline constexpr std::uint8_t neighbor_advertisement = 136;
inline constexpr std::uint8_t redirect = 137;
}  // namespace v6

struct MessageView {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  Bytes body;  // behind the checksum
};
/// Sources: RFC 792; RFC 4443, section 2.1.
Parsed<MessageView> parse(Bytes message);

/// Options of neighbour discovery. Source: RFC 4861, section 4.6.
namespace option {
inline constexpr std::uint8_t source_link_layer = 1;
inline constexpr std::uint8_t target_link_layer = 2;
inline constexpr std::uint8_t prefix_information = 3;
inline constexpr std::uint8_t route_information = 24;     // RFC 4191
inline constexpr std::uint8_t recursive_dns_server = 25;  // RFC 8106
}  // namespace option

struct Option {
  std::uint8_t type = 0;
  Bytes value;  // behind type and length
};
/// Walks options; each takes a whole number of eight octets, and not 0.
class Options {
 public:
  explicit Options(Bytes options) : in_{options} {}

  /// False at the end, or where an option is cut or has no length.
  bool next(Option& option);
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  Cursor in_;
  bool broken_ = false;
};

/// A prefix that a router reaches, or that lies on its link.
struct Prefix {
  Address address;
  std::uint8_t length = 0;     // bits, at most 128
  std::uint32_t lifetime = 0;  // seconds
};
/// Of options 3 and 24; none if broken.
std::optional<Prefix> prefix_of(Option const& option);

/// What an error message of version 4 quotes: where the packet was bound for.
Address quoted_destination(Bytes ipv4_packet);

}  // namespace qw::icmp
