// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulate/speech/opcua/opcua.hpp"

/// What all bodies begin with, and what several hold; for the encoders here only.
namespace qw::simulate::opcua {

Octets request(Service service, RequestHead const& head);
Octets response(Service service, ResponseHead const& head);
/// A ReadValueId: the whole value of a node.
void add_value_of(Octets& out, NodeId const& node);

}  // namespace qw::simulate::opcua
