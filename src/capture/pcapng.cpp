// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qw::capture {
namespace {

namespace block_type {
constexpr std::uint32_t section = 0x0a0d0d0a;  // reads the same in both orders
constexpr std::uint32_t interface = 1;
constexpr std::uint32_t old_packet = 2;
constexpr std::uint32_t simple_packet = 3;
constexpr std::uint32_t statistics = 5;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::uint32_t last_assigned = 10;  // secrets; more were given out since, but rarely
constexpr std::uint32_t custom = 0x0bad;
constexpr std::uint32_t custom_not_copied = 0x4000'0bad;
}  // namespace block_type

namespace option {
constexpr std::uint16_t end = 0;
constexpr std::uint16_t packet_flags = 2;
constexpr std::uint16_t packet_drops = 4;
constexpr std::uint16_t interface_resolution = 9;
constexpr std::uint16_t interface_fcs = 13;
constexpr std::uint16_t interface_offset = 14;
constexpr std::uint16_t statistics_interface_drops = 5;
constexpr std::uint16_t statistics_system_drops = 7;
}  // namespace option

constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::size_t frame_octets = 12;  // type and both lengths, around a block's body
/// Room for the largest frame and generous options around it.
constexpr std::size_t max_block_octets = max_frame_octets + (64 << 10);

constexpr std::size_t padded(std::size_t octets) { return (octets + 3) & ~std::size_t{3}; }

/// Calls `visit(code, value)` for each option, the value a cursor over it.
template <class Visit>
void for_each_option(Bytes options, std::endian order, Visit visit) {
  OrderedCursor in{options, order};
  while (in.left() >= 4) {
    auto const code = in.u16();
    auto const length = in.u16();
    if (code == option::end) return;
    auto const value = in.take(length);
    if (!in.ok()) return;
    visit(code, OrderedCursor{value, order});
    in.skip(std::min(padded(length) - length, in.left()));
  }
}

}  // namespace

std::optional<std::endian> PcapngSource::order_of_section(Bytes bytes) {
  if (bytes.size() < frame_octets) return std::nullopt;
  if (load32(bytes.data(), std::endian::little) != block_type::section) return std::nullopt;
  for (auto const order : {std::endian::little, std::endian::big})
    if (load32(bytes.data() + 8, order) == byte_order_magic) return order;
  return std::nullopt;
}

PcapngSource::PcapngSource(Window window, Origin const& origin)
    : FileSource{std::move(window), origin} {
  name_format("pcapng");
}

inline bool PcapngSource::BlockHead::possible() const {
  return total >= frame_octets && total <= max_block_octets && total % 4 == 0;
}

inline PcapngSource::BlockHead PcapngSource::head_at(std::size_t at) const {
  auto const* const octets = window_.here() + at;
  BlockHead head{load32(octets, order_), 0, order_};
  if (head.type == block_type::section)
    head.order = order_of_section({octets, frame_octets}).value_or(order_);
  head.total = load32(octets + 4, head.order);
  return head;
}

inline std::uint32_t PcapngSource::tail_of(BlockHead const& head, std::size_t at) const {
  return load32(window_.here() + at + head.total - 4, head.order);
}

inline bool PcapngSource::is_whole(BlockHead const& head, std::size_t at) {
  return head.possible() && window_.await(at + head.total) && tail_of(head, at) == head.total;
}

Next PcapngSource::next(FrameView& frame) {
  while (window_.want(frame_octets)) {
    auto const head = head_at(0);
    if (head.possible() && !window_.want(head.total) && window_.paused()) return Next::nothing_yet;
    if (!is_whole(head, 0) && !is_followed(head)) [[unlikely]] {
      if (!pass_damage(head)) return finish();
      continue;
    }
    block_octets_ = head.total;
    Bytes const body{window_.here() + 8, head.total - frame_octets};
    bool const given = head.type == block_type::enhanced_packet ? read_enhanced(body, frame)
                                                                : read_block(head, body, frame);
    window_.advance(head.total);
    if (given) return Next::frame;
  }
  if (window_.paused()) return Next::nothing_yet;
  if (window_.left() != 0) {
    damaged("the file ends within a block", window_.offset(), window_.left());
    window_.advance(window_.left());
  }
  return finish();
}

