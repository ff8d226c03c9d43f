// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/s7comm/s7comm.hpp"

#include "core/check.hpp"
#include "simulate/speech/s7comm/message.hpp"

namespace qw::simulate::s7comm {
namespace {

constexpr std::size_t most_items = 20;
enum Function : std::uint8_t { read_variable = 4, write_variable = 5, setup = 0xf0 };
constexpr unsigned item_good = 0xff;
constexpr unsigned bits_follow = 4;  // transport size of data whose length counts bits

void add_tsap(Octets& out, unsigned parameter, Tsap tsap) {
  out.u8(parameter).u8(2).u8(tsap.kind).u8(static_cast<unsigned>(tsap.rack << 5) | tsap.slot);
}

Octets connection(unsigned type, std::uint16_t to, std::uint16_t from, Tsap caller, Tsap called) {
  Octets unit;
  unit.u8(17).u8(type).u16be(to).u16be(from).u8(0);
  unit.u8(0xc0).u8(1).u8(10);  // TPDU of 1024 octets
  add_tsap(unit, 0xc1, caller);
  add_tsap(unit, 0xc2, called);
  return tpkt(unit);
}

void add_items(Octets& out, std::span<Item const> items) {
  QW_CHECK(!items.empty() && items.size() <= most_items);
  out.u8(items.size());
  for (auto const& item : items) {
    out.u8(0x12).u8(10).u8(0x10).u8(2).u16be(item.size);  // so many octets
    out.u16be(item.area == Area::data_block ? item.block : 0);
    out.u8(static_cast<unsigned>(item.area)).u24be(item.offset * 8);
  }
}

/// Every value but the last is filled up to an even length.
void add_values(Octets& out, unsigned first, std::span<Bytes const> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    out.u8(first).u8(bits_follow).u16be(values[i].size() * 8).add(values[i]);
    if (i + 1 < values.size() && values[i].size() % 2 == 1) out.u8(0);
  }
}

Octets setup_parameters(Limits const& limits) {
  Octets out{setup, 0};
  out.u16be(limits.jobs).u16be(limits.jobs).u16be(limits.pdu);
  return out;
}

}  // namespace

Octets connect_request(std::uint16_t reference, Tsap caller, Tsap called) {
  return connection(0xe0, 0, reference, caller, called);
}

Octets connect_confirm(std::uint16_t caller_reference, std::uint16_t reference, Tsap caller,
                       Tsap called) {
  return connection(0xd0, caller_reference, reference, caller, called);
}

Octets setup_request(std::uint16_t reference, Limits const& limits) {
  return message(job, reference, setup_parameters(limits), {});
}

Octets setup_reply(std::uint16_t reference, Limits const& limits) {
  return message(ack_data, reference, setup_parameters(limits), {});
}

Octets read_request(std::uint16_t reference, std::span<Item const> items) {
  Octets parameters{read_variable};
  add_items(parameters, items);
  return message(job, reference, parameters, {});
}

Octets read_reply(std::uint16_t reference, std::span<Bytes const> values) {
  Octets parameters{read_variable};
  parameters.u8(values.size());
  Octets data;
  add_values(data, item_good, values);
  return message(ack_data, reference, parameters, data);
}

Octets write_request(std::uint16_t reference, std::span<Item const> items,
                     std::span<Bytes const> values) {
  Octets parameters{write_variable};
  add_items(parameters, items);
  Octets data;
  add_values(data, 0, values);
  return message(job, reference, parameters, data);
}

Octets write_reply(std::uint16_t reference, std::size_t items) {
  Octets parameters{write_variable};
  parameters.u8(items);
  Octets data;
  data.fill(items, item_good);
  return message(ack_data, reference, parameters, data);
}

std::size_t reply_octets(std::span<Item const> items) {
  std::size_t octets = 12 + 2;
  for (auto const& item : items) octets += 4 + (item.size + 1U) / 2 * 2;
  return octets;
}

}  // namespace qw::simulate::s7comm
