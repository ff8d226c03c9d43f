// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/profinet/profinet.hpp"

namespace qw::simulate::profinet {
namespace {

enum FrameId : std::uint16_t { hello_id = 0xfefc, identify_id = 0xfefe, identified_id = 0xfeff };
enum Service : std::uint8_t { identify = 5, hello_service = 6 };

constexpr std::size_t least_cyclic = 40;  // octets of data: fills the smallest frame

/// A block is filled up to an even length, which its own length does not count.
void add_block(Octets& out, unsigned option, unsigned suboption, Bytes value) {
  out.u8(option).u8(suboption).u16be(value.size()).add(value);
  if (value.size() % 2 == 1) out.u8(0);
}

Octets message(FrameId id, Service service, bool response, std::uint32_t transaction,
               std::uint16_t delay, Bytes blocks) {
  Octets out;
  out.u16be(id).u8(service).u8(response ? 1 : 0).u32be(transaction).u16be(delay);
  return out.u16be(blocks.size()).add(blocks), out;
}

Octets blocks_of(Station const& station) {
  Octets blocks;
  constexpr unsigned device = 2;
  add_block(blocks, device, 1, Octets{0, 0}.text(station.type));
  add_block(blocks, device, 2, Octets{0, 0}.text(station.name));
  add_block(blocks, device, 3, Octets{0, 0}.u16be(station.vendor).u16be(station.device));
  add_block(blocks, device, 4, Octets{0, 0}.u8(station.role).u8(0));
  Octets ip{0, 1};  // set
  ip << station.ip << station.mask << station.gateway;
  add_block(blocks, 1, 2, ip);
  return blocks;
}

}  // namespace

Octets identify_request(std::uint32_t transaction, std::string_view name) {
  Octets blocks;
  if (name.empty())
    add_block(blocks, 0xff, 0xff, {});
  else
    add_block(blocks, 2, 2, bytes_of(name));
  return message(identify_id, identify, false, transaction, 1, blocks);
}

Octets identify_response(std::uint32_t transaction, Station const& station) {
  return message(identified_id, identify, true, transaction, 0, blocks_of(station));
}

Octets hello(std::uint32_t transaction, Station const& station) {
  return message(hello_id, hello_service, false, transaction, 0, blocks_of(station));
}

Octets cyclic(std::uint16_t frame_id, Bytes data, std::uint16_t counter, bool runs) {
  auto out = Octets::with_room(data.size() + least_cyclic + 6);
  out.u16be(frame_id).add(data);
  if (data.size() < least_cyclic) out.fill(least_cyclic - data.size());
  // Data status: primary, valid, and no problem; transfer status 0.
  return out.u16be(counter).u8(runs ? 0x35 : 0x25).u8(0), out;
}

}  // namespace qw::simulate::profinet
