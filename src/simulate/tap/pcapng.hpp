// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "core/stamp.hpp"
#include "simulate/truth/whole_file.hpp"

namespace qw::simulate {

/// Writes one capture file: pcapng (draft-ietf-opsawg-pcapng) with one Ethernet interface
/// and nanoseconds. It has its name only when it is whole.
class PcapngWriter {
 public:
  /// Begins `path`. `interface` is what the header calls the tapped port.
  static Result<PcapngWriter> create(std::string path, std::string_view interface);

  void write(Stamp at, Bytes frame);
  [[nodiscard]] Status status() const { return file_.status(); }
  Status finish() { return file_.finish(); }

  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  /// Of the file so far.
  [[nodiscard]] std::uint64_t octets() const { return file_.octets(); }

 private:
  explicit PcapngWriter(WholeFile file) : file_{std::move(file)} {}
  void block(std::uint32_t type, Bytes body);

  WholeFile file_;
  std::uint64_t frames_ = 0;
};

}  // namespace qw::simulate
