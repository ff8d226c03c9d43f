// SPDX-License-Identifier: Apache-2.0
#include "capture/snoop.hpp"

#include "core/cursor.hpp"

namespace qw::capture {

std::optional<LinkType> SnoopSource::link_type_of(Bytes bytes) {
  Cursor in{bytes};
  auto const magic = text_of(in.take(8));
  auto const version = in.u32be();
  auto const link = in.u32be();
  if (!in.ok() || magic != std::string_view{"snoop\0\0\0", 8} || version != 2) return std::nullopt;
  switch (link) {
    case 0: return LinkType::ethernet;  // IEEE 802.3
    case 4: return LinkType::ethernet;
    case 2: return LinkType::token_ring;
    default: return std::nullopt;
  }
}

SnoopSource::SnoopSource(Window window, Origin const& origin)
    : FileSource{std::move(window), origin} {
  pattern_.link_type = link_type_of(window_.rest()).value_or(LinkType::ethernet);
  window_.advance(header_octets);
  name_format("snoop");
}

Next SnoopSource::next(FrameView& frame) {
  constexpr std::size_t record_header = 24;
  if (!window_.want(record_header) && window_.paused()) return Next::nothing_yet;
  Cursor in{window_.rest()};
  if (in.empty()) return finish();
  auto const wire = in.u32be();
  auto const captured = in.u32be();
  auto const record = in.u32be();  // with this header and padding
  auto const drops = in.u32be();   // since the capture's start
  std::int64_t const seconds = in.u32be();
  std::int64_t const microseconds = in.u32be();
  bool const possible = in.ok() && captured <= max_frame_octets && record >= record_header &&
                        record - record_header >= captured &&
                        record <= max_frame_octets + record_header;
  if (!possible || !window_.want(record)) {
    if (possible && window_.paused()) return Next::nothing_yet;
    auto const from = window_.offset();
    while (window_.await(1)) window_.advance(window_.left());
    damaged("a record with impossible lengths, or cut; snoop cannot be read on from there", from,
            window_.offset() - from);
    return finish();
  }
  report_.dropped = drops;
  report_.drops_known = true;
  give(frame, pattern_, Stamp{seconds * 1'000'000'000 + microseconds * 1000},
       {window_.here() + record_header, captured}, wire);
  window_.advance(record);
  return Next::frame;
}

}  // namespace qw::capture
