// SPDX-License-Identifier: Apache-2.0
#include "protocols/enip/cip.hpp"

#include <algorithm>
#include <charconv>

#include "core/cursor.hpp"

namespace qw::enip {
namespace {

/// Appendix C-1.4: the logical types and formats of a logical segment.
enum class Logical : std::uint8_t {
  class_id,
  instance,
  member,
  connection_point,
  attribute,
  special,
  service,
  extended
};

constexpr std::uint8_t electronic_key_format = 4;

}  // namespace

std::optional<CipView> read_cip(Bytes message) {
  Cursor in{message};
  CipView view;
  auto const service = in.u8();
  view.service = static_cast<std::uint8_t>(service & ~reply_flag);
  view.reply = (service & reply_flag) != 0;
  if (view.reply) {
    in.skip(1);
    view.status = in.u8();
    view.extended = in.take(in.u8() * std::size_t{2});
  } else {
    view.path = in.take(in.u8() * std::size_t{2});
  }
  view.data = in.rest();
  if (!in.ok() || view.service == 0) return std::nullopt;
  return view;
}

/// Reads one segment after the other into the view.
class PathView::Reader {
 public:
  Reader(PathView& view, Bytes path) : view_{view}, in_{path} {}

  void read() {
    for (std::size_t count = 0; !in_.empty() && !view_.broken; ++count) {
      if (count == most_segments) view_.broken = true;
      segment(in_.u8());
      view_.broken |= !in_.ok();
    }
  }

 private:
  void segment(std::uint8_t head) {
    switch (head >> 5) {
      case 0: port(head); break;
      case 1: logical(head); break;
      case 2: network(head); break;
      case 3: symbolic(head); break;
      case 4: data(head); break;
      default: view_.broken = true; break;  // data types do not occur in a path
    }
  }

  void port(std::uint8_t head) {
    bool const sized = (head & 0x10) != 0;
    std::uint16_t number = head & 0x0f;
    auto const size = sized ? in_.u8() : std::uint8_t{1};
    if (number == 15) number = in_.u16le();
    auto const address = in_.take(size);
    if (sized && size % 2 != 0) in_.skip(1);
    if (!in_.ok() || view_.port) return;
    view_.port = number;
    if (address.size() == 1) view_.link = octet_at(address, 0);
  }

  void logical(std::uint8_t head) {
    auto const type = static_cast<Logical>(head >> 2 & 7);
    if (type == Logical::special) return key(head & 3);
    if (type == Logical::extended) in_.skip(1);
    std::uint32_t value = 0;
    switch (head & 3) {
      case 0: value = in_.u8(); break;
      case 1:
        in_.skip(type == Logical::extended ? 0 : 1);
        value = in_.u16le();
        break;
      case 2:
        in_.skip(type == Logical::extended ? 0 : 1);
        value = in_.u32le();
        break;
      default: view_.broken = true; return;
    }
    if (in_.ok()) keep(type, value);
  }

  void keep(Logical type, std::uint32_t value) {
    switch (type) {
      case Logical::class_id: view_.class_id = value; break;
      case Logical::instance: view_.instance = value; break;
      case Logical::attribute: view_.attribute = value; break;
      case Logical::member:
        view_.member = value;
        if (view_.symbolic) view_.append_member(value);
        break;
      case Logical::connection_point:
        if (view_.point_count < most_points) view_.points[view_.point_count++] = value;
        break;
      default: break;
    }
  }

  void key(int format) {
    if (format != 0) {
      view_.broken = true;
      return;
    }
    auto const kind = in_.u8();
    in_.skip(kind == electronic_key_format ? 8 : 12);  // format 5 adds a serial number
  }

  /// Appendix C-1.4.3: the sub-types from 16 on have a size in words.
  void network(std::uint8_t head) {
    if ((head & 0x10) == 0) {
      in_.skip(1);
      return;
    }
    in_.skip(in_.u8() * std::size_t{2});
  }

  void symbolic(std::uint8_t head) {
    auto const size = static_cast<std::size_t>(head & 0x1f);
    if (size == 0) {
      view_.broken = true;  // extended strings: numeric or double-octet, never seen in the field
      return;
    }
    name(size);
  }

