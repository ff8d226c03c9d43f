// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap.hpp"

#include <fmt/format.h>

#include "core/check.hpp"

namespace qw::capture {
namespace {

constexpr std::uint32_t magic_microseconds = 0xa1b2c3d4;
constexpr std::uint32_t magic_nanoseconds = 0xa1b23c4d;
constexpr std::uint32_t magic_kuznetzov = 0xa1b2cd34;

/// Records that must follow one another before a place found by searching counts.
constexpr std::size_t chain_records = 3;
/// Records of a chain that is followed out of the frame it begins in.
constexpr std::size_t chain_records_inside = 64;
constexpr std::uint32_t chain_gap_seconds = 86'400;        // between records of a chain
constexpr std::uint32_t damage_gap_seconds = 30 * 86'400;  // between last good frame and chain

std::optional<std::endian> order_of(Bytes bytes) {
  if (bytes.size() < 4) return std::nullopt;
  for (auto const order : {std::endian::little, std::endian::big}) {
    auto const magic = load32(bytes.data(), order);
    if (magic == magic_microseconds || magic == magic_nanoseconds || magic == magic_kuznetzov)
      return order;
  }
  return std::nullopt;
}

bool near(std::uint32_t seconds, std::uint32_t other, std::uint32_t most) {
  return (seconds > other ? seconds - other : other - seconds) <= most;
}

}  // namespace

bool PcapHeader::begins(Bytes bytes) { return order_of(bytes).has_value(); }

std::optional<PcapHeader> PcapHeader::read(Bytes bytes) {
  auto const order = order_of(bytes);
  if (!order || bytes.size() < octets) return std::nullopt;
  OrderedCursor in{bytes, *order};
  auto const magic = in.u32();
  auto const major = in.u16();
  auto const minor = in.u16();
  in.skip(8);  // time zone and accuracy, 0 in practice
  auto const snapshot = in.u32();
  auto const link = in.u32();

  PcapHeader header;
  header.order = *order;
  header.nanoseconds = magic == magic_nanoseconds;
  header.kuznetzov = magic == magic_kuznetzov;
  header.lengths_swap = major == 2 && minor < 4;
  header.snapshot_octets = snapshot;
  header.link_type = static_cast<LinkType>(link & 0xffff);
  bool const fcs_known = (link & 0x0400'0000) != 0;
  if (fcs_known) header.fcs_octets = static_cast<std::uint8_t>((link >> 28) * 2);
  return header;
}

PcapSource::PcapSource(Window window, Origin const& origin)
    : FileSource{std::move(window), origin} {
  read_file_header();
  name_format(fmt::format("pcap, {}{}{}", header_.nanoseconds ? "nanoseconds" : "microseconds",
                          header_.kuznetzov ? ", Kuznetzov's" : "",
                          header_.order == std::endian::big ? ", big-endian" : ""));
}

void PcapSource::read_file_header() {
  auto const header = PcapHeader::read(window_.rest());
  QW_CHECK(header.has_value());
  header_ = *header;
  record_header_ = header_.kuznetzov ? 24 : 16;
  fractions_ = header_.nanoseconds ? 1'000'000'000 : 1'000'000;
  pattern_.link_type = header_.link_type;
  pattern_.fcs_octets = header_.fcs_octets;
  window_.advance(PcapHeader::octets);
}

inline PcapSource::Record PcapSource::record_at(std::size_t at) const {
  auto const* const octets = window_.here() + at;
  Record record{load32(octets, header_.order), load32(octets + 4, header_.order),
                load32(octets + 8, header_.order), load32(octets + 12, header_.order)};
  if (header_.lengths_swap && record.captured > record.wire)
    std::swap(record.captured, record.wire);
  return record;
}

/// What nearly every record header fulfils, and hardly any other 16 octets.
inline bool PcapSource::sound(Record const& record) const {
  return record.captured <= record.wire && record.wire <= usual_frame_octets &&
         record.fraction < fractions_ && record.wire != 0;
}

/// `whole` octets of the record are there, its header included.
inline void PcapSource::give_record(FrameView& frame, Record const& record, std::size_t whole) {
  auto const fraction = static_cast<std::int64_t>(record.fraction);
  auto const ns = header_.nanoseconds ? fraction : fraction * 1000;
  Stamp const at{static_cast<std::int64_t>(record.seconds) * 1'000'000'000 + ns};
  last_seconds_ = record.seconds;
  give(frame, pattern_, at, {window_.here() + record_header_, whole - record_header_}, record.wire);
}

Next PcapSource::next(FrameView& frame) {
  while (trusted_ || find_record()) {
    auto const record = record_at(0);
    auto whole = record_header_ + record.captured;
    trusted_ = window_.want(whole + record_header_) && sound(record_at(whole));
    if (!trusted_) [[unlikely]] {
      if (window_.left() < whole + record_header_ && window_.paused()) {
        // A whole frame is not held up for the header behind it: that one is looked at in its turn.
        trusted_ = window_.left() < whole;
        if (trusted_) return Next::nothing_yet;
      } else {
        whole = extent(whole);
      }
    }
    if (whole != 0) [[likely]] {
      give_record(frame, record, whole);
      window_.advance(whole);
      return Next::frame;
    }
  }
  return window_.paused() ? Next::nothing_yet : Next::end;
}

/// Puts the window on the next record header; false at the end, and if it is not there yet.
bool PcapSource::find_record() {
  while (window_.want(record_header_)) {
    if (PcapHeader::begins(window_.rest())) {
      if (window_.want(PcapHeader::octets)) {
        read_file_header();  // files that somebody wrote one after the other
        continue;
      }
      if (window_.paused()) return false;
    }
    auto const record = record_at(0);
    trusted_ = sound(record) || leads_on(0, report_.frames != 0 ? last_seconds_ : record.seconds);
    if (trusted_) return true;
    auto text = complaint();
    auto const from = window_.offset();
    trusted_ = search();
    damaged(std::move(text), from, window_.offset() - from);
    if (!trusted_) finish();
    return trusted_;
  }
  if (window_.paused()) return false;
  if (window_.left() != 0) {
    damaged("the file ends within a record header", window_.offset(), window_.left());
    window_.advance(window_.left());
  }
  finish();
  return false;
}

/// How many octets to believe of the record at the window's position, which says it
/// has `whole` though no sound header follows. 0 if the window moved on instead.
std::size_t PcapSource::extent(std::size_t whole) {
  bool const complete = window_.left() >= whole;
  if (window_.left() == whole) return whole;
  auto const record = record_at(0);
  if (complete && window_.await(whole + record_header_) &&
      (PcapHeader::begins(window_.rest().subspan(whole)) || leads_on(whole, record.seconds)))
    return whole;

  auto const from = window_.offset();
  if (auto const inside = search_inside(whole)) {
    auto text = fmt::format("a frame of {} octets, but records go on within it", record.captured);
    trusted_ = true;
    bool const usable = *inside >= record_header_;
    if (!usable) window_.advance(*inside);
    damaged(std::move(text), from, usable ? 0 : *inside);
    return usable ? *inside : 0;
  }
  if (complete) return whole;
  auto const left = window_.left();
  damaged(fmt::format("the file ends within a frame: {} of {} octets are there",
                      left - record_header_, record.captured),
          from, left);
  window_.advance(left);
  return 0;
}

/// Some writers put odd values into headers. Such a one, at `at`, is believed if two
/// more headers, or the end, stand where the lengths lead. These must be sound, or all
/// be near `seconds`: read four octets late, lengths alone lead on through a whole file.
bool PcapSource::leads_on(std::size_t at, std::uint32_t seconds) {
  bool all_near = true;
  bool rest_sound = true;
  for (std::size_t count = 0; count < chain_records; ++count) {
    if (!window_.await(at + record_header_)) return count > 0 && window_.left() == at;
    auto const record = record_at(at);
    // A hole in the file, left by a crash, reads as zeros, for long.
    bool const blank = (record.seconds | record.fraction | record.captured | record.wire) == 0;
    if (blank || record.captured > (count == 0 ? max_frame_octets : usual_frame_octets))
      return false;
    all_near = all_near && near(record.seconds, seconds, damage_gap_seconds);
    rest_sound = rest_sound && (count == 0 || sound(record));
    if (!all_near && !rest_sound) return false;
    seconds = record.seconds;
    at += record_header_ + record.captured;
  }
  return true;
}

/// Whether a chain of sound records, near in time, begins at `at` and leads to more
/// than `beyond` octets from the window's position, or to the end of the file.
bool PcapSource::is_chain(std::size_t at, std::size_t beyond) {
  auto seconds = record_at(at).seconds;
  if (report_.frames != 0 && !near(seconds, last_seconds_, damage_gap_seconds)) return false;
  for (std::size_t count = 0; count < chain_records || at <= beyond; ++count) {
    if (count == chain_records_inside) return false;
    if (!window_.await(at + record_header_))
      return window_.left() == at ? count > 0 : count + 1 >= chain_records;
    auto const record = record_at(at);
    if (!sound(record) || !near(record.seconds, seconds, chain_gap_seconds)) return false;
    seconds = record.seconds;
    at += record_header_ + record.captured;
  }
  return true;
}

/// Looks for a chain that begins inside the record at the window's position and leads
/// out of it. A capture file carried in a frame holds chains too, but they end there.
std::optional<std::size_t> PcapSource::search_inside(std::size_t whole) {
  for (std::size_t at = 1; at < whole && at + record_header_ <= window_.left(); ++at)
    if (sound(record_at(at)) && is_chain(at, whole)) return at;
  return std::nullopt;
}

/// Looks for a chain from the window's position on; without one the window stands
/// at the end.
bool PcapSource::search() {
  constexpr std::size_t step = 64 * 1024;  // so that passed octets can leave the window
  while (window_.await(record_header_)) {
    auto const places = std::min(window_.left() - record_header_ + 1, step);
    for (std::size_t at = 0; at < places; ++at) {
      if (!sound(record_at(at)) || !is_chain(at, 0)) continue;
      window_.advance(at);
      return true;
    }
    window_.advance(places);
  }
  window_.advance(window_.left());
  return false;
}

/// What is wrong with the record header at the window's position.
std::string PcapSource::complaint() const {
  auto const record = record_at(0);
  if ((record.seconds | record.fraction | record.captured | record.wire) == 0)
    return "zeros instead of a record header";
  if (record.captured > max_frame_octets)
    return fmt::format("a record header says {} octets; no frame is so large", record.captured);
  return "octets that are no record header";
}

}  // namespace qw::capture
