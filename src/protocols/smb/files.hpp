// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/digest.hpp"
#include "core/moment.hpp"
#include "core/short_text.hpp"
#include "protocols/smb/parse.hpp"

/// The files that a conversation has open, and what moved in and out of them.
namespace qw::smb {

inline constexpr std::size_t most_files = 128;   // open at once; the oldest makes room
inline constexpr std::size_t most_symbol = 384;  // of "\\server\share\path" as text

/// Octets of one file that moved one way.
class Motion {
 public:
  /// The next octets at an offset. They make a digest as long as each piece
  /// follows the one before, from the first octet of the file on.
  void add(std::uint64_t offset, Bytes octets, Moment const& moment);
  /// Octets were lost: there will be no digest.
  void spoil() { in_sequence_ = false; }

  [[nodiscard]] std::uint64_t octets() const { return octets_; }
  [[nodiscard]] bool in_sequence() const { return in_sequence_; }
  /// From the first to the last piece; speaker is who sent them.
  [[nodiscard]] Moment const& moment() const { return moment_; }
  /// Once, at the end.
  Sha256::Value finish() { return digest_->finish(); }

 private:
  std::uint64_t octets_ = 0;
  bool in_sequence_ = true;
  Moment moment_;
  std::optional<Sha256> digest_;  // made with the first piece at offset 0
};

struct OpenFile {
  FileId id;
  ShortText<most_symbol> symbol;
  std::uint64_t end_of_file = 0;  // when it was opened
  bool pipe = false;
  Motion written;  // by the client
  Motion read;
};

/// At most `most_files`, oldest first.
class OpenFiles {
 public:
  OpenFile* find(FileId const& id);
  /// There must be room.
  OpenFile& add(FileId const& id);
  [[nodiscard]] bool full() const { return files_.size() == most_files; }
  void remove(OpenFile const& file);

  [[nodiscard]] std::vector<OpenFile>& all() { return files_; }
  [[nodiscard]] std::size_t heap_octets() const { return files_.capacity() * sizeof(OpenFile); }

 private:
  std::vector<OpenFile> files_;
};

}  // namespace qw::smb
