// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// EtherNet/IP: the CIP Networks Library, volume 1 (Common Industrial Protocol, chapters 3
/// and 5, appendix C) and volume 2 (EtherNet/IP Adaptation, chapter 2). Tags of Logix
/// controllers: "Logix 5000 Controllers Data Access", 1756-PM020.
namespace qw::simulate::enip {

constexpr std::uint16_t port = 44818;
constexpr std::uint16_t io_port = 2222;
constexpr std::uint16_t dint = 0xc4;  // type code of a 32-bit whole number

// Encapsulation.

Octets register_session_request();
Octets register_session_reply(std::uint32_t session);
/// A CIP message outside of any connection. `context` comes back in the answer.
Octets unconnected(std::uint32_t session, std::uint64_t context, Bytes message);
/// A CIP message on a connection, as its receiver named it.
Octets connected(std::uint32_t session, std::uint32_t connection, std::uint16_t sequence,
                 Bytes message);
/// Cyclic data of a class 1 connection, as one datagram.
Octets io_data(std::uint32_t connection, std::uint32_t sequence, Bytes data);
/// What an originator puts before its data: the program runs.
Octets run_header();

// CIP messages.

struct Connection {
  std::uint32_t to_target = 0;      // the target's choice
  std::uint32_t to_originator = 0;  // the originator's choice
  std::uint16_t serial = 0;
  std::uint16_t vendor = 1;  // Rockwell Automation
  std::uint32_t originator = 0;
  std::uint32_t interval_us = 0;
};
/// For explicit messages (transport class 3) to the processor in slot 0.
Octets open_explicit_request(Connection const& connection);
/// For cyclic data (transport class 1): assemblies and their sizes in octets.
struct Assemblies {
  std::uint8_t configuration = 0;
  std::uint8_t output = 0;  // originator to target
  std::uint8_t input = 0;   // target to originator
  std::uint16_t output_size = 0;
  std::uint16_t input_size = 0;
};
Octets open_io_request(Connection const& connection, Assemblies const& assemblies);
Octets open_reply(Connection const& connection);

/// Elements of an array tag of 32-bit numbers.
Octets read_tag_request(std::string_view tag, std::uint16_t element, std::uint16_t count);
Octets read_tag_reply(std::uint16_t type, Bytes data);
/// One element.
Octets write_tag_request(std::string_view tag, std::uint16_t element, std::uint16_t type,
                         Bytes data);
Octets write_tag_reply();

struct Plate {
  std::uint16_t device_type = 0;
  std::uint16_t product_code = 0;
  std::uint8_t major = 0;
  std::uint8_t minor = 0;
  std::uint32_t serial = 0;
  std::string_view name;
};
Octets identity_request();
Octets identity_reply(Plate const& plate);

}  // namespace qw::simulate::enip
