// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm/userdata.hpp"

#include "core/cursor.hpp"
#include "core/stamp.hpp"
#include "protocols/s7comm/names.hpp"

namespace qw::s7comm {
namespace {

constexpr std::size_t block_number_digits = 5;

int hex_digit(std::uint8_t octet) {
  if (octet >= '0' && octet <= '9') return octet - '0';
  if (octet >= 'A' && octet <= 'F') return octet - 'A' + 10;
  return -1;
}

/// Two decimal digits in one octet; -1 if they are none.
int bcd(std::uint8_t octet) {
  auto const high = octet >> 4;
  auto const low = octet & 15;
  return high > 9 || low > 9 ? -1 : high * 10 + low;
}

/// A mode transition has no data and its header is one of its own.
std::optional<UserdataView> read_mode_transition(Bytes parameters) {
  Cursor in{parameters};
  in.skip(6);
  UserdataView view;
  view.group = group::mode_transition;
  view.subfunction = in.u8();
  view.sequence = in.u8();
  if (!in.ok()) return std::nullopt;
  return view;
}

}  // namespace

std::optional<UserdataView> read_userdata(PduView const& pdu) {
  if (pdu.function() == 1) return read_mode_transition(pdu.parameters);
  Cursor in{pdu.parameters};
  auto const head = in.u24be();
  in.skip(2);  // length of what follows, method
  auto const kind_and_group = in.u8();
  UserdataView view;
  view.subfunction = in.u8();
  view.sequence = in.u8();
  if (!in.ok() || head != 0x000112) return std::nullopt;
  auto const kind = kind_and_group >> 4;
  if (kind != 0 && kind != 3 && kind != 4 && kind != 7 && kind != 8 && kind != 11)
    return std::nullopt;
  view.kind = static_cast<UserdataView::Kind>(kind < 4 ? 0 : kind < 8 ? 4 : 8);
  view.group = kind_and_group & 15;
  view.in_units = in.left() >= 4;
  if (view.in_units) {
    in.skip(1);  // data unit reference
    view.more = in.u8() != 0;
    view.error = in.u16be();
  }
  Cursor data{pdu.data};
  view.return_code = data.u8();
  data.skip(1);  // transport size
  auto const length = data.u16be();
  view.payload = data.take(std::min<std::size_t>(length, data.left()));
  return view;
}

SzlView read_szl_request(Bytes payload) {
  Cursor in{payload};
  SzlView szl;
  szl.id = in.u16be();
  szl.index = in.u16be();
  szl.broken = !in.ok();
  return szl;
}

SzlView read_szl(Bytes payload) {
  Cursor in{payload};
  SzlView szl;
  szl.id = in.u16be();
  szl.index = in.u16be();
  szl.record_octets = in.u16be();
  szl.records = in.u16be();
  szl.data = in.rest();
  szl.broken = !in.ok();
  return szl;
}

std::optional<Stamp> read_date_and_time(Bytes octets) {
  Cursor in{octets};
  auto const year = bcd(in.u8());
  auto const month = bcd(in.u8());
  auto const day = bcd(in.u8());
  auto const hour = bcd(in.u8());
  auto const minute = bcd(in.u8());
  auto const second = bcd(in.u8());
  auto const hundredths = bcd(in.u8());
  auto const last = in.u8() >> 4;  // the low half is the day of the week
  if (!in.ok() || year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 ||
      second > 59 || hundredths < 0 || last > 9)
    return std::nullopt;
  auto const number = [](int part) { return static_cast<unsigned>(part); };
  auto const whole = stamp_of({year + (year < 90 ? 2000 : 1900), number(month), number(day),
                               number(hour), number(minute), number(second)});
  if (!whole) return std::nullopt;
  return *whole + milliseconds(hundredths * 10 + last);
}

std::optional<BlockQuery> read_block_query(Bytes payload) {
  Cursor in{payload};
  auto const high = hex_digit(in.u8());
  auto const low = hex_digit(in.u8());
  if (!in.ok() || high < 0 || low < 0) return std::nullopt;
  BlockQuery query;
  query.type = static_cast<std::uint8_t>(high * 16 + low);
  for (std::size_t i = 0; i < block_number_digits && !in.empty(); ++i) {
    auto const digit = in.u8();
    if (digit < '0' || digit > '9') return std::nullopt;
    query.number = query.number * 10 + (digit - '0');
  }
  return query;
}

TestFunctionView read_test_function(Bytes payload) {
  Cursor in{payload};
  auto const parameter_octets = in.u16be();
  auto const data_octets = in.u16be();
  TestFunctionView view;
  view.parameters = in.take(parameter_octets);
  Cursor data{in.take(data_octets)};
  view.broken = !in.ok();
  view.count = data.u16be();
  view.items = data.rest();
  return view;
}

bool TestItems::next(ItemView& item) {
  if (left_ == 0) return false;
  Cursor in{rest_};
  auto const area_and_size = in.u8();
  auto const repetition = in.u8();
  auto const block = in.u16be();
  auto const start = in.u16be();
  if (!in.ok()) return false;
  rest_ = in.rest();
  --left_;
  constexpr Term areas[] = {"M", "I", "Q", "P", {}, "T", "C", "DB"};
  constexpr WireType types[] = {WireType::bits, WireType::octets, WireType::u16be, WireType::u32be,
                                WireType::u16be};
  constexpr std::uint8_t octets[] = {1, 1, 2, 4, 1};  // timers and counters are numbered
  auto const area = area_and_size >> 4;
  auto const size = area_and_size & 15;
  item = {};
  item.object.space = area < 8 ? areas[area] : Term{};
  if (item.object.space.empty()) item.object.space = "unknown area";
  item.object.block = block;
  item.object.offset = start;
  item.elements = repetition;
  item.type = size < 5 ? types[size] : WireType::octets;
  item.object.length = repetition * std::uint32_t{size < 5 ? octets[size] : std::uint8_t{1}};
  return true;
}

Alarms::Alarms(Bytes payload, bool indication, bool acknowledgement)
    : acknowledgement_{acknowledgement} {
  Cursor in{payload};
  if (indication) time_ = read_date_and_time(in.take(8));
  in.skip(1);  // function identifier
  left_ = in.u8();
  rest_ = in.rest();
}

bool Alarms::next(AlarmView& alarm) {
  if (left_ == 0) return false;
  Cursor in{rest_};
  in.skip(1);  // variable specification
  auto const length = in.u8();
  Cursor body{in.take(length)};
  body.skip(1);  // syntax
  auto const values = body.u8();
  alarm = {};
  alarm.event = body.u32be();
  alarm.has_state = !acknowledgement_;
  if (alarm.has_state) {
    alarm.state = body.u8();
    body.skip(1);  // state of the message's memory
  }
  alarm.ack_going = body.u8();
  alarm.ack_coming = body.u8();
  if (!in.ok() || !body.ok()) {
    left_ = 0;
    return false;
  }
  DataItems associated{values, in.rest()};
  std::size_t used = 0;
  for (DataView value; associated.next(value);) used += 4 + value.raw.size() + value.raw.size() % 2;
  rest_ = in.rest().subspan(std::min(used, in.left()));
  --left_;
  return true;
}

}  // namespace qw::s7comm
