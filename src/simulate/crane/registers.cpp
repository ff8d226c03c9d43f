// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/registers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace qw::simulate {
namespace {

using machine::SignalKind;

constexpr std::string_view type_names[] = {"bit",    "int16",  "uint16", "int32",
                                           "uint32", "real32", "text",   "counted_text"};
constexpr std::string_view order_names[] = {"big", "little", "swapped"};

struct Range {
  double low;
  double high;
};
Range range_of(RegisterType type) {
  switch (type) {
    case RegisterType::int16: return {-32768, 32767};
    case RegisterType::uint16: return {0, 65535};
    case RegisterType::int32: return {-2147483648.0, 2147483647.0};
    case RegisterType::uint32: return {0, 4294967295.0};
    default: return {-std::numeric_limits<float>::max(), std::numeric_limits<float>::max()};
  }
}

std::uint16_t size_of(RegisterType type) {
  switch (type) {
    case RegisterType::bit: return 1;
    case RegisterType::int16:
    case RegisterType::uint16: return 2;
    default: return 4;
  }
}

/// The finest decimal step with which the whole range fits the type.
double scale_for(machine::SignalInfo const& signal, RegisterType type) {
  if (type == RegisterType::real32) return 1;
  auto const range = range_of(type);
  auto const largest = std::max(std::abs(signal.low), std::abs(signal.high));
  for (double const scale : {0.001, 0.01, 0.1, 1.0, 10.0, 100.0})
    if (largest / scale <= range.high) return scale;
  return 1000;
}

Register shape(machine::SignalInfo const& signal, LayoutStyle const& style, Dice& dice) {
  Register out{.signal = signal.signal, .order = dice.one_of(style.orders)};
  switch (signal.kind) {
    case SignalKind::flag: out.type = RegisterType::bit; break;
    case SignalKind::word: out.type = RegisterType::uint16; break;
    case SignalKind::counter: out.type = RegisterType::uint32; break;
    case SignalKind::enumeration:
      out.type = signal.high > 65535 ? RegisterType::uint32 : RegisterType::uint16;
      break;
    case SignalKind::text: out.type = style.text; break;
    case SignalKind::analogue:
      out.type = dice.one_of(style.analogue);
      if (out.type == RegisterType::int16 && signal.high > 4e6) out.type = RegisterType::int32;
      out.scale = scale_for(signal, out.type);
      break;
  }
  out.size = size_of(out.type);
  if (signal.kind == SignalKind::text)
    out.size = static_cast<std::uint16_t>(static_cast<unsigned>(signal.high) +
                                          (out.type == RegisterType::counted_text ? 2U : 0U));
  return out;
}

}  // namespace

std::vector<std::uint16_t> blocks_by_chance(BlockHabit const& habit, Dice& dice) {
  auto const one_of = [&dice](std::pair<std::int64_t, std::int64_t> range) {
    return dice.between(range.first, range.second);
  };
  std::vector<std::uint16_t> blocks;
  auto number = one_of(habit.first) * habit.unit;
  for (auto left = one_of(habit.count); left > 0; --left) {
    blocks.push_back(static_cast<std::uint16_t>(number));
    number += one_of(habit.step) * habit.unit;
  }
  return blocks;
}

Layout Layout::make(LayoutStyle const& style, Dice dice) {
  QW_CHECK(!style.blocks.empty() && !style.analogue.empty() && !style.orders.empty());
  Layout layout;
  std::vector<machine::SignalInfo const*> order;
  for (auto const& signal : machine::signal_table()) order.push_back(&signal);
  // Programmers keep like with like, so whole runs of the table go to one block.
  std::vector<std::vector<machine::SignalInfo const*>> runs(style.blocks.size());
  constexpr std::size_t run = 12;
  for (std::size_t i = 0; i < order.size(); i += run) {
    auto& home = runs[static_cast<std::size_t>(dice.below(runs.size()))];
    for (std::size_t j = i; j < std::min(i + run, order.size()); ++j) home.push_back(order[j]);
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    dice.shuffle(runs[i]);
    std::stable_partition(runs[i].begin(), runs[i].end(),
                          [](auto const* one) { return one->kind != SignalKind::flag; });
    std::uint32_t offset = 0;
    std::uint8_t bit = 0;
    for (auto const* signal : runs[i]) {
      auto place = shape(*signal, style, dice);
      place.block = style.blocks[i];
      if (place.type == RegisterType::bit) {
        place.offset = offset;
        place.bit = bit;
        if (++bit == 8) offset += 1, bit = 0;
      } else {
        if (dice.chance(style.spare)) offset += style.alignment * 2;
        offset = (offset + style.alignment - 1) / style.alignment * style.alignment;
        place.offset = offset;
        offset += place.size;
      }
      layout.registers_.push_back(place);
    }
    auto const size = (offset + (bit != 0 ? 1U : 0U) + 3) / 4 * 4;
    if (size != 0) layout.blocks_.push_back({style.blocks[i], size});
  }
  return layout;
}

