// SPDX-License-Identifier: Apache-2.0
#include "site/draft_text.hpp"

#include <fmt/format.h>

namespace qw::site {

std::string quoted(std::string_view text) {
  std::string out{'"'};
  for (char const c : text) {
    auto const octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (octet >= 0x20 && octet < 0x7f)
      out += c;
    else
      out += fmt::format("\\u{:04X}", octet);
  }
  return out += '"';
}

std::string plain(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c < 0x20 || c == 0x7f) c = ' ';
  return out;
}

std::string key_line(std::string_view key, std::string_view value) {
  return value.empty() ? std::string{} : fmt::format("{} = {}\n", key, quoted(value));
}

}  // namespace qw::site
