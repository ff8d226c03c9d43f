// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "simulate/crane/site.hpp"
#include "simulate/speech/opcua/opcua.hpp"

namespace qw::simulate {

/// A signal as a variable of the crane's OPC UA server.
struct OpcuaNode {
  machine::Signal signal{};
  opcua::NodeId id;
  opcua::Type type{};
  Nanoseconds sampling;  // how often the maker's collector wants it; 0 for what it does not want
};

/// All variables of the server, whose names and types are chosen by chance: the same each time
/// for a crane. The server runs on the management system, and shows what the controller's last
/// scan had.
std::vector<OpcuaNode> opcua_nodes(CraneSite& crane);
/// The folder in which they are.
opcua::NodeId opcua_folder(std::vector<OpcuaNode> const& nodes);
/// How the server presents itself under an endpoint's address.
struct OpcuaServer {
  std::string uri;
  std::string name;
  std::string endpoint;

  [[nodiscard]] opcua::Application application() const { return {uri, name, endpoint}; }
};
OpcuaServer opcua_server(CraneSite const& crane, std::string_view address, std::uint16_t port);
/// The URI of its namespace of this number, from 1 on.
std::string opcua_namespace(OpcuaServer const& server, unsigned number);
/// The value of a node as a Variant.
Octets opcua_value(CraneSite& crane, OpcuaNode const& node);

}  // namespace qw::simulate
