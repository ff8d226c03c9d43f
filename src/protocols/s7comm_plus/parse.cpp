// SPDX-License-Identifier: Apache-2.0
#include "protocols/s7comm_plus/parse.hpp"

#include <algorithm>

#include "core/cursor.hpp"

namespace qw::s7comm_plus {
namespace {

constexpr std::uint8_t keep_alive = 255;
constexpr std::uint8_t with_integrity = 3;        // version whose parts begin with a code
constexpr std::uint8_t wants_no_response = 0x40;  // of the transport flags
constexpr std::uint32_t dynamic_objects = 0x7;    // high half octet of what sessions make
constexpr std::size_t most_quantity_octets = 5;
constexpr std::uint8_t type_text = 0x15;

/// A number in seven bits an octet, the highest first.
std::uint32_t quantity(Cursor& in) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < most_quantity_octets; ++i) {
    auto const octet = in.u8();
    value = value << 7 | (octet & 0x7f);
    if ((octet & 0x80) == 0) return value;
  }
  in.skip(in.left() + 1);  // too long: nothing behind it can be read
  return 0;
}

Term area_name(std::uint32_t area) {
  if (area >> 16 == 0x8a0e) return "DB";
  switch (area) {
    case 0x50: return "I";
    case 0x51: return "Q";
    case 0x52: return "M";
    case 0x53: return "C";
    case 0x54: return "T";
    default: return "object";
  }
}

}  // namespace

Parsed<FrameView> parse(Bytes unit) {
  Cursor in{unit};
  auto const protocol = in.u8();
  if (in.ok() && protocol != protocol_id)
    return Malformed{Fault::value, 0, "protocol identifier is not 72 hex"};
  FrameView frame;
  frame.version = in.u8();
  if (in.ok() && (frame.version == 0 || (frame.version > 3 && frame.version < 0xfe)))
    return Malformed{Fault::value, 1, "protocol version is not known"};
  auto const length = in.u16be();
  if (!in.ok()) return NeedMore{header_octets};
  if (frame.version == keep_alive) return Done<FrameView>{frame, in.position()};
  Cursor body{in.take(length)};
  if (!in.ok()) return NeedMore{header_octets + length};
  if (frame.version == with_integrity) body.skip(body.u8());
  if (!body.ok()) return Malformed{Fault::length, 4, "integrity code is longer than its frame"};
  frame.part = body.rest();
  Cursor trailer{in.rest()};
  frame.last = trailer.u8() == protocol_id && trailer.u8() == frame.version &&
               trailer.u16be() == 0 && trailer.ok();
  return Done<FrameView>{frame, in.position() + (frame.last ? header_octets : 0)};
}

std::optional<PduView> read_pdu(Bytes part) {
  Cursor in{part};
  PduView pdu;
  auto const opcode = in.u8();
  switch (opcode) {
    case 0x31:
    case 0x32: {
      pdu.opcode = static_cast<Opcode>(opcode);
      in.skip(2);
      pdu.function = in.u16be();
      in.skip(2);
      pdu.sequence = in.u16be();
      if (pdu.opcode == Opcode::request) pdu.session = in.u32be();
      pdu.silent = (in.u8() & wants_no_response) != 0;
      break;
    }
    case 0x33:
      pdu.opcode = Opcode::notification;
      pdu.session = in.u32be();
      break;
    default: return std::nullopt;
  }
  pdu.body = in.rest();
  if (!in.ok()) return std::nullopt;
  return pdu;
}

ServiceView service_of(std::uint16_t function) {
  switch (function) {
    case 0x04bb: return {Verb::read, "Explore"};
    case 0x04ca: return {Verb::other, "CreateObject"};
    case 0x04d4: return {Verb::other, "DeleteObject"};
    case 0x04f2: return {Verb::write, "SetVariable"};
    case 0x0524: return {Verb::read, "GetLink"};
    case 0x0542: return {Verb::write, "SetMultiVariables"};
    case 0x054c: return {Verb::read, "GetMultiVariables"};
    case 0x0556: return {Verb::other, "BeginSequence"};
    case 0x0560: return {Verb::other, "EndSequence"};
    case 0x056b: return {Verb::other, "Invoke"};
    case 0x057c: return {Verb::write, "SetVarSubStreamed"};
    case 0x0586: return {Verb::read, "GetVarSubStreamed"};
    case 0x0590: return {Verb::read, "GetVariablesAddress"};
    case 0x059a: return {Verb::other, "Abort"};
    case 0x05a9: return {Verb::other, "Error"};
    case 0x05b3: return {Verb::other, "InitSsl"};
    default: return {Verb::other, "Unknown function"};
  }
}

Targets::Targets(PduView const& request) : session_{request.session} {
  Cursor in{request.body};
  auto const object = in.u32be();
  bool const addressed = request.function == function::set_multi_variables ||
                         request.function == function::get_multi_variables;
  if (addressed && object == 0) {
    items_ = quantity(in);
    quantity(in);  // fields of all addresses together
    if (!in.ok()) items_ = 0;
  } else if (in.ok()) {
    object_ = object;
  }
  rest_ = in.rest();
}

bool Targets::next(Target& target) {
  target = {};
  if (object_) {
    target.space = "object";
    target.block = *object_;
    target.of_session = *object_ == session_ || *object_ >> 28 == dynamic_objects;
    object_.reset();
    return true;
  }
  if (items_ == 0) return false;
  Cursor in{rest_};
  target.check = quantity(in);
  auto const area = quantity(in);
  auto const fields = quantity(in);
  auto const path = in.rest();
  for (std::uint32_t i = 0; i < fields && in.ok(); ++i) quantity(in);
  items_ = in.ok() ? items_ - 1 : 0;
  if (!in.ok()) return false;
  target.space = area_name(area);
  if (target.space == Term{"DB"}) target.block = area & 0xffff;
  if (target.space == Term{"object"}) target.block = area;
  target.path = path.first(path.size() - in.left());
  rest_ = in.rest();
  return true;
}

std::optional<ResultView> read_result(PduView const& response) {
  Cursor in{response.body};
  std::uint64_t value = 0;
  constexpr int most_octets = 9;
  for (int i = 0; i < most_octets; ++i) {
    auto const octet = in.u8();
    bool const whole = i == most_octets - 1;  // the ninth octet has eight bits
    value = whole ? value << 8 | octet : value << 7 | (octet & 0x7f);
    if (whole || (octet & 0x80) == 0) break;
  }
  if (!in.ok()) return std::nullopt;
  auto const code = static_cast<std::uint32_t>(value & 0xffff);
  return ResultView{(code & 0x8000) != 0, code};
}

std::optional<DeviceView> find_device(Bytes body) {
  auto const text = text_of(body);
  for (std::size_t i = 0; i + 2 < body.size(); ++i) {
    if (octet_at(body, i) != type_text) continue;
    auto const value = text.substr(i + 2, octet_at(body, i + 1));
    auto const first = value.find(';');
    auto const second = value.rfind(';');
    if (first == std::string_view::npos || second <= first + 1) continue;
    auto const version = value.substr(second + 1);
    auto const order = value.substr(first + 1, second - first - 1);
    bool const printable = std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
    if (printable && order.starts_with('6') && version.starts_with('V'))
      return DeviceView{order, version};
  }
  return std::nullopt;
}

}  // namespace qw::s7comm_plus
