// SPDX-License-Identifier: Apache-2.0
#include "capture/stream.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace qw::capture {
namespace {

/// So long a pipe is waited for before it has nothing yet.
constexpr int patience_ms = 10;

class FileStream : public Stream {
 public:
  FileStream(int descriptor, bool owned, bool regular, std::uint64_t size)
      : descriptor_{descriptor}, owned_{owned}, live_{!regular}, size_{size} {}
  FileStream(FileStream const&) = delete;
  FileStream& operator=(FileStream const&) = delete;
  ~FileStream() override {
    if (owned_) ::close(descriptor_);
  }

  std::size_t read(std::span<std::byte> room) override {
    while (trouble_.empty()) {
      if (live_ && !comes_soon()) return 0;
      auto const count = ::read(descriptor_, room.data(), room.size());
      if (count >= 0) {
        position_.fetch_add(static_cast<std::uint64_t>(count), std::memory_order_relaxed);
        ended_ = count == 0;
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR) trouble_ = fmt::format("cannot be read on: {}", std::strerror(errno));
    }
    ended_ = true;
    return 0;
  }

  [[nodiscard]] bool ended() const override { return ended_; }
  [[nodiscard]] bool live() const override { return live_; }
  [[nodiscard]] std::string const& trouble() const override { return trouble_; }
  [[nodiscard]] std::string_view packing() const override { return {}; }
  [[nodiscard]] std::uint64_t position() const override {
    return position_.load(std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t size() const override { return size_; }

 private:
  /// A failure counts as soon: `read` then says what it is.
  [[nodiscard]] bool comes_soon() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    return ::poll(&wanted, 1, patience_ms) != 0;
  }

  int descriptor_;
  bool owned_;
  bool live_;
  bool ended_ = false;
  std::uint64_t size_;
  std::atomic<std::uint64_t> position_{0};
  std::string trouble_;
};

}  // namespace

std::size_t MemoryStream::read(std::span<std::byte> room) {
  pause_ = pauses_ && !pause_ && position_ != 0;
  if (pause_) return 0;
  auto const count = std::min({room.size(), piece_, octets_.size() - position_});
  if (count != 0) std::memcpy(room.data(), octets_.data() + position_, count);
  position_ += count;
  return count;
}

Result<std::unique_ptr<Stream>> open_stream(std::string const& path) {
  bool const standard = path == "-";
  int const descriptor = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return Error{fmt::format("{}: cannot be opened: {}", path, std::strerror(errno))};

  struct stat about {};
  bool const known = ::fstat(descriptor, &about) == 0;
  bool const regular = known && S_ISREG(about.st_mode);
  auto const size = regular ? static_cast<std::uint64_t>(about.st_size) : 0;
  auto stream = std::make_unique<FileStream>(descriptor, !standard, regular, size);
  if (known && S_ISDIR(about.st_mode))
    return Error{fmt::format("{}: is a directory; name the capture files in it", path)};
  // Only a hint to read ahead; whether it was taken makes no difference to us.
  static_cast<void>(::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL));
  return std::unique_ptr<Stream>{std::move(stream)};
}

}  // namespace qw::capture
