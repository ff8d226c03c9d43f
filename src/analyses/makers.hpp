// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.hpp"
#include "core/result.hpp"

namespace qw::analyses {

/// Who was assigned a MAC, by the registries of the IEEE (MA-L, MA-M, MA-S, IAB).
///
/// The file is made by `tools/make_oui`: a first line `# oui DATE SOURCE`, then lines of
/// prefix in hexadecimal, tab, organisation; sorted by prefix. A module's maker is not
/// the device's, and many modules hide behind MACs that name nobody: a lead, no proof.
class Makers {
 public:
  /// Keeps what it has if the file cannot be read or is no such table.
  Status load(std::string const& path);
  Status read(std::string_view text, std::string_view file);

  /// The assignee of the longest prefix; empty for locally administered MACs, groups, the
  /// zeros of a loopback, and what was not assigned by the date of the file. Valid until the
  /// next load.
  [[nodiscard]] std::string_view of(Address const& mac) const;

  /// For attributes and coverage: "IEEE registry as of 2022-08-27", or that there is none.
  [[nodiscard]] std::string state() const;
  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    std::uint64_t prefix = 0;  // left-aligned in 48 bits
    std::uint8_t bits = 0;     // 24, 28 or 36
    std::uint32_t offset = 0;  // of the organisation in `texts_`
    std::uint32_t length = 0;
  };
  std::vector<Entry> entries_;  // by prefix, then bits
  std::string texts_;
  std::string date_;
};

}  // namespace qw::analyses
