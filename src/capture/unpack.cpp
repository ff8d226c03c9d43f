// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "capture/stream.hpp"
#include "core/check.hpp"

namespace qw::capture {
namespace {

constexpr std::size_t packed_octets = 128 * 1024;  // held of the packed stream
constexpr std::size_t magic_octets = 4;
/// 128 MiB, what `zstd --long` and its highest level ask for; more is refused.
constexpr int zstd_window_log = 27;

/// A stream that was looked into: gives the octets seen first, then the rest.
class PeekedStream : public Stream {
 public:
  explicit PeekedStream(std::unique_ptr<Stream> inner) : inner_{std::move(inner)} {
    // A live pipe may bring the first octets alone: wait for no more than the magic.
    while (seen_ < magic_octets) {
      auto const count = inner_->read(std::span{head_}.subspan(seen_));
      if (count == 0 && inner_->ended()) break;
      seen_ += count;
    }
  }

  [[nodiscard]] Bytes head() const { return Bytes{head_}.first(seen_); }

  std::size_t read(std::span<std::byte> room) override {
    if (given_ == seen_) return inner_->read(room);
    auto const count = std::min(room.size(), seen_ - given_);
    std::memcpy(room.data(), head_.data() + given_, count);
    given_ += count;
    return count;
  }
  [[nodiscard]] bool ended() const override { return given_ == seen_ && inner_->ended(); }
  [[nodiscard]] bool live() const override { return inner_->live(); }
  [[nodiscard]] std::string const& trouble() const override { return inner_->trouble(); }
  [[nodiscard]] std::string_view packing() const override { return {}; }
  [[nodiscard]] std::uint64_t position() const override { return inner_->position(); }
  [[nodiscard]] std::uint64_t size() const override { return inner_->size(); }

 private:
  std::unique_ptr<Stream> inner_;
  std::array<std::byte, 4096> head_{};  // a page: later reads stay aligned in the file
  std::size_t seen_ = 0;
  std::size_t given_ = 0;
};

/// What the two packings share: packed octets waiting for the unpacker.
class PackedStream : public Stream {
 public:
  explicit PackedStream(std::unique_ptr<Stream> inner)
      : inner_{std::move(inner)}, packed_(packed_octets) {}

  [[nodiscard]] bool ended() const final { return ended_; }
  [[nodiscard]] bool live() const final { return inner_->live(); }
  [[nodiscard]] std::string const& trouble() const override {
    return trouble_.empty() ? inner_->trouble() : trouble_;
  }
  [[nodiscard]] std::uint64_t position() const override { return inner_->position(); }
  [[nodiscard]] std::uint64_t size() const override { return inner_->size(); }

 protected:
  /// True if packed octets wait, after reading more if there were none.
  bool more() {
    if (used_ == packed_.size() || used_ == have_) {
      have_ = inner_->read(packed_);
      used_ = 0;
    }
    return used_ < have_;
  }
  /// After `more` was false: more may come.
  [[nodiscard]] bool paused() const { return !inner_->ended(); }
  [[nodiscard]] Bytes waiting() const { return Bytes{packed_}.subspan(used_, have_ - used_); }
  void use(std::size_t octets) { used_ += octets; }

  void fail(std::string_view why) {
    auto const at = inner_->position() - (have_ - used_);
    trouble_ = fmt::format("{} near octet {} of the packed file ({}); what follows is lost",
                           packing(), at, why);
    ended_ = true;
  }

  bool ended_ = false;

 private:
  std::unique_ptr<Stream> inner_;
  std::vector<std::byte> packed_;
  std::size_t have_ = 0;
  std::size_t used_ = 0;
  std::string trouble_;
};

/// RFC 1952, one member after the other.
class GzipStream : public PackedStream {
 public:
  explicit GzipStream(std::unique_ptr<Stream> inner) : PackedStream{std::move(inner)} {
    constexpr int gzip_only = 16;  // zlib's manual, inflateInit2
    QW_CHECK(inflateInit2(&state_, gzip_only + MAX_WBITS) == Z_OK);
  }
  GzipStream(GzipStream const&) = delete;
  GzipStream& operator=(GzipStream const&) = delete;
  ~GzipStream() override { inflateEnd(&state_); }

