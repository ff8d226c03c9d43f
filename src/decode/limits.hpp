// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/stamp.hpp"

namespace qw::decode {

struct DecoderLimits {
  std::size_t fragment_octets = 4 << 20;  // held at once over all datagrams
  std::size_t fragment_datagrams = 1024;
  Nanoseconds fragment_timeout = seconds(30);  // packet time, from the first fragment
  Nanoseconds copy_window = milliseconds(50);  // after completion, for `fragment_copy`
  std::uint8_t depth = 8;                      // encapsulations of one frame
  std::uint8_t vlan_tags = 8;                  // in a row
  /// Off, because it reads every octet of every packet once more.
  bool verify_transport_checksums = false;
};

}  // namespace qw::decode
