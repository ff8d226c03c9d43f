// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/egd/egd.hpp"

namespace qw::simulate::egd {
namespace {

constexpr unsigned data_message = 13;
constexpr unsigned version = 1;
constexpr unsigned no_error = 1;
constexpr std::int64_t second = 1'000'000'000;

}  // namespace

Octets sample(Head const& head, Bytes data) {
  auto out = Octets::with_room(header_octets + data.size());
  out.u8(data_message).u8(version).u16le(head.request);
  out.u32be(head.producer.value).u32le(head.exchange);
  out.u32le(static_cast<std::uint64_t>(head.produced.ns / second));
  out.u32le(static_cast<std::uint64_t>(head.produced.ns % second));
  return out.u32le(no_error).u32le(head.signature).u32le(0).add(data);
}

}  // namespace qw::simulate::egd
