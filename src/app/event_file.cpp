// SPDX-License-Identifier: Apache-2.0
#include "app/event_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "vocabulary/event_json.hpp"

namespace qw::app {
namespace {

constexpr std::size_t buffer_octets = 1 << 20;

}  // namespace

Result<std::unique_ptr<EventFile>> EventFile::open(std::string const& path,
                                                   std::string const& format, Names const& names) {
  if (format != "jsonl")
    return Error{fmt::format("--events-format: '{}' is not known; jsonl is", format)};
  if (path.empty()) return std::unique_ptr<EventFile>{};
  auto* const file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (file == nullptr) return Error{fmt::format("{}: {}", path, std::strerror(errno))};
  return std::unique_ptr<EventFile>{new EventFile{file, path, names}};
}

EventFile::~EventFile() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

void EventFile::on_event(Ordered const& event) {
  write_event(buffer_, event, names_);
  if (buffer_.size() >= buffer_octets) flush();
}

void EventFile::flush() {
  failed_ |= std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size();
  buffer_.clear();
}

Status EventFile::finish() {
  flush();
  failed_ |= std::fflush(file_) != 0;
  if (failed_)
    return Error{fmt::format("{}: not all events could be written: {}", path_, std::strerror(errno))};
  return Nothing{};
}

}  // namespace qw::app
