// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace qw {

/// How a rule of a protocol was broken. Short and shared; the words beside it
/// are for people.
enum class Fault : std::uint8_t {
  truncated,  // the frame was cut, by the capture or by the sender
  length,     // a length is outside what the specification allows
  value,      // a field holds a value that the specification forbids
  order,      // a message came where it must not
  checksum,   // a checksum over the message is wrong
  depth,      // nested deeper than our limit
  limit,      // one of our own limits was reached
  encoding,   // text or number cannot be decoded
  mismatch,   // a reply does not fit its request
  gap,        // octets of the stream were never seen
};

constexpr std::string_view name_of(Fault fault) {
  constexpr std::string_view names[] = {"truncated", "length", "value",    "order",    "checksum",
                                        "depth",     "limit",  "encoding", "mismatch", "gap"};
  return names[static_cast<std::size_t>(fault)];
}

}  // namespace qw
