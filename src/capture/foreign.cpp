// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "capture/open.hpp"

namespace qw::capture {
namespace {

struct Mark {
  std::size_t offset;
  std::string_view octets;
  std::string_view what;
  std::string_view advice;
};

constexpr std::string_view convert = "convert it: editcap -F pcapng FILE out.pcapng";
constexpr std::string_view unpack = "unpack it first";
constexpr std::string_view not_a_capture = "give a pcap or pcapng file";

template <std::size_t size>
constexpr std::string_view octets(char const (&literal)[size]) {
  return {literal, size - 1};  // zeros inside count
}

/// Public magic numbers of what is handed in for a capture now and then.
constexpr Mark marks[] = {
    {0, octets("snoop\0\0\0"), "a Sun snoop file of an unsupported link type", convert},
    {0,
     octets("\x7f"
            "ELF"),
     "a program (ELF)", not_a_capture},
    {0, octets("MZ"), "a Windows program", not_a_capture},
    {0, octets("PK\x03\x04"), "a zip archive", unpack},
    {0,
     octets("\xfd"
            "7zXZ\0"),
     "an xz file", "unpack it first: xz -d"},
    {0, octets("BZh"), "a bzip2 file", "unpack it first: bzip2 -d"},
    {0, octets("\x04\x22\x4d\x18"), "an lz4 file", "unpack it first: lz4 -d"},
    {0, octets("7z\xbc\xaf\x27\x1c"), "a 7z archive", unpack},
    {0, octets("Rar!"), "a rar archive", unpack},
    {257, octets("ustar"), "a tar archive", unpack},
    {0, octets("RTSS"), "a capture of Microsoft Network Monitor 1", convert},
    {0, octets("GMBU"), "a capture of Microsoft Network Monitor 2", convert},
    {0, octets("TRSNIFF data    \x1a"), "a capture of a NetXRay or DOS Sniffer", convert},
    {0, octets("XCP\0"), "a capture of a Windows Sniffer", convert},
    {0, octets("\x1c\x00\x01\xac"), "an IXIA lcap capture", convert},
    {0, octets("\x1c\x00\x01\xab"), "an IXIA lcap capture", convert},
    {0, octets("\x7fver"), "a capture of OmniPeek", convert},
    {0, octets("btsnoop\0"), "a Bluetooth capture (btsnoop)", not_a_capture},
    {0, octets("\x30\x82"), "a certificate or key (DER)", not_a_capture},
    {0, octets("%PDF"), "a PDF document", not_a_capture},
    {0, octets("\x89PNG"), "a picture (PNG)", not_a_capture},
    {0, octets("SQLite format 3\0"), "an SQLite database", not_a_capture},
    {8, octets("DUCK"), "a DuckDB database", not_a_capture},
};

/// Endace's ERF has no magic: a little-endian stamp, then a type, flags, the
/// record's length, a loss counter and the length on the wire.
bool seems_erf(Bytes head) {
  if (head.size() < 18) return false;
  auto const type = octet_at(head, 8) & 0x7f;
  auto const record = octet_at(head, 10) << 8 | octet_at(head, 11);
  auto const wire = octet_at(head, 14) << 8 | octet_at(head, 15);
  auto const seconds_high = octet_at(head, 7);  // 0x30 to 0x80 are the years 1995 to 2038
  return type >= 1 && type <= 48 && record >= 18 && wire > 0 && wire + 128 >= record - 18 &&
         seconds_high >= 0x30 && seconds_high < 0x80;
}

bool seems_text(Bytes head) {
  return std::all_of(head.begin(), head.end(), [](std::byte each) {
    auto const octet = std::to_integer<std::uint8_t>(each);
    return octet >= 0x20 ? octet != 0x7f : octet == '\t' || octet == '\n' || octet == '\r';
  });
}

std::string hex_of(Bytes head) {
  std::string text;
  for (auto const each : head.first(std::min<std::size_t>(head.size(), 8)))
    text += fmt::format("{}{:02x}", text.empty() ? "" : " ", std::to_integer<unsigned>(each));
  return text;
}

}  // namespace

std::string foreign_text(Bytes head) {
  if (head.empty()) return "is empty; check that the capture was started";
  auto const text = text_of(head);
  for (auto const& mark : marks)
    if (text.size() >= mark.offset && text.substr(mark.offset).starts_with(mark.octets))
      return fmt::format("looks like {}, which cannot be read; {}", mark.what, mark.advice);
  if (std::all_of(head.begin(), head.end(), [](std::byte each) { return each == std::byte{}; }))
    return "begins with zeros, like a file whose copy or disk failed; copy it again";
  if (text.starts_with("\n\r\r\n") || text.starts_with("\r\n\r\r\n"))
    return "looks like a pcapng file whose first block is damaged; copy it again in binary mode";
  if (seems_text(head)) return "looks like text, not a capture; give a pcap or pcapng file";
  if (seems_erf(head))
    return fmt::format("looks like an Endace ERF capture, which cannot be read; {}", convert);
  return fmt::format("is not a capture in a known format (it begins with {}); {}", hex_of(head),
                     not_a_capture);
}

}  // namespace qw::capture
