// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/result.hpp"

namespace qw::simulate {

/// A file that has its name only when it is whole. Until `finish` it is called
/// ".<name>.part"; if it is dropped before, nothing stays.
class WholeFile {
 public:
  static Result<WholeFile> create(std::string path);
  WholeFile(WholeFile&& other) noexcept;
  WholeFile& operator=(WholeFile&&) = delete;
  ~WholeFile();

  /// Errors are kept until `status` or `finish`; after one nothing more is written.
  void write(Bytes octets);
  [[nodiscard]] Status status() const;
  /// Writes what is left and gives the file its name.
  Status finish();
  [[nodiscard]] std::uint64_t octets() const { return octets_; }

 private:
  WholeFile(std::string path, std::string partial, int file);
  void flush();

  std::string path_;
  std::string partial_;
  int file_ = -1;
  std::vector<std::byte> buffer_;
  std::uint64_t octets_ = 0;
  std::string error_;
};

/// A whole file at one go.
Status write_whole(std::string path, std::string_view text);

}  // namespace qw::simulate
