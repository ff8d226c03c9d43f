// SPDX-License-Identifier: Apache-2.0
#include "protocols/modbus/parse.hpp"

#include "core/cursor.hpp"

namespace qw::modbus {
namespace {

constexpr Term coil{"coil"};
constexpr Term discrete_input{"discrete-input"};
constexpr Term holding_register{"holding-register"};
constexpr Term input_register{"input-register"};
constexpr Term file_record{"file-record"};
constexpr Term fifo{"fifo"};

Object at(Term space, MessageView const& message, std::uint32_t offset, std::uint32_t length) {
  Object object;
  object.space = space;
  object.station = message.unit;
  object.offset = offset;
  object.length = length;
  return object;
}

/// Reads of coils and registers: address and quantity.
RequestView read_range(MessageView const& message, Term operation, Term space) {
  Cursor in{message.data};
  auto const address = in.u16be();
  auto const quantity = in.u16be();
  return {.verb = Verb::read,
          .operation = operation,
          .object = at(space, message, address, quantity),
          .broken = !in.ok() || !in.empty()};
}

RequestView write_single(MessageView const& message, Term operation, Term space, WireType type) {
  Cursor in{message.data};
  auto const address = in.u16be();
  auto const value = in.take(2);
  // A coil's value is FF00 or 0000: its first octet, as one bit, says the same.
  auto const raw = type == WireType::bits ? value.first(value.empty() ? 0 : 1) : value;
  return {.verb = Verb::write,
          .operation = operation,
          .object = at(space, message, address, 1),
          .values = {type, 1, raw},
          .broken = !in.ok() || !in.empty()};
}

RequestView write_multiple(MessageView const& message, Term operation, Term space, WireType type) {
  Cursor in{message.data};
  auto const address = in.u16be();
  auto const quantity = in.u16be();
  auto const octets = in.u8();
  auto const raw = in.take(octets);
  std::size_t const demanded = type == WireType::bits ? (quantity + 7U) / 8U : quantity * 2U;
  return {.verb = Verb::write,
          .operation = operation,
          .object = at(space, message, address, quantity),
          .values = {type, quantity, raw},
          .broken = !in.ok() || !in.empty() || octets != demanded};
}

RequestView mask_write(MessageView const& message) {
  Cursor in{message.data};
  auto const address = in.u16be();
  auto const masks = in.take(4);
  return {.verb = Verb::write,
          .operation = "Mask Write Register",
          .object = at(holding_register, message, address, 1),
          .values = {WireType::u16be, 2, masks},
          .broken = !in.ok() || !in.empty()};
}

RequestView read_write(MessageView const& message) {
  Cursor in{message.data};
  auto const read_address = in.u16be();
  auto const read_quantity = in.u16be();
  auto const write_address = in.u16be();
  auto const write_quantity = in.u16be();
  auto const octets = in.u8();
  auto const raw = in.take(octets);
  return {.verb = Verb::write,
          .operation = "Read/Write Multiple Registers",
          .object = at(holding_register, message, write_address, write_quantity),
          .values = {WireType::u16be, write_quantity, raw},
          .also_read = at(holding_register, message, read_address, read_quantity),
          .broken = !in.ok() || !in.empty() || octets != write_quantity * 2U};
}

/// First sub-request of a file record access; several in one request keep only
/// their first address, and all their octets.
RequestView file_access(MessageView const& message, Verb verb, Term operation) {
  Cursor in{message.data};
  auto const octets = in.u8();
  Cursor body{in.take(octets)};
  body.skip(1);  // reference type, always 6
  auto const file = body.u16be();
  auto const record = body.u16be();
  auto const length = body.u16be();
  auto object = at(file_record, message, record, length);
  object.block = file;
  auto const values = verb == Verb::write
                          ? Values{WireType::u16be, length, body.take(length * std::size_t{2})}
                          : Values{};
  return {.verb = verb,
          .operation = operation,
          .object = object,
          .values = values,
          .broken = !in.ok() || !body.ok() || !in.empty()};
}

struct Diagnostic {
  std::uint16_t code;
  Verb verb;
  Term operation;
};
constexpr Diagnostic diagnostics[] = {
    {0, Verb::diagnose, "Return Query Data"},
    {1, Verb::diagnose, "Restart Communications Option"},
    {2, Verb::diagnose, "Return Diagnostic Register"},
    {3, Verb::configure, "Change ASCII Input Delimiter"},
    {4, Verb::stop, "Force Listen Only Mode"},
    {10, Verb::diagnose, "Clear Counters and Diagnostic Register"},
    {11, Verb::diagnose, "Return Bus Message Count"},
    {12, Verb::diagnose, "Return Bus Communication Error Count"},
    {13, Verb::diagnose, "Return Bus Exception Error Count"},
    {14, Verb::diagnose, "Return Server Message Count"},
    {15, Verb::diagnose, "Return Server No Response Count"},
    {16, Verb::diagnose, "Return Server NAK Count"},
    {17, Verb::diagnose, "Return Server Busy Count"},
    {18, Verb::diagnose, "Return Bus Character Overrun Count"},
    {20, Verb::diagnose, "Clear Overrun Counter and Flag"},
};

RequestView diagnose(MessageView const& message) {
  Cursor in{message.data};
  auto const code = in.u16be();
  RequestView view{.verb = Verb::diagnose,
                   .operation = "Diagnostics",
                   .object = at({}, message, 0, 0),
                   .values = {},
                   .also_read = {},
                   .broken = !in.ok()};
  if (!in.ok()) return view;
  for (auto const& each : diagnostics)
    if (each.code == code) {
      view.verb = each.verb;
      view.operation = each.operation;
    }
  view.values = {WireType::octets, static_cast<std::uint32_t>(in.left()), in.rest()};
  return view;
}

RequestView encapsulated(MessageView const& message) {
  Cursor in{message.data};
  auto const kind = in.u8();
  bool const identification = in.ok() && kind == 14;
  Term const operation = identification          ? Term{"Read Device Identification"}
                         : in.ok() && kind == 13 ? Term{"CANopen General Reference"}
                                                 : Term{"Encapsulated Interface Transport"};
  return {.verb = identification ? Verb::read : Verb::other,
          .operation = operation,
          .object = at({}, message, 0, 0),
          .values = {WireType::octets, static_cast<std::uint32_t>(in.left()), in.rest()},
          .broken = !in.ok()};
}

/// Everything whose data we pass on as octets.
RequestView plain(MessageView const& message, Verb verb, Term operation) {
  return {.verb = verb,
          .operation = operation,
          .object = at({}, message, 0, 0),
          .values = {message.data.empty() ? WireType::none : WireType::octets,
                     static_cast<std::uint32_t>(message.data.size()), message.data}};
}

RequestView read_fifo(MessageView const& message) {
  Cursor in{message.data};
  auto const address = in.u16be();
  return {.verb = Verb::read,
          .operation = "Read FIFO Queue",
          .object = at(fifo, message, address, 0),
          .broken = !in.ok() || !in.empty()};
}

bool asks_for_bits(Object const& asked) {
  return asked.space == coil || asked.space == discrete_input;
}

}  // namespace

Parsed<MessageView> parse(Bytes stream) {
  Cursor in{stream};
  auto const transaction = in.u16be();
  auto const protocol = in.u16be();
  auto const length = in.u16be();  // unit, function and data, in octets
  if (!in.ok()) return NeedMore{header_octets};
  if (protocol != 0) return Malformed{Fault::value, 2, "protocol identifier is not 0"};
  if (length < 2 || length > most_umas_length)
    return Malformed{Fault::length, 4, "length is outside 2..1024"};

  bool const longer = length > most_length;  // as UMAS alone may be
  auto const unit = in.u8();
  auto const function = in.u8();
  if (!in.ok()) return NeedMore{longer ? header_octets + 1 : 6U + length};
  if (longer && (function & ~exception_flag) != umas_function)
    return Malformed{Fault::length, 4, "length is outside 2..254"};
  auto const data = in.take(length - 2U);
  if (!in.ok()) return NeedMore{6U + length};
  return Done<MessageView>{{transaction, unit, function, data}, 6U + length};
}

RequestView read_request(MessageView const& message) {
  switch (message.function) {
    case 1: return read_range(message, "Read Coils", coil);
    case 2: return read_range(message, "Read Discrete Inputs", discrete_input);
    case 3: return read_range(message, "Read Holding Registers", holding_register);
    case 4: return read_range(message, "Read Input Registers", input_register);
    case 5: return write_single(message, "Write Single Coil", coil, WireType::bits);
    case 6:
      return write_single(message, "Write Single Register", holding_register, WireType::u16be);
    case 7: return plain(message, Verb::read, "Read Exception Status");
    case 8: return diagnose(message);
    case 11: return plain(message, Verb::diagnose, "Get Comm Event Counter");
    case 12: return plain(message, Verb::diagnose, "Get Comm Event Log");
    case 15: return write_multiple(message, "Write Multiple Coils", coil, WireType::bits);
    case 16:
      return write_multiple(message, "Write Multiple Registers", holding_register, WireType::u16be);
    case 17: return plain(message, Verb::read, "Report Server ID");
    case 20: return file_access(message, Verb::read, "Read File Record");
    case 21: return file_access(message, Verb::write, "Write File Record");
    case 22: return mask_write(message);
    case 23: return read_write(message);
    case 24: return read_fifo(message);
    case 43: return encapsulated(message);
    case umas_function: return plain(message, Verb::other, "UMAS");
    default: break;
  }
  // Sections 5.1 and 7: 65-72 and 100-110 are free for makers, the rest is reserved.
  bool const makers = (message.function >= 65 && message.function <= 72) ||
                      (message.function >= 100 && message.function <= 110);
  return plain(message, Verb::other,
               makers ? Term{"User-Defined Function"} : Term{"Unassigned Function"});
}

ReplyView read_reply(MessageView const& message, Object const& asked) {
  Cursor in{message.data};
  switch (message.function) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 23: {
      auto const octets = in.u8();
      auto const raw = in.take(octets);
      bool const bits = asks_for_bits(asked);
      auto const count = bits ? asked.length : octets / 2U;
      auto const demanded = bits ? (asked.length + 7) / 8 : asked.length * 2;
      bool const broken = !in.ok() || !in.empty() || octets != demanded;
      return {{bits ? WireType::bits : WireType::u16be, broken && bits ? octets * 8U : count, raw},
              broken};
    }
    case 7: {
      auto const raw = in.take(1);
      return {{WireType::bits, 8, raw}, !in.ok() || !in.empty()};
    }
    case 24: {
      auto const octets = in.u16be();
      auto const count = in.u16be();
      auto const raw = in.take(count * std::size_t{2});
      return {{WireType::u16be, count, raw}, !in.ok() || octets != count * 2U + 2U};
    }
    case 11:
    case 12:
    case 17:
    case 20:
    case 43:
    case umas_function:
      return {{WireType::octets, static_cast<std::uint32_t>(in.left()), in.rest()}, false};
    default: return {};
  }
}

Term exception_name(std::uint8_t code) {
  switch (code) {
    case 1: return "Illegal Function";
    case 2: return "Illegal Data Address";
    case 3: return "Illegal Data Value";
    case 4: return "Server Device Failure";
    case 5: return "Acknowledge";
    case 6: return "Server Device Busy";
    case 8: return "Memory Parity Error";
    case 10: return "Gateway Path Unavailable";
    case 11: return "Gateway Target Device Failed To Respond";
    default: return {};
  }
}

DeviceIdentification::DeviceIdentification(Bytes data) {
  Cursor in{data};
  in.skip(5);  // MEI type, read code, conformity level, more follows, next object
  left_ = in.u8();
  rest_ = in.rest();
}

bool DeviceIdentification::next(Item& item) {
  if (left_ == 0) return false;
  Cursor in{rest_};
  item.id = in.u8();
  item.value = text_of(in.take(in.u8()));
  if (!in.ok()) return false;
  rest_ = in.rest();
  --left_;
  return true;
}

}  // namespace qw::modbus