  void data(std::uint8_t head) {
    if (head == 0x91) return name(in_.u8());
    if (head != 0x80) {
      view_.broken = true;
      return;
    }
    in_.skip(in_.u8() * std::size_t{2});
  }

  /// A name in ASCII, padded to even. Sizes in a 0x60 segment exclude its head,
  /// those in 0x91 exclude head and size, so the pad differs.
  void name(std::size_t size) {
    bool const even_before = in_.position() % 2 == 0;
    auto const text = in_.take(size);
    if ((size % 2 != 0) == even_before) in_.skip(1);
    if (!in_.ok()) return;
    if (view_.symbolic) view_.append(".");
    view_.append(text_of(text));
    view_.symbolic = true;
    view_.member.reset();
  }

  PathView& view_;
  Cursor in_;
};

PathView::PathView(Bytes path) { Reader{*this, path}.read(); }

void PathView::append(std::string_view text) {
  auto const size = std::min(text.size(), most_text - text_size_);
  std::copy_n(text.begin(), size, text_.begin() + static_cast<std::ptrdiff_t>(text_size_));
  text_size_ += size;
}

void PathView::append_number(std::uint32_t number) {
  char digits[10];
  auto const end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  append({digits, static_cast<std::size_t>(end - digits)});
}

void PathView::append_member(std::uint32_t number) {
  bool const further = text_size_ != 0 && text_[text_size_ - 1] == ']';
  if (further) --text_size_;
  append(further ? "," : "[");
  append_number(number);
  append("]");
}

Embedded::Embedded(Bytes data) : data_{data} {
  Cursor in{data};
  count_ = in.u16le();
  broken_ = !in.ok() || in.left() < count_ * 2;
  if (broken_) count_ = 0;
}

std::size_t Embedded::offset_of(std::size_t index) const {
  if (index == count_) return data_.size();
  Cursor in{data_.subspan(2 + index * 2)};
  return in.u16le();
}

bool Embedded::next(Bytes& message) {
  if (broken_ || index_ == count_) return false;
  auto const begin = offset_of(index_);
  auto const end = offset_of(index_ + 1);
  if (begin < 2 + count_ * 2 || begin >= end || end > data_.size()) {
    broken_ = true;
    return false;
  }
  message = data_.subspan(begin, end - begin);
  ++index_;
  return true;
}

std::optional<UnconnectedSendView> read_unconnected_send(Bytes data) {
  Cursor in{data};
  in.skip(2);  // priority and tick, time-out ticks
  auto const size = in.u16le();
  UnconnectedSendView view;
  view.message = in.take(size);
  if (size % 2 != 0) in.skip(1);
  auto const words = in.u8();
  in.skip(1);
  view.route = in.take(words * std::size_t{2});
  if (!in.ok()) return std::nullopt;
  return view;
}

std::optional<ForwardOpenView> read_forward_open(Bytes data, bool large) {
  Cursor in{data};
  in.skip(2);  // priority and tick, time-out ticks
  ForwardOpenView view;
  view.identifiers = in.take(8);
  Cursor identifiers{view.identifiers};
  view.to_target = identifiers.u32le();
  view.to_originator = identifiers.u32le();
  in.skip(8);  // connection serial number, originator's vendor and serial number
  in.skip(4);  // time-out multiplier, reserved
  view.rpi_to_target = in.u32le();
  in.skip(large ? 4 : 2);
  view.rpi_to_originator = in.u32le();
  in.skip(large ? 4 : 2);
  view.transport_class = static_cast<std::uint8_t>(in.u8() & 0x0f);
  view.path = in.take(in.u8() * std::size_t{2});
  if (!in.ok()) return std::nullopt;
  return view;
}

std::optional<ForwardCloseView> read_forward_close(Bytes data) {
  Cursor in{data};
  in.skip(2);
  ForwardCloseView view;
  view.serial = in.u16le();
  in.skip(6);
  auto const words = in.u8();
  in.skip(1);
  view.path = in.take(words * std::size_t{2});
  if (!in.ok()) return std::nullopt;
  return view;
}

}  // namespace qw::enip
