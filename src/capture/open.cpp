// SPDX-License-Identifier: Apache-2.0
#include "capture/open.hpp"

#include <fmt/format.h>

#include "capture/pcap.hpp"
#include "capture/pcapng.hpp"
#include "capture/snoop.hpp"

namespace qw::capture {
namespace {

constexpr std::size_t longest_header = 24;   // of the formats that we read
constexpr std::size_t foreign_octets = 512;  // enough for a guess; tar's mark is at 257

template <class Format>
std::unique_ptr<Source> source(Window window, Origin const& origin) {
  return std::make_unique<Format>(std::move(window), origin);
}

/// Why nothing in the window can be read.
Error refusal(Window& window, Origin const& origin) {
  window.await(foreign_octets);
  auto const head = window.rest();
  auto const packing = window.stream().packing();
  auto const& trouble = window.stream().trouble();
  std::string text;
  if (!trouble.empty() && head.size() < longest_header)
    text = trouble;
  else if (PcapHeader::begins(head))
    text = fmt::format("ends within its file header (pcap, {} of {} octets); copy it again",
                       head.size(), PcapHeader::octets);
  else
    text = foreign_text(head);
  return Error{packing.empty()
                   ? fmt::format("{}: {}", origin.name, text)
                   : fmt::format("{}: unpacked from {}: {}", origin.name, packing, text)};
}

}  // namespace

Result<std::unique_ptr<Source>> read_capture(std::unique_ptr<Stream> stream, Origin const& origin,
                                             BlockPool& pool) {
  Window window{unpacked(std::move(stream)), pool};
  window.await(longest_header);
  auto const head = window.rest();
  if (PcapHeader::read(head)) return source<PcapSource>(std::move(window), origin);
  if (PcapngSource::begins(head)) return source<PcapngSource>(std::move(window), origin);
  if (SnoopSource::begins(head)) return source<SnoopSource>(std::move(window), origin);
  return refusal(window, origin);
}

Result<std::unique_ptr<Source>> open_file(std::string const& path, SourceId id, PointId point,
                                          BlockPool& pool) {
  auto stream = open_stream(path);
  if (!stream) return stream.error();
  return read_capture(std::move(*stream), {path, id, point}, pool);
}

}  // namespace qw::capture
