// SPDX-License-Identifier: Apache-2.0
#include "app/output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace qw::app {

Status write_file(std::string const& path, std::string_view text) {
  auto const unfinished = path + ".part";
  auto* const file = std::fopen(unfinished.c_str(), "wb");
  bool written = file != nullptr;
  if (file != nullptr) {
    written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    written &= std::fclose(file) == 0;
  }
  if (written && std::rename(unfinished.c_str(), path.c_str()) == 0) return Nothing{};
  return Error{fmt::format("{} cannot be written: {}", path, std::strerror(errno))};
}

}  // namespace qw::app
