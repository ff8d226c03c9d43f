// SPDX-License-Identifier: Apache-2.0
#include "protocols/registry.hpp"

#include <array>

#define QW_PROTOCOL(name)                       \
  namespace qw::name {                          \
  delivery::Registration const& registration(); \
  }
#include "protocols/protocols.def"
#undef QW_PROTOCOL

namespace qw {

std::span<delivery::Registration const* const> protocols() {
#define QW_PROTOCOL(name) &name::registration(),
  static std::array const all{
#include "protocols/protocols.def"
  };
#undef QW_PROTOCOL
  return all;
}

}  // namespace qw
