// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/line.hpp"

#include <fmt/format.h>

#include <cmath>

namespace qw::simulate {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out += '"';
}

Line& Line::raw(std::string_view name, std::string_view json) {
  json_ += json_.empty() ? '{' : ',';
  json_ += quoted(name);
  json_ += ':';
  json_ += json;
  return *this;
}

Line& Line::text(std::string_view name, std::string_view value) { return raw(name, quoted(value)); }

Line& Line::number(std::string_view name, double value) {
  return raw(name, std::isfinite(value) ? fmt::format("{}", value) : "null");
}

}  // namespace qw::simulate
