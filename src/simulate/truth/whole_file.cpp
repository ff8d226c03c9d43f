// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace qw::simulate {
namespace {

constexpr std::size_t buffer_octets = 1 << 20;

std::string file_failure(std::string const& path, int number) {
  auto text = fmt::format("{}: cannot be written: {}", path, std::strerror(number));
  if (number == ENOSPC) text += "; free some room, or ask for fewer hours or cranes";
  return text;
}

}  // namespace

WholeFile::WholeFile(std::string path, std::string partial, int file)
    : path_{std::move(path)}, partial_{std::move(partial)}, file_{file} {
  buffer_.reserve(buffer_octets);
}

WholeFile::WholeFile(WholeFile&& other) noexcept
    : path_{std::move(other.path_)},
      partial_{std::move(other.partial_)},
      file_{std::exchange(other.file_, -1)},
      buffer_{std::move(other.buffer_)},
      octets_{other.octets_},
      error_{std::move(other.error_)} {}

WholeFile::~WholeFile() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(partial_.c_str());
}

Result<WholeFile> WholeFile::create(std::string path) {
  std::filesystem::path const whole{path};
  auto partial = (whole.parent_path() / ("." + whole.filename().string() + ".part")).string();
  int const file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return Error{file_failure(path, errno)};
  return WholeFile{std::move(path), std::move(partial), file};
}

void WholeFile::write(Bytes octets) {
  octets_ += octets.size();
  buffer_.insert(buffer_.end(), octets.begin(), octets.end());
  if (buffer_.size() >= buffer_octets) flush();
}

void WholeFile::flush() {
  Bytes rest{buffer_};
  while (!rest.empty() && error_.empty()) {
    auto const written = ::write(file_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0)
      error_ = file_failure(path_, errno);
    else
      rest = rest.subspan(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

Status WholeFile::status() const {
  if (!error_.empty()) return Error{error_};
  return Nothing{};
}

Status WholeFile::finish() {
  flush();
  if (!error_.empty()) return Error{error_};
  // Some file systems report a full disk only when asked to keep what they took.
  bool const kept = ::fsync(file_) == 0 || errno == EINVAL;
  auto const kept_error = errno;
  bool const closed = ::close(std::exchange(file_, -1)) == 0;
  if (kept && closed && ::rename(partial_.c_str(), path_.c_str()) == 0) return Nothing{};
  error_ = file_failure(path_, kept ? errno : kept_error);
  ::unlink(partial_.c_str());
  return Error{error_};
}

Status write_whole(std::string path, std::string_view text) {
  auto file = WholeFile::create(std::move(path));
  if (!file) return file.error();
  file->write(bytes_of(text));
  return file->finish();
}

}  // namespace qw::simulate
