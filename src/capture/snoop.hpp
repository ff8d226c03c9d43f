// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "capture/file_source.hpp"

namespace qw::capture {

/// Reads Sun's snoop. Source: RFC 1761. Damage ends the reading: the format has
/// nothing to find the next record by.
class SnoopSource final : public FileSource {
 public:
  static constexpr std::size_t header_octets = 16;

  /// The window must stand on a header that `begins` accepts.
  SnoopSource(Window window, Origin const& origin);

  /// True if `bytes` begin like a snoop file of a link type that we read.
  static bool begins(Bytes bytes) { return link_type_of(bytes).has_value(); }

  Next next(FrameView& frame) override;

 private:
  static std::optional<LinkType> link_type_of(Bytes bytes);
};

}  // namespace qw::capture
