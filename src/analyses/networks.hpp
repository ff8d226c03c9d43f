// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/address.hpp"
#include "core/result.hpp"

namespace qw::analyses {

/// Which operator announces an address: a table of ranges, made by `tools/make_networks`
/// and looked up where it lies on disk, so that only what is asked for is read.
///
/// The file, numbers big-endian: "QWNETS1\n"; how many ranges of IPv4, of IPv6, texts,
/// octets of text, lines left out, 32 bits each; the ranges sorted, each first and last
/// address and the number of a text; where each text ends; the texts: date, source,
/// operators. A port may put a newer one in its place; a file that contradicts itself
/// answers with empty text.
class Networks {
 public:
  Networks() = default;
  Networks(Networks const&) = delete;
  Networks& operator=(Networks const&) = delete;
  ~Networks();

  /// Once.
  Status load(std::string const& path);

  /// "Operator (AS64496)"; empty if nobody announces it. Valid as long as this.
  [[nodiscard]] std::string_view of(Address const& address) const;

  [[nodiscard]] std::string_view date() const { return text(0); }
  /// Whose data they are, with their licence.
  [[nodiscard]] std::string_view source() const { return text(1); }
  [[nodiscard]] std::uint64_t size() const { return std::uint64_t{ranges4_} + ranges6_; }
  [[nodiscard]] std::uint32_t damaged() const { return damaged_; }

 private:
  [[nodiscard]] std::uint32_t number_at(std::size_t offset) const;
  [[nodiscard]] std::string_view text(std::uint32_t index) const;

  Bytes file_;  // mapped
  std::uint32_t ranges4_ = 0;
  std::uint32_t ranges6_ = 0;
  std::uint32_t texts_ = 0;
  std::uint32_t damaged_ = 0;
  std::size_t ends_at_ = 0;
  std::size_t text_at_ = 0;
};

}  // namespace qw::analyses
