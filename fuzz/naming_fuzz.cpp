// SPDX-License-Identifier: Apache-2.0

/// Drives the seam to the naming library with one conversation. The first octet chooses
/// transport and family; then pieces: one octet with the side in its lowest bit, two with
/// the length, the payload.

#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/cursor.hpp"
#include "naming/namer.hpp"

namespace {

using qw::delivery::Side;
using qw::delivery::Transport;

qw::Endpoint end(char const* address, std::uint16_t port) {
  return {{qw::RealmId{}, *qw::Address::parse(address)}, port};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace qw;
  static auto const engine = naming::make_engine({.hearings = 4, .modules = 1}, {});
  if (size == 0 || engine == nullptr) return 0;
  auto const namer = engine->namer(0);
  std::vector<std::byte> exact(size);  // own memory: one octet too far is a crash
  std::memcpy(exact.data(), data, size);

  Cursor in{exact};
  auto const choice = in.u8();
  auto const transport = (choice & 1) != 0 ? Transport::tcp : Transport::udp;
  bool const old = (choice & 2) != 0;
  auto const hearing = namer->begin(transport, end(old ? "10.0.0.1" : "2001:db8::1", 40000),
                                    end(old ? "198.51.100.9" : "2001:db8::2", 443));
  for (std::int64_t now = 0; in.ok() && !hearing->over(); now += 1'000'000) {
    auto const side = (in.u8() & 1) != 0 ? Side::server : Side::client;
    auto const payload = in.take(in.u16be());
    if (payload.empty()) break;
    auto const name = hearing->hear(side, payload, Stamp{now});
    if (name && (name->empty() || !hearing->over())) std::abort();
  }
  return 0;
}
