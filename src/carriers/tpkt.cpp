// SPDX-License-Identifier: Apache-2.0
#include "carriers/tpkt.hpp"

#include "core/cursor.hpp"

namespace qw::tpkt {

Parsed<Bytes> parse(Bytes stream) {
  // Octet by octet: a foreign stream must be told from its first one.
  if (!stream.empty() && octet_at(stream, 0) != 3)
    return Malformed{Fault::value, 0, "TPKT version is not 3"};
  if (stream.size() > 1 && octet_at(stream, 1) != 0)
    return Malformed{Fault::value, 1, "TPKT reserved octet is not 0"};
  Cursor in{stream};
  in.skip(2);
  auto const length = in.u16be();  // of the packet, header included
  if (!in.ok()) return NeedMore{header_octets};
  if (length < least_octets) return Malformed{Fault::length, 2, "TPKT length is below 7"};
  auto const tpdu = in.take(length - header_octets);
  if (!in.ok()) return NeedMore{length};
  return Done<Bytes>{tpdu, length};
}

}  // namespace qw::tpkt