Register const* Layout::find(machine::Signal signal) const {
  auto const found = std::find_if(registers_.begin(), registers_.end(),
                                  [&](Register const& one) { return one.signal == signal; });
  return found == registers_.end() ? nullptr : &*found;
}

Image::Image(Layout const& layout) : layout_{&layout} {
  for (auto const& block : layout.blocks())
    blocks_.emplace_back(block.number, std::vector<std::byte>(block.size));
}

void Image::refresh(machine::Crane const& crane) {
  for (auto& [number, memory] : blocks_) {
    for (auto const& place : layout_->registers())
      if (place.block == number)
        encode(place, crane.shown(place.signal), crane.shown_text(place.signal),
               memory.data() + place.offset);
  }
}

Bytes Image::read(std::uint16_t block, std::uint32_t offset, std::uint32_t size) const {
  for (auto const& [number, memory] : blocks_) {
    if (number != block) continue;
    QW_CHECK(offset + size <= memory.size());
    return Bytes{memory}.subspan(offset, size);
  }
  QW_CHECK(!"no such block");
  return {};
}

void encode(Register const& where, double value, std::string_view text, std::byte* place) {
  if (where.type == RegisterType::bit) {
    auto const mask = static_cast<std::byte>(1U << where.bit);
    *place = value != 0 ? *place | mask : *place & ~mask;
    return;
  }
  if (where.type == RegisterType::text || where.type == RegisterType::counted_text) {
    std::size_t const head = where.type == RegisterType::counted_text ? 2 : 0;
    std::size_t const room = where.size - head;
    auto const cut = text.substr(0, room);
    if (head != 0) {
      place[0] = static_cast<std::byte>(room);
      place[1] = static_cast<std::byte>(cut.size());
    }
    std::fill_n(place + head, room, head != 0 ? std::byte{0} : std::byte{' '});
    std::transform(cut.begin(), cut.end(), place + head,
                   [](char c) { return static_cast<std::byte>(c); });
    return;
  }
  auto const range = range_of(where.type);
  auto const raw = std::clamp(value / where.scale, range.low, range.high);
  auto const bits =
      where.type == RegisterType::real32
          ? std::bit_cast<std::uint32_t>(static_cast<float>(raw))
          : static_cast<std::uint32_t>(static_cast<std::int64_t>(std::nearbyint(raw)));
  for (unsigned i = 0; i < where.size; ++i) {
    unsigned const big = 8U * (where.size - 1U - i);
    unsigned const shift = where.order == Order::big      ? big
                           : where.order == Order::little ? 8 * i
                           : where.size == 4              ? (big + 16) % 32
                                                          : big;
    place[i] = static_cast<std::byte>(bits >> shift);
  }
}

Line register_line(Register const& where, std::string_view owner) {
  auto const& signal = machine::info(where.signal);
  Line line{"register"};
  line.text("controller", owner).text("signal", signal.id).text("meaning", signal.name);
  line.text("unit", signal.unit).number("block", where.block).number("offset", where.offset);
  if (where.type == RegisterType::bit) line.number("bit", static_cast<unsigned>(where.bit));
  line.text("type", type_names[static_cast<std::size_t>(where.type)]).number("size", where.size);
  line.text("order", order_names[static_cast<std::size_t>(where.order)]);
  return line.number("scale", where.scale);
}

}  // namespace qw::simulate
