// SPDX-License-Identifier: Apache-2.0
#include "app/state_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "store/settle_folder.hpp"

namespace qw::app {
namespace {

Result<std::string> octets_of(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::string octets{std::istreambuf_iterator<char>{file}, {}};
  if (!file) return Error{fmt::format("{}: cannot be read", path)};
  return octets;
}

Status failed(std::string const& path) {
  return Error{fmt::format("{}: cannot be written: {}", path, std::strerror(errno))};
}

bool write_whole(int file, Bytes octets) {
  while (!octets.empty()) {
    auto const count = ::write(file, octets.data(), octets.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    octets = octets.subspan(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

}  // namespace

StateFile::~StateFile() {
  if (unfinished_) ::unlink(part().c_str());
}

Result<std::optional<std::string>> StateFile::read() const {
  std::error_code unknown;
  auto const found = std::filesystem::status(path_, unknown).type();
  if (!wished() || found == std::filesystem::file_type::not_found)
    return std::optional<std::string>{};
  if (found != std::filesystem::file_type::regular)
    return Error{fmt::format("{}: is no state of quaywatch: it is no file", path_)};
  auto file = octets_of(path_);
  if (!file) return file.error();
  if (!is_sealed(bytes_of(*file))) return Error{fmt::format("{}: is no state of quaywatch", path_)};
  return std::optional{std::move(*file)};
}

void StateFile::write(Bytes state) { written_ = write_part(sealed(terms_, state)); }

Status StateFile::write_part(Bytes octets) {
  ::unlink(part().c_str());  // of a run that was killed: whoever made it might still read it
  int const file = ::open(part().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed(path_);
  unfinished_ = true;
  auto status = write_whole(file, octets) ? Status{Nothing{}} : failed(path_);
  if (::close(file) != 0 && status) status = failed(path_);
  return status;
}

Status StateFile::keep() {
  if (!wished() || !written_) return written_;
  if (aside_ && std::rename(path_.c_str(), place_aside().c_str()) != 0)
    return failed(place_aside());
  if (std::rename(part().c_str(), path_.c_str()) != 0) return failed(path_);
  unfinished_ = false;
  auto const folder = std::filesystem::path{path_}.parent_path().string();
  store::settle_folder(folder.empty() ? "." : folder);
  return Nothing{};
}

}  // namespace qw::app