bool PcapngSource::read_block(BlockHead const& head, Bytes body, FrameView& frame) {
  switch (head.type) {
    case block_type::section:
      if (!begins(window_.rest())) return broken("a section header without byte-order magic");
      begin_section(head.order);
      return false;
    case block_type::interface: read_interface(body); return false;
    case block_type::old_packet: return read_old_packet(body, frame);
    case block_type::simple_packet: return read_simple(body, frame);
    case block_type::statistics: read_statistics(body); return false;
    default: return false;  // names, secrets, custom and unknown blocks say nothing of frames
  }
}

bool PcapngSource::read_enhanced(Bytes body, FrameView& frame) {
  constexpr std::size_t fixed = 20;
  if (body.size() < fixed) return broken("a packet block is too short for its fields");
  auto const* const octets = body.data();
  Packet packet;
  packet.interface = load32(octets, order_);
  packet.ticks = std::uint64_t{load32(octets + 4, order_)} << 32 | load32(octets + 8, order_);
  packet.captured = load32(octets + 12, order_);
  packet.wire = load32(octets + 16, order_);
  body = body.subspan(fixed);
  if (padded(packet.captured) < body.size())
    read_packet_options(body.subspan(padded(packet.captured)), packet);
  return give_packet(packet, body, frame);
}

bool PcapngSource::read_old_packet(Bytes body, FrameView& frame) {
  OrderedCursor in{body, order_};
  Packet packet;
  packet.interface = in.u16();
  auto const drops = in.u16();
  std::uint64_t const high = in.u32();
  packet.ticks = high << 32 | in.u32();
  packet.captured = in.u32();
  packet.wire = in.u32();
  if (!in.ok()) return broken("a packet block is too short for its fields");
  packet.dropped = drops == 0xffff ? 0 : drops;  // 0xffff: not known
  if (padded(packet.captured) < in.left())
    read_packet_options(in.rest().subspan(padded(packet.captured)), packet);
  return give_packet(packet, in.rest(), frame);
}

/// Only a length on the wire: what was captured follows from the interface's limit,
/// and the stamp of the frame before is the nearest there is.
bool PcapngSource::read_simple(Bytes body, FrameView& frame) {
  if (interfaces_.empty()) return broken("a packet block names an interface never described");
  if (body.size() < 4) return broken("a packet block is too short for its fields");
  auto const& interface = interfaces_.front();
  auto const wire = load32(body.data(), order_);
  body = body.subspan(4);
  auto captured = wire;
  if (interface.snapshot_octets != 0) captured = std::min(captured, interface.snapshot_octets);
  if (captured > body.size()) return broken("a packet says more octets than its block has");
  give(frame, interface.pattern, last_at_, body.first(captured), wire);
  return true;
}

inline bool PcapngSource::give_packet(Packet const& packet, Bytes octets, FrameView& frame) {
  if (packet.interface >= interfaces_.size()) [[unlikely]]
    return broken("a packet block names an interface never described");
  if (packet.captured > octets.size() || packet.captured > max_frame_octets) [[unlikely]]
    return broken("a packet says more octets than its block has");
  auto& interface = interfaces_[packet.interface];
  last_at_ = interface.ticks.stamp(packet.ticks);
  give(frame, interface.pattern, last_at_, octets.first(packet.captured), packet.wire);
  if (packet.fcs_octets != 0) frame.fcs_octets = packet.fcs_octets;
  if (packet.dropped != 0)
    count_drops(interface, interface.dropped_said, interface.dropped_noted + packet.dropped);
  return true;
}

void PcapngSource::read_packet_options(Bytes options, Packet& packet) const {
  for_each_option(options, order_, [&](std::uint16_t code, OrderedCursor value) {
    if (code == option::packet_flags)
      packet.fcs_octets = static_cast<std::uint8_t>(value.u32() >> 5 & 0xf);
    else if (code == option::packet_drops)
      packet.dropped = value.u64();
  });
}

void PcapngSource::begin_section(std::endian order) {
  order_ = order;
  interfaces_.clear();
}

