// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "simulate/wire/octets.hpp"

/// RTP (RFC 3550) with H.264 in it (RFC 6184), and the RTSP (RFC 2326) that sets it up.
namespace qw::simulate::rtp {

constexpr std::uint16_t rtsp_port = 554;
constexpr unsigned h264_type = 96;

/// `marker` is set on the last packet of a picture, and on the first of speech.
Octets packet(std::uint16_t sequence, std::uint32_t timestamp, std::uint32_t source, bool marker,
              Bytes payload, unsigned type = h264_type);
/// The first octets of a fragment of a picture; `noise` fills it: the picture is not real.
Octets fragment(bool first, bool last, bool key, Bytes noise);

/// What a recorder asks: "DESCRIBE", "SETUP" with its two ports, "PLAY".
std::string rtsp_request(std::string_view method, std::string_view url, unsigned number,
                         std::string_view headers);
std::string rtsp_reply(unsigned number, std::string_view headers, std::string_view body = {});
std::string description(std::string_view camera, std::string_view address);

}  // namespace qw::simulate::rtp
