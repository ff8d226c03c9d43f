// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "support/protocols.hpp"
#include "vocabulary/kinds.hpp"

/// Events made by hand, for whatever reads the vocabulary.
namespace qw::test {

/// Second 0 of all tests: 2026-03-01T00:00:00Z.
inline constexpr Stamp start{1'772'323'200'000'000'000};

inline Address address(std::string_view text) {
  auto const parsed = Address::parse(text);
  if (!parsed) throw std::invalid_argument{"no address: " + std::string{text}};
  return *parsed;
}

inline Host host(std::string_view text, std::uint16_t realm = 0) {
  return {RealmId{realm}, address(text)};
}

/// "10.0.0.1:502", "[fe80::1]:502", or an address without port.
inline Endpoint endpoint(std::string_view text, std::uint16_t realm = 0) {
  auto const port_of = [&](std::size_t colon) {
    return static_cast<std::uint16_t>(std::stoul(std::string{text.substr(colon + 1)}));
  };
  if (text.front() == '[') {
    auto const end = text.find(']');
    return {host(text.substr(1, end - 1), realm), port_of(end + 1)};
  }
  auto const colon = text.rfind(':');
  if (text.find('.') == std::string_view::npos || colon == std::string_view::npos)
    return {host(text, realm), 0};
  return {host(text.substr(0, colon), realm), port_of(colon)};
}

/// Speaker to listener, `second` seconds from the start, in frame `frame`.
inline Said said(std::string_view from, std::string_view to, Term protocol = {},
                 std::int64_t second = 0, FrameNumber frame = 1) {
  Said made;
  made.moment.at = start + seconds(second);
  made.moment.frames = {frame, frame};
  made.moment.speaker = endpoint(from);
  made.moment.listener = endpoint(to);
  made.moment.conversation = conversation_id(SourceId{}, frame);
  made.protocol = test::protocol(protocol.text());
  return made;
}

/// A TCP conversation of one second: 10 frames of 100 octets out, 8 of 200 in, nothing
/// of it encrypted or lost.
inline Conversation conversation(std::string_view from, std::string_view to, Term service = {},
                                 FrameNumber frame = 1) {
  Conversation made;
  made.said = said(from, to, service, 0, frame);
  made.said.moment.frames = {frame, frame + 17};
  made.transport = "tcp";
  made.service = test::protocol(service.text());
  made.basis = service.empty() ? ServiceBasis::none : ServiceBasis::content;
  made.encryption = Encryption::clear;
  made.first = start;
  made.last = start + seconds(1);
  made.frames_out = 10;
  made.frames_in = 8;
  made.octets_out = 1'000;
  made.octets_in = 1'600;
  made.payload_out = 460;
  made.payload_in = 1'168;
  made.understood_octets = service.empty() ? 0 : 1'628;
  made.hops_out = 64;
  made.hops_in = 64;
  return made;
}

}  // namespace qw::test
