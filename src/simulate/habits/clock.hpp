// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/shard.hpp"

namespace qw::simulate {

/// A host asks a time server by NTP, for ever. Its own clock shows `Host::clock_error`,
/// and each answer takes away half of what it differs from the server's.
void keep_clock(Shard& shard, Host& client, Host& server, Rhythm const& rhythm,
                unsigned version = 4);

}  // namespace qw::simulate
