// SPDX-License-Identifier: Apache-2.0
#include "carriers/cotp.hpp"

#include <algorithm>

#include "core/cursor.hpp"

namespace qw::cotp {
namespace {

Kind kind_of(std::uint8_t code) {
  switch (code & 0xf0) {
    case 0xe0: return Kind::connection_request;
    case 0xd0: return Kind::connection_confirm;
    case 0x80: return Kind::disconnect_request;
    case 0xc0: return Kind::disconnect_confirm;
    case 0xf0: return Kind::data;
    case 0x10: return Kind::expedited_data;
    case 0x70: return Kind::error;
    default: return Kind::other;
  }
}

/// Classes 0 and 1 have no destination reference in data; the others do.
void read_data(Cursor& header, TpduView& tpdu) {
  if (header.left() > 1) tpdu.destination = header.u16be();
  tpdu.last = (header.u8() & 0x80) != 0;
}

void read_references(Cursor& header, TpduView& tpdu) {
  tpdu.destination = header.u16be();
  if (tpdu.kind != Kind::error) tpdu.source = header.u16be();
  if (tpdu.kind != Kind::disconnect_confirm) tpdu.detail = header.u8();
  tpdu.variable = header.rest();
}

/// TPKT header, header of a data TPDU, first octet of the unit.
constexpr std::size_t mark_octets = 8;

bool fits_mark(Bytes octets, std::size_t index, std::uint8_t first) {
  auto const octet = octet_at(octets, index);
  switch (index) {
    case 0: return octet == 3;
    case 1: return octet == 0;
    case 4: return octet == 2;
    case 5: return octet == 0xf0;
    case 7: return octet == first;
    default: return true;
  }
}

}  // namespace

std::size_t find_unit(Bytes stream, std::uint8_t first) {
  for (std::size_t start = 0; start < stream.size(); ++start) {
    auto const rest = stream.subspan(start);
    auto const size = std::min(mark_octets, rest.size());
    std::size_t fitting = 0;
    while (fitting < size && fits_mark(rest, fitting, first)) ++fitting;
    if (fitting == size) return start;
  }
  return stream.size();
}

Parsed<TpduView> parse(Bytes bytes) {
  Cursor in{bytes};
  auto const indicator = in.u8();  // octets of the header that follow it
  if (indicator == 255) return Malformed{Fault::value, 0, "TPDU length indicator is reserved"};
  Cursor header{in.take(indicator)};
  if (!in.ok()) return Malformed{Fault::length, 0, "TPDU header is longer than its packet"};
  TpduView tpdu;
  auto const code = header.u8();
  if (!header.ok()) return Malformed{Fault::length, 0, "TPDU header is empty"};
  tpdu.kind = kind_of(code);
  switch (tpdu.kind) {
    case Kind::data:
    case Kind::expedited_data: read_data(header, tpdu); break;
    case Kind::other: tpdu.variable = header.rest(); break;
    default: read_references(header, tpdu); break;
  }
  if (!header.ok()) return Malformed{Fault::length, 0, "TPDU header is shorter than its kind"};
  tpdu.data = in.rest();
  return Done<TpduView>{tpdu, bytes.size()};
}

std::optional<Bytes> find(Bytes variable, std::uint8_t code) {
  Cursor in{variable};
  while (!in.empty()) {
    auto const each = in.u8();
    auto const value = in.take(in.u8());
    if (!in.ok()) return std::nullopt;
    if (each == code) return value;
  }
  return std::nullopt;
}

Term reason_name(std::uint8_t reason) {
  switch (reason) {
    case 0: return "Reason not specified";
    case 1: return "Congestion at TSAP";
    case 2: return "Session entity not attached to TSAP";
    case 3: return "Address unknown";
    case 128: return "Normal disconnect initiated by session entity";
    case 129: return "Remote transport entity congestion";
    case 130: return "Connection negotiation failed";
    case 131: return "Duplicate source reference";
    case 132: return "Mismatched references";
    case 133: return "Protocol error";
    case 135: return "Reference overflow";
    case 136: return "Connection request refused on this network connection";
    case 138: return "Header or parameter length invalid";
    default: return {};
  }
}

Assembly::State Assembly::add(TpduView const& data) {
  if (!open_) {
    held_.clear();
    overflown_ = false;
    if (data.last && data.data.size() <= most_) {
      unit_ = data.data;
      return State::whole;
    }
  }
  overflown_ = overflown_ || data.data.size() > most_ - held_.size();
  if (!overflown_) held_.insert(held_.end(), data.data.begin(), data.data.end());
  open_ = !data.last;
  if (open_) return State::partial;
  unit_ = held_;
  return overflown_ ? State::too_long : State::whole;
}

void Assembly::reset() {
  held_.clear();
  unit_ = {};
  open_ = false;
  overflown_ = false;
}

}  // namespace qw::cotp
