// SPDX-License-Identifier: Apache-2.0
#include "app/output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace qw::app {

namespace {

bool is_special(std::string const& path) {
  std::error_code ignored;
  auto const found = std::filesystem::status(path, ignored);
  return std::filesystem::exists(found) && !std::filesystem::is_regular_file(found) &&
         !std::filesystem::is_directory(found);
}

}  // namespace

Status write_file(std::string const& path, std::string_view text) {
  bool const special = is_special(path);
  auto const unfinished = special ? path : path + ".part";
  auto* const file = std::fopen(unfinished.c_str(), "wb");
  bool written = file != nullptr;
  if (file != nullptr) {
    written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    written &= std::fclose(file) == 0;
  }
  if (written && (special || std::rename(unfinished.c_str(), path.c_str()) == 0)) return Nothing{};
  return Error{fmt::format("{}: cannot be written: {}", path, std::strerror(errno))};
}

void write_output(std::string_view text) {
  // A failure sticks to the stream, where `finish_output` finds it.
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stdout));
}

Status finish_output() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return Nothing{};
  return Error{"standard output: cannot be written completely"};
}

}  // namespace qw::app
