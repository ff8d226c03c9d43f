// SPDX-License-Identifier: Apache-2.0
#include "simulate/tap/pcapng.hpp"

#include <array>

#include "simulate/wire/octets.hpp"

namespace qw::simulate {
namespace {

constexpr std::uint32_t section_block = 0x0a0d0d0a;
constexpr std::uint32_t interface_block = 1;
constexpr std::uint32_t packet_block = 6;

std::size_t padded(std::size_t octets) { return (octets + 3) / 4 * 4; }

void add_option(Octets& out, unsigned code, std::string_view value) {
  out.u16le(code).u16le(value.size()).text(value).fill(padded(value.size()) - value.size());
}

}  // namespace

Result<PcapngWriter> PcapngWriter::create(std::string path, std::string_view interface) {
  auto file = WholeFile::create(std::move(path));
  if (!file) return file.error();
  PcapngWriter writer{*std::move(file)};
  Octets section;
  section.u32le(0x1a2b3c4d).u16le(1).u16le(0).u64le(~std::uint64_t{0});
  add_option(section, 4, "quaywatch-simulate");  // shb_userappl
  section.u32le(0);
  writer.block(section_block, section);
  Octets port;
  port.u16le(1).u16le(0).u32le(0);                // Ethernet, whole frames
  add_option(port, 2, interface);                 // if_name
  port.u16le(9).u16le(1).u8(9).fill(3).u32le(0);  // if_tsresol: nanoseconds
  writer.block(interface_block, port);
  return writer;
}

void PcapngWriter::block(std::uint32_t type, Bytes body) {
  Octets out;
  out.u32le(type).u32le(body.size() + 12).add(body).u32le(body.size() + 12);
  file_.write(out);
}

void PcapngWriter::write(Stamp at, Bytes frame) {
  auto const time = static_cast<std::uint64_t>(at.ns);
  auto const total = padded(frame.size()) + 32;
  std::array<std::byte, 28> head;
  auto* place = head.data();
  for (std::uint64_t const word :
       {std::uint64_t{packet_block}, std::uint64_t{total}, std::uint64_t{0}, time >> 32, time,
        std::uint64_t{frame.size()}, std::uint64_t{frame.size()}})
    for (unsigned shift = 0; shift < 32; shift += 8)
      *place++ = static_cast<std::byte>(word >> shift);
  std::array<std::byte, 7> tail{};
  auto const fill = padded(frame.size()) - frame.size();
  for (unsigned i = 0; i < 4; ++i) tail[fill + i] = static_cast<std::byte>(total >> (8 * i));
  file_.write(head);
  file_.write(frame);
  file_.write(Bytes{tail}.first(fill + 4));
  ++frames_;
}

}  // namespace qw::simulate
