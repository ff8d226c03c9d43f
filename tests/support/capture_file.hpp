// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "capture/open.hpp"

namespace qw::test {

/// Writes numbers in a chosen order: what capture files are made of in tests.
class CaptureWriter {
 public:
  explicit CaptureWriter(std::endian order = std::endian::little) : order_{order} {}

  CaptureWriter& u16(std::uint64_t value) { return number(value, 2); }
  CaptureWriter& u32(std::uint64_t value) { return number(value, 4); }
  CaptureWriter& u64(std::uint64_t value) { return number(value, 8); }
  CaptureWriter& raw(Bytes bytes) {
    octets.insert(octets.end(), bytes.begin(), bytes.end());
    return *this;
  }

  CaptureWriter& pcap_header(std::uint32_t magic = 0xa1b2c3d4, std::uint32_t link = 1) {
    return u32(magic).u16(2).u16(4).u32(0).u32(0).u32(262144).u32(link);
  }
  CaptureWriter& record(std::uint32_t seconds, std::uint32_t fraction, Bytes frame) {
    u32(seconds).u32(fraction).u32(frame.size()).u32(frame.size());
    return raw(frame);
  }

  /// A pcapng block; the body is padded with zeros.
  CaptureWriter& block(std::uint32_t type, Bytes body) {
    auto const padding = (4 - body.size() % 4) % 4;
    auto const total = body.size() + padding + 12;
    u32(type).u32(total).raw(body);
    octets.insert(octets.end(), padding, std::byte{});
    return u32(total);
  }
  CaptureWriter& block(std::uint32_t type, CaptureWriter const& body) {
    return block(type, Bytes{body.octets});
  }
  CaptureWriter& section() {
    return block(0x0a0d0d0a, CaptureWriter{order_}.u32(0x1a2b3c4d).u16(1).u16(0).u64(UINT64_MAX));
  }
  CaptureWriter& interface(std::uint32_t link = 1, Bytes options = {}) {
    return block(1, CaptureWriter{order_}.u16(link).u16(0).u32(262144).raw(options));
  }
  CaptureWriter& enhanced(std::uint32_t interface, std::uint64_t ticks, Bytes frame,
                          Bytes options = {}) {
    CaptureWriter body{order_};
    body.u32(interface).u32(ticks >> 32).u32(ticks & 0xffff'ffff);
    body.u32(frame.size()).u32(frame.size()).raw(frame);
    body.octets.insert(body.octets.end(), (4 - frame.size() % 4) % 4, std::byte{});
    return block(6, body.raw(options));
  }

  std::vector<std::byte> octets;

 private:
  CaptureWriter& number(std::uint64_t value, int octet_count) {
    for (int index = 0; index < octet_count; ++index) {
      auto const shift = 8 * (order_ == std::endian::little ? index : octet_count - 1 - index);
      octets.push_back(static_cast<std::byte>(value >> shift & 0xff));
    }
    return *this;
  }

  std::endian order_;
};

/// One frame with octets of its own, so that it outlives its block.
struct KeptFrame {
  FrameView view;  // `octets` is not valid any more
  std::vector<std::byte> octets;
};

/// A capture read to its end.
struct CaptureRead {
  std::string error;  // if it could not be opened
  std::vector<KeptFrame> frames;
  capture::SourceReport report;
  std::vector<std::size_t> pauses;  // how many frames were read when there was nothing yet
};

inline CaptureRead read_to_end(capture::Source& source) {
  CaptureRead read;
  FrameView frame;
  for (auto answer = source.next(frame); answer != capture::Next::end;
       answer = source.next(frame)) {
    if (answer == capture::Next::nothing_yet) {
      read.pauses.push_back(read.frames.size());
      continue;
    }
    // Checked here for all tests: a frame lies within the block that is said to hold it.
    auto const* const begin = source.block()->data();
    if (frame.octets.data() < begin ||
        frame.octets.data() + frame.octets.size() > begin + source.block()->size())
      throw std::logic_error{"a frame outside its block"};
    read.frames.push_back({frame, {frame.octets.begin(), frame.octets.end()}});
  }
  read.report = source.report();
  return read;
}

/// Reads a capture from memory, in pieces of `piece` octets, into blocks of `block`.
inline CaptureRead read_capture(Bytes file, std::size_t block = 1 << 20,
                                std::size_t piece = SIZE_MAX, bool pauses = false) {
  capture::BlockPool pool{block};
  auto opened = capture::read_capture(std::make_unique<capture::MemoryStream>(file, piece, pauses),
                                      {"memory", SourceId{3}, PointId{4}}, pool);
  if (!opened) return {opened.error().text, {}, {}, {}};
  return read_to_end(**opened);
}

/// Another source that has nothing yet at places which chance chooses.
class PausingSource final : public capture::Source {
 public:
  /// One that `tells` knows meanwhile when its next frame comes.
  PausingSource(std::unique_ptr<capture::Source> source, unsigned seed, bool tells = false)
      : source_{std::move(source)}, random_{seed}, tells_{tells} {}

  capture::Next next(FrameView& frame) override {
    if (!waiting_) answer_ = source_->next(coming_);
    waiting_ = random_() % 3 == 0;
    if (waiting_) return capture::Next::nothing_yet;
    frame = coming_;
    return answer_;
  }
  [[nodiscard]] Stamp nothing_before() const override {
    if (!tells_) return {INT64_MIN};
    return answer_ == capture::Next::frame ? coming_.at : Stamp{INT64_MAX};
  }
  [[nodiscard]] bool live() const override { return true; }
  [[nodiscard]] capture::BlockRef const& block() const override { return source_->block(); }
  [[nodiscard]] capture::SourceReport const& report() const override { return source_->report(); }
  [[nodiscard]] std::uint64_t size() const override { return source_->size(); }
  [[nodiscard]] std::uint64_t position() const override { return source_->position(); }

 private:
  std::unique_ptr<capture::Source> source_;
  std::mt19937 random_;
  bool tells_;
  bool waiting_ = false;
  capture::Next answer_ = capture::Next::end;
  FrameView coming_;
};

}  // namespace qw::test