void PcapngSource::read_interface(Bytes body) {
  OrderedCursor in{body, order_};
  Interface interface;
  interface.pattern = pattern_;
  interface.pattern.link_type = static_cast<LinkType>(in.u16());
  in.skip(2);
  interface.snapshot_octets = in.u32();
  if (!in.ok() || interfaces_.size() == max_interfaces) {
    broken("an interface description that cannot be used");
    return;
  }
  std::uint8_t resolution = 6;
  std::int64_t offset = 0;
  for_each_option(in.rest(), order_, [&](std::uint16_t code, OrderedCursor value) {
    if (value.left() == 0) return;
    if (code == option::interface_resolution) {
      resolution = value.u8();
    } else if (code == option::interface_offset) {
      offset = static_cast<std::int64_t>(value.u64());
    } else if (code == option::interface_fcs) {
      // Bits by the text of the draft, octets by its example: programs write both.
      auto const length = value.u8();
      interface.pattern.fcs_octets = static_cast<std::uint8_t>(length < 8 ? length : length / 8);
    }
  });
  interface.ticks = Ticks{resolution, offset};
  interface.pattern.interface = static_cast<std::uint16_t>(interfaces_.size());
  interfaces_.push_back(interface);
}

void PcapngSource::read_statistics(Bytes body) {
  OrderedCursor in{body, order_};
  auto const index = in.u32();
  in.skip(8);  // when they were taken
  if (!in.ok() || index >= interfaces_.size()) return;
  std::uint64_t dropped = 0;
  bool known = false;
  for_each_option(in.rest(), order_, [&](std::uint16_t code, OrderedCursor value) {
    if (code != option::statistics_interface_drops && code != option::statistics_system_drops)
      return;
    auto const count = value.u64();
    if (count == UINT64_MAX || !value.ok()) return;  // some writers' "not known"
    dropped += count;
    known = true;
  });
  if (known) count_drops(interfaces_[index], dropped, interfaces_[index].dropped_noted);
}

/// Statistics and packets count the same drops; the larger has seen more of them.
void PcapngSource::count_drops(Interface& interface, std::uint64_t said, std::uint64_t noted) {
  report_.dropped -= std::max(interface.dropped_said, interface.dropped_noted);
  interface.dropped_said = said;
  interface.dropped_noted = noted;
  report_.dropped += std::max(said, noted);
  report_.drops_known = true;
}

/// Counts the block being read as damage, where it stands. Always false.
bool PcapngSource::broken(std::string text) {
  damaged(std::move(text), window_.offset(), block_octets_);
  return false;
}

/// A block of known type at `at`, whole, with a possible one or the end behind it.
bool PcapngSource::is_chain(std::size_t at) {
  auto const head = head_at(at);
  bool const known =
      (head.type >= block_type::interface && head.type <= block_type::last_assigned) ||
      head.type == block_type::custom || head.type == block_type::custom_not_copied ||
      (head.type == block_type::section && begins(window_.rest().subspan(at)));
  if (!known || !is_whole(head, at)) return false;
  auto const behind = at + head.total;
  if (!window_.await(behind + frame_octets)) return true;
  return head_at(behind).possible();
}

/// Only the second length of the block at the window's position is wrong.
bool PcapngSource::is_followed(BlockHead const& head) {
  if (!head.possible() || !window_.await(head.total + frame_octets) || !is_chain(head.total))
    return false;
  damaged(fmt::format("a block whose second length is not its first ({})", head.total),
          window_.offset(), 0);
  return true;
}

/// Moves the window to the next block that can be read; false, with nothing left,
/// if there is none.
bool PcapngSource::pass_damage(BlockHead const& head) {
  constexpr std::size_t step = 64 * 1024;  // so that passed octets can leave the window
  bool const cut = head.possible() && !window_.await(head.total);
  auto text = cut ? fmt::format("the file ends within a block: {} of {} octets are there",
                                window_.left(), head.total)
                  : fmt::format("a block with two different or impossible lengths (first is {})",
                                head.total);
  auto const from = window_.offset();
  if (head.type == block_type::section) interfaces_.clear();  // what follows is not of the last one
  bool found = false;
  window_.advance(1);
  while (!found && window_.await(frame_octets)) {
    auto const places = std::min(window_.left() - frame_octets + 1, step);
    std::size_t at = 0;
    while (at < places && !(found = is_chain(at))) ++at;
    window_.advance(at);
  }
  if (!found) window_.advance(window_.left());
  damaged(std::move(text), from, window_.offset() - from);
  return found;
}

}  // namespace qw::capture
