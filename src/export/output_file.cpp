// SPDX-License-Identifier: Apache-2.0
#include "export/output_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace qw::exports {
namespace {

std::string reason() { return std::strerror(errno); }

}  // namespace

Result<OutputFile> OutputFile::create(std::string const& path) {
  OutputFile made;
  made.path_ = path;
  made.file_.reset(path == "-" ? stdout : std::fopen(path.c_str(), "wbe"));
  if (made.file_ == nullptr) return Error{fmt::format("{}: cannot be written: {}", path, reason())};
  return made;
}

void OutputFile::flush() {
  if (failure_.empty() &&
      std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size())
    failure_ = reason();
  buffer_.clear();
}

Status OutputFile::finish() {
  flush();
  if (failure_.empty() && std::fflush(file_.get()) != 0) failure_ = reason();
  if (failure_.empty()) return Nothing{};
  return Error{fmt::format("{}: cannot be written: {}. Free disk space.", path_, failure_)};
}

}  // namespace qw::exports
