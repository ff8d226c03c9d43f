// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "simulate/crane/opcua_nodes.hpp"

namespace qw::simulate {

/// The nodes of a served OPC UA server: the crane's variables in a folder under the objects, and
/// of the server itself the few that clients ask for.
class OpcuaSpace {
 public:
  struct Source {
    std::vector<OpcuaNode> nodes;  // at least one
    OpcuaServer server;
    /// A node's value as a Variant, as of the last scan.
    std::function<Octets(OpcuaNode const&)> read;
    std::function<Stamp()> now;                  // of the crane: its last scan
    std::function<void(OpcuaNode const&)> told;  // a client got the value of this node
  };
  explicit OpcuaSpace(Source source);
  OpcuaSpace(OpcuaSpace const&) = delete;
  OpcuaSpace& operator=(OpcuaSpace const&) = delete;

  [[nodiscard]] OpcuaServer const& server() const { return source_.server; }
  [[nodiscard]] Stamp now() const { return source_.now(); }
  /// Null if it is none of the crane's variables.
  [[nodiscard]] OpcuaNode const* find(opcua::NodeId const& id) const;
  [[nodiscard]] Octets value(OpcuaNode const& node) const { return source_.read(node); }
  void told(OpcuaNode const& node) const { source_.told(node); }
  /// Adds a DataValue: an attribute of any node, or why there is none.
  void add_attribute(Octets& out, opcua::NodeId const& id, std::uint32_t attribute) const;
  [[nodiscard]] opcua::Browsed browse(opcua::NodeId const& id) const;

 private:
  [[nodiscard]] Octets server_value(std::uint32_t number) const;

  Source source_;
  opcua::NodeId folder_;
  std::map<opcua::NodeId, OpcuaNode const*> by_id_;
};

}  // namespace qw::simulate
