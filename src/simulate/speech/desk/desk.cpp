// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/desk/desk.hpp"

#include <array>

#include "core/check.hpp"
#include "simulate/speech/zip/zip.hpp"

namespace qw::simulate::desk {

std::string_view to_text(Stand stand) {
  constexpr std::array<std::string_view, 4> names{"stands by", "asks", "in charge", "hands over"};
  return names[static_cast<std::size_t>(stand)];
}

Octets telegram(Head const& head, Bytes body, Safety const& safety) {
  QW_CHECK(body.size() <= body_octets);
  auto out = Octets::with_room(telegram_octets);
  out.u32le(head.counter).u16le(head.desk).u8(static_cast<unsigned>(head.stand));
  out.u8(head.from_desk ? 1 : 0).u64le(static_cast<std::uint64_t>(head.at.ns / 1'000'000));
  out.add(body).fill(body_octets - body.size());
  out.u16le(safety.life).u16le(safety.heard).u8(safety.stop_released ? 1 : 0).fill(7);
  return out.u32le(zip::crc32(out.bytes()));
}

std::span<Field const> frame_fields() {
  static constexpr std::uint32_t last = telegram_octets - block_octets;
  static constexpr Field all[] = {
      {"counter", 0, 4, "uint32", "the sender's telegrams on this way so far"},
      {"desk", 4, 2, "uint16", "number of the desk"},
      {"stand", 6, 1, "uint8", "0 stands by, 1 asks, 2 in charge, 3 hands over"},
      {"from_desk", 7, 1, "uint8", "1 from a desk, 0 from a crane"},
      {"at", 8, 8, "uint64", "ms since 1970 by the sender's clock"},
      {"life", last, 2, "uint16", "sign of life of the sender's safety program"},
      {"heard", last + 2, 2, "uint16", "the other's last sign of life"},
      {"stop_released", last + 4, 1, "uint8", "1: no emergency stop is pushed at this end"},
      {"crc", last + 12, 4, "uint32", "CRC-32 of ISO 3309 over all before it"}};
  return all;
}

}  // namespace qw::simulate::desk
