// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/cursor.hpp"
#include "simulate/speech/opcua/binary.hpp"

/// Reads what clients of OPC UA send, OPC 10000-6 section 5.2. What is malformed, or beyond the
/// bounds here, spends the cursor.
namespace qw::simulate::opcua {

/// Borrowed; empty if there is none.
std::string_view read_string(Cursor& in);
/// GUIDs and opaque names, which no node here has, are read as the text of a node that is unknown.
NodeId read_node_id(Cursor& in);
void skip_localized_text(Cursor& in);
void skip_qualified_name(Cursor& in);
void skip_extension_object(Cursor& in);
/// How many elements follow; none if there is no array, and at most `most`.
std::size_t read_count(Cursor& in, std::size_t most);
double read_f64(Cursor& in);

}  // namespace qw::simulate::opcua
