// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "core/short_text.hpp"
#include "delivery/bodies.hpp"
#include "protocols/smb/parse.hpp"

/// The files that a conversation has open, and what moved in and out of them.
namespace qw::smb {

inline constexpr std::size_t most_files = 128;   // open at once; the oldest makes room
inline constexpr std::size_t most_symbol = 384;  // of "\\server\share\path" as text

/// Octets of one file that move one way: an object from the first of them on.
class Motion {
 public:
  /// The next octets at an offset. `head` describes the file.
  void add(delivery::Bodies& bodies, delivery::BodyHead const& head, std::uint64_t offset,
           Bytes octets, Moment const& moment);
  /// Octets were lost; 0 if nobody knows how many, or whether they were of this file.
  void miss(std::uint64_t octets);
  void end(bool whole) { body_.end(whole); }

 private:
  delivery::Body body_;
  bool lost_ = false;
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
