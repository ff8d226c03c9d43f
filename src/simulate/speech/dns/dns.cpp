// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/dns/dns.hpp"

#include <string>

namespace qw::simulate::dns {
namespace {

constexpr unsigned internet = 1;
constexpr unsigned netbios_type = 0x20;
constexpr unsigned name_of_question = 0xc00c;  // a pointer to octet 12

void add_name(Octets& out, std::string_view name) {
  while (!name.empty()) {
    auto const label = name.substr(0, name.find('.'));
    out.u8(label.size()).text(label);
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  out.u8(0);
}

Octets head(std::uint16_t id, unsigned flags, unsigned answers, unsigned additional = 0) {
  Octets out;
  out.u16be(id).u16be(flags).u16be(1).u16be(answers).u16be(0).u16be(additional);
  return out;
}

Octets question(std::uint16_t id, unsigned flags, std::string_view name, Type type,
                unsigned answers) {
  auto out = head(id, flags, answers);
  add_name(out, name);
  return out.u16be(static_cast<unsigned>(type)).u16be(internet), out;
}

/// Sixteen octets, each as two letters. RFC 1001, section 14.1.
void add_netbios_name(Octets& out, std::string_view name, std::uint8_t suffix) {
  std::string whole{name.substr(0, 15)};
  whole.resize(15, ' ');
  whole += static_cast<char>(suffix);
  out.u8(32);
  for (char const c : whole) {
    auto const octet = static_cast<std::uint8_t>(c);
    out.u8('A' + (octet >> 4)).u8('A' + (octet & 15));
  }
  out.u8(0);
}

}  // namespace

Octets query(std::uint16_t id, std::string_view name, Type type) {
  return question(id, 0x0100, name, type, 0);  // recursion desired
}

Octets answer(std::uint16_t id, std::string_view name, std::span<Ip4 const> addresses,
              std::uint32_t seconds) {
  auto const flags = addresses.empty() ? 0x8183U : 0x8180U;
  auto out = question(id, flags, name, Type::a, static_cast<unsigned>(addresses.size()));
  for (auto const address : addresses) {
    out.u16be(name_of_question).u16be(static_cast<unsigned>(Type::a)).u16be(internet);
    out.u32be(seconds).u16be(4) << address;
  }
  return out;
}

Octets text_answer(std::uint16_t id, std::string_view name, std::string_view text,
                   std::uint32_t seconds) {
  auto out = question(id, 0x8180, name, Type::txt, 1);
  out.u16be(name_of_question).u16be(static_cast<unsigned>(Type::txt)).u16be(internet);
  out.u32be(seconds).u16be(text.size() + 1).u8(text.size()).text(text);
  return out;
}

Octets llmnr_query(std::uint16_t id, std::string_view name, Type type) {
  return question(id, 0, name, type, 0);
}

Octets netbios_query(std::uint16_t id, std::string_view name, std::uint8_t suffix) {
  auto out = head(id, 0x0110, 0);  // recursion desired, broadcast
  add_netbios_name(out, name, suffix);
  return out.u16be(netbios_type).u16be(internet), out;
}

Octets netbios_registration(std::uint16_t id, std::string_view name, std::uint8_t suffix, Ip4 ip) {
  auto out = head(id, 0x2910, 0, 1);
  add_netbios_name(out, name, suffix);
  out.u16be(netbios_type).u16be(internet);
  out.u16be(name_of_question).u16be(netbios_type).u16be(internet);
  out.u32be(300'000).u16be(6).u16be(0) << ip;  // a B node
  return out;
}

}  // namespace qw::simulate::dns
