// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "simulate/wire/octets.hpp"

/// The Service Request Transport Protocol of GE's controllers. It is unpublished. Sources:
/// Denton, Karpisek, Breitinger, Baggili, "Leveraging the SRTP protocol for over-the-network
/// memory acquisition of a GE Fanuc Series 90-30" (DFRWS 2017), tables 1 and 4; GFK-0529C,
/// "Series 90 PLC SNP Communications", whose mailbox messages it carries; octets that others
/// recorded from controllers and published (Fanuc_GESRTP_Driver, gesrtp-py, icsnpp-ge-srtp).
namespace qw::simulate::srtp {

constexpr std::uint16_t port = 18245;
constexpr std::size_t message_octets = 56;  // of every message, without its text
constexpr std::size_t inline_octets = 6;    // of data that an answer holds without text

/// What both ends know of a connection.
struct Session {
  std::uint8_t slot = 1;          // of the processor in its rack
  std::uint16_t mailbox = 0;      // the client's, as the server names it
  std::uint16_t sweep_100us = 0;  // of the controller's last scan
};
/// Registers (%R) of 16 bits; `first` is 0 for %R1.
struct Run {
  std::uint16_t first = 0;
  std::uint16_t count = 0;
};

/// The first message of a connection: all zeros.
Octets connect_request();
Octets connect_reply();
/// Session Control, service request 0x4f, as clients send it next.
Octets session_request(Session const& session, std::uint16_t sequence);
/// What answers a request that asks for no data.
Octets done_reply(Session const& session, std::uint16_t sequence);
/// Read System Memory, 0x04.
Octets read_request(Session const& session, std::uint16_t sequence, Run run);
/// `registers`: two octets each, the less significant first. More than `inline_octets` go
/// into a text behind the message, which the server sends by itself.
Octets read_reply(Session const& session, std::uint16_t sequence, Bytes registers);
/// Write System Memory, 0x07. `done_reply` answers it.
Octets write_request(Session const& session, std::uint16_t sequence, std::uint16_t first,
                     Bytes registers);

}  // namespace qw::simulate::srtp
