// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/protocol.hpp"

namespace qw::pipeline {

/// Those that a room reads, in the order of protocols.def, each followed by its dialects; then
/// those that can only be named, or are known by their ports alone.
KnownProtocols known_protocols();

}  // namespace qw::pipeline
