// SPDX-License-Identifier: Apache-2.0
#include "simulate/serve/opcua_space.hpp"

#include <utility>

namespace qw::simulate {
namespace {

using namespace opcua;

constexpr std::uint32_t server_status_current_time = 2258;
constexpr double readable = 1;
constexpr double scalar = -1;

Octets qualified(std::uint16_t space, std::string_view name) {
  Octets body;
  add_qualified_name(body, space, name);
  return variant(Type::qualified_name, body);
}

Octets localized(std::string_view text) {
  Octets body;
  add_localized_text(body, text);
  return variant(Type::localized_text, body);
}

Octets kind(NodeClass kind) {
  return variant(Type::int32, static_cast<double>(static_cast<std::uint32_t>(kind)));
}

/// What a variable is, but for its value; nothing if it has no such attribute.
Octets variable_attribute(OpcuaNode const& node, std::uint32_t attribute) {
  Octets id;
  switch (attribute) {
    case opcua::node_id: add_node_id(id, node.id); return variant(Type::node_id, id);
    case node_class: return kind(NodeClass::variable);
    case browse_name: return qualified(node.id.space, node.id.text);
    case display_name: return localized(node.id.text);
    case data_type:
      // A built-in type's node has the type's number.
      add_node_id(id, {.number = static_cast<std::uint32_t>(node.type)});
      return variant(Type::node_id, id);
    case value_rank: return variant(Type::int32, scalar);
    case access_level:
    case user_access_level: return variant(Type::byte, readable);
    default: return {};
  }
}

Octets folder_attribute(NodeId const& folder, std::string_view name, std::uint32_t attribute) {
  Octets id;
  switch (attribute) {
    case opcua::node_id: add_node_id(id, folder); return variant(Type::node_id, id);
    case node_class: return kind(NodeClass::object);
    case browse_name: return qualified(folder.space, name);
    case display_name: return localized(name);
    default: return {};
  }
}

}  // namespace

OpcuaSpace::OpcuaSpace(Source source)
    : source_{std::move(source)}, folder_{opcua_folder(source_.nodes)} {
  for (auto const& node : source_.nodes) by_id_[node.id] = &node;
}

OpcuaNode const* OpcuaSpace::find(NodeId const& id) const {
  auto const found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

/// Of the server's own variables; nothing for what there is not.
Octets OpcuaSpace::server_value(std::uint32_t number) const {
  Octets body;
  switch (number) {
    case namespace_array:
      add_string(body, own_namespace);
      for (unsigned i = 1; i <= folder_.space; ++i) add_string(body, opcua_namespace(server(), i));
      return variant_array(Type::string, folder_.space + std::size_t{1}, body);
    case server_status_current_time:
      add_date_time(body, now());
      return variant(Type::date_time, body);
    case server_status_state: return variant(Type::int32, 0);  // running
    default: return {};
  }
}

void OpcuaSpace::add_attribute(Octets& out, NodeId const& id, std::uint32_t attribute) const {
  auto const* const node = find(id);
  bool const objects = id == NodeId{.number = objects_folder};
  Octets found;
  if (node != nullptr) {
    found = attribute == value_attribute ? value(*node) : variable_attribute(*node, attribute);
    if (attribute == value_attribute) told(*node);
  } else if (objects || id == folder_) {
    found = folder_attribute(id, objects ? std::string_view{"Objects"} : id.text, attribute);
  } else {
    auto own = id.space == 0 && id.text.empty() ? server_value(id.number) : Octets{};
    if (own.size() == 0) return add_bad_value(out, opcua::bad_node_id_unknown);
    if (attribute == value_attribute) found = std::move(own);
  }
  if (found.size() == 0) return add_bad_value(out, opcua::bad_attribute_id_invalid);
  add_data_value(out, found, now());
}

Browsed OpcuaSpace::browse(NodeId const& id) const {
  Browsed result;
  if (id == NodeId{.number = objects_folder}) {
    result.references.push_back({folder_, folder_.text, NodeClass::object});
  } else if (id == folder_) {
    for (auto const& node : source_.nodes)
      result.references.push_back({node.id, node.id.text, NodeClass::variable});
  } else if (find(id) == nullptr) {
    result.status = opcua::bad_node_id_unknown;
  }
  return result;
}

}  // namespace qw::simulate
