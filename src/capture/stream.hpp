// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace qw::capture {

/// Octets front to back, from wherever they lie. Never fails: octets that cannot
/// be had end the stream, and `trouble` says why.
class Stream {
 public:
  virtual ~Stream() = default;

  /// Fills the front of `room`, which is not empty, and answers how many octets
  /// it got: 0 at the end, and of a live stream if none came for a short while.
  virtual std::size_t read(std::span<std::byte> room) = 0;

  /// Whether the last `read` that gave 0 was the end, for good.
  [[nodiscard]] virtual bool ended() const = 0;

  /// Its octets come as they happen: a pipe.
  [[nodiscard]] virtual bool live() const { return false; }

  /// Why the octets ended before their end; empty if they did not.
  [[nodiscard]] virtual std::string const& trouble() const = 0;

  /// "gzip" or "zstd" if the octets are unpacked on the way, else empty.
  [[nodiscard]] virtual std::string_view packing() const = 0;

  /// Octets read so far, before unpacking. Another thread may ask.
  [[nodiscard]] virtual std::uint64_t position() const = 0;

  /// Octets in all, before unpacking; 0 if not known.
  [[nodiscard]] virtual std::uint64_t size() const = 0;
};

/// Borrowed octets as a stream; they must outlive it. `piece` bounds what one
/// `read` gives, and with `pauses` there is nothing yet behind each piece: tests show with both
/// that the pieces do not matter.
class MemoryStream : public Stream {
 public:
  explicit MemoryStream(Bytes octets, std::size_t piece = SIZE_MAX, bool pauses = false)
      : octets_{octets}, piece_{piece}, pauses_{pauses} {}

  std::size_t read(std::span<std::byte> room) override;
  [[nodiscard]] bool ended() const override { return !pause_; }
  [[nodiscard]] bool live() const override { return pauses_; }
  [[nodiscard]] std::string const& trouble() const override { return trouble_; }
  [[nodiscard]] std::string_view packing() const override { return {}; }
  [[nodiscard]] std::uint64_t position() const override { return position_; }
  [[nodiscard]] std::uint64_t size() const override { return octets_.size(); }

 private:
  Bytes octets_;
  std::size_t piece_;
  std::size_t position_ = 0;
  bool pauses_;
  bool pause_ = false;  // instead of the next piece
  std::string trouble_;
};

/// A file by its path, or standard input for "-". The error begins with the path.
Result<std::unique_ptr<Stream>> open_stream(std::string const& path);

/// The stream itself, or what it unpacks to if it begins like gzip or zstd.
std::unique_ptr<Stream> unpacked(std::unique_ptr<Stream> stream);

}  // namespace qw::capture