  [[nodiscard]] std::string_view packing() const override { return "gzip"; }

  std::size_t read(std::span<std::byte> room) override {
    constexpr std::size_t most = 1U << 30;  // zlib counts in 32 bits
    room = room.first(std::min(room.size(), most));
    std::size_t got = 0;
    while (got == 0 && !ended_) {
      bool const input_waits = more();
      bool const pause = !input_waits && paused();
      if (!in_member_ && pause) break;
      if (!in_member_ && (!input_waits || !begins_member())) {
        ended_ = true;
        break;
      }
      // Without input too: zlib may still hold octets that the last room was too small for.
      got = inflate_into(room);
      if (got == 0 && pause) break;
      if (got == 0 && !input_waits && in_member_) fail("ends within a member");
    }
    return got;
  }

 private:
  /// gzip's own rule: zeros may pad a file, and anything else is no gzip.
  bool begins_member() {
    if (octet_at(waiting(), 0) == 0x1f) {
      inflateReset(&state_);
      in_member_ = true;
    } else if (octet_at(waiting(), 0) != 0) {
      fail("other octets after the last member");
    }
    return in_member_;
  }

  std::size_t inflate_into(std::span<std::byte> room) {
    auto const input = waiting();
    // zlib takes its input as not const, and does not write there.
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(input.data()));
    state_.avail_in = static_cast<uInt>(input.size());
    state_.next_out = reinterpret_cast<Bytef*>(room.data());
    state_.avail_out = static_cast<uInt>(room.size());
    auto const answer = inflate(&state_, Z_NO_FLUSH);
    use(input.size() - state_.avail_in);
    if (answer == Z_STREAM_END)
      in_member_ = false;
    else if (answer != Z_OK && answer != Z_BUF_ERROR)
      fail(state_.msg != nullptr ? state_.msg : "cannot be unpacked");
    return room.size() - state_.avail_out;
  }

  z_stream state_{};
  bool in_member_ = false;
};

/// RFC 8878, one frame after the other.
class ZstdStream : public PackedStream {
 public:
  explicit ZstdStream(std::unique_ptr<Stream> inner)
      : PackedStream{std::move(inner)}, state_{ZSTD_createDStream()} {
    QW_CHECK(state_ != nullptr);
    ZSTD_DCtx_setParameter(state_.get(), ZSTD_d_windowLogMax, zstd_window_log);
  }

  [[nodiscard]] std::string_view packing() const override { return "zstd"; }

  std::size_t read(std::span<std::byte> room) override {
    ZSTD_outBuffer output{room.data(), room.size(), 0};
    while (output.pos == 0 && !ended_) {
      bool const input_waits = more();
      auto const input_octets = waiting();
      ZSTD_inBuffer input{input_octets.data(), input_octets.size(), 0};
      // Without input too: zstd may still hold octets that the last room was too small for.
      auto const answer =
          in_frame_ || input_waits ? ZSTD_decompressStream(state_.get(), &output, &input) : 0;
      use(input.pos);
      if (ZSTD_isError(answer) != 0) {
        fail(ZSTD_getErrorName(answer));
      } else if (!input_waits && output.pos == 0) {
        if (paused()) break;
        ended_ = true;
        if (in_frame_) fail("ends within a frame");
      } else {
        in_frame_ = answer != 0;
      }
    }
    return output.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* state) const { ZSTD_freeDStream(state); }
  };
  std::unique_ptr<ZSTD_DStream, Free> state_;
  bool in_frame_ = false;
};

}  // namespace

std::unique_ptr<Stream> unpacked(std::unique_ptr<Stream> stream) {
  auto peeked = std::make_unique<PeekedStream>(std::move(stream));
  auto const head = text_of(peeked->head());
  if (head.starts_with("\x1f\x8b\x08")) return std::make_unique<GzipStream>(std::move(peeked));
  bool const skippable = head.size() >= magic_octets && head.substr(1, 3) == "\x2a\x4d\x18" &&
                         (head[0] & 0xf0) == 0x50;
  if (skippable || head.starts_with("\x28\xb5\x2f\xfd"))
    return std::make_unique<ZstdStream>(std::move(peeked));
  return peeked;
}

}  // namespace qw::capture
