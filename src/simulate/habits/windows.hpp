// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/shard.hpp"

namespace qw::simulate {

/// What a Windows host says to its LAN without being asked: NetBIOS names, LLMNR, SSDP.
void windows_chatter(Shard& shard, Host& host);

}  // namespace qw::simulate
