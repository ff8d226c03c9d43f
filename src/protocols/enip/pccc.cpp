// SPDX-License-Identifier: Apache-2.0
#include "protocols/enip/pccc.hpp"

#include "core/cursor.hpp"
#include "core/text_writer.hpp"

namespace qw::enip {
namespace {

struct Function {
  std::uint8_t command;
  std::uint8_t code;
  Term name;
  Verb verb;
};

constexpr std::uint8_t no_function = 0xff;

constexpr Function functions[] = {
    {0x00, no_function, "protected write", Verb::write},
    {0x01, no_function, "unprotected read", Verb::read},
    {0x02, no_function, "protected bit write", Verb::write},
    {0x05, no_function, "unprotected bit write", Verb::write},
    {0x06, 0x00, "echo", Verb::diagnose},
    {0x06, 0x01, "read diagnostic counters", Verb::diagnose},
    {0x06, 0x02, "set variables", Verb::configure},
    {0x06, 0x03, "diagnostic status", Verb::diagnose},
    {0x06, 0x04, "set timeout", Verb::configure},
    {0x06, 0x05, "set NAKs", Verb::configure},
    {0x06, 0x06, "set ENQs", Verb::configure},
    {0x06, 0x07, "reset diagnostic counters", Verb::diagnose},
    {0x06, 0x08, "set data table size", Verb::configure},
    {0x06, 0x09, "read link parameters", Verb::diagnose},
    {0x06, 0x0a, "set link parameters", Verb::configure},
    {0x07, 0x00, "disable outputs", Verb::stop},
    {0x07, 0x01, "enable outputs", Verb::start},
    {0x07, 0x03, "enable PLC scanning", Verb::start},
    {0x07, 0x04, "enter download mode", Verb::load_program},
    {0x07, 0x05, "exit download/upload mode", Verb::load_program},
    {0x07, 0x06, "enter upload mode", Verb::take_program},
    {0x08, no_function, "unprotected write", Verb::write},
    {0x0f, 0x00, "word range write", Verb::write},
    {0x0f, 0x01, "word range read", Verb::read},
    {0x0f, 0x02, "bit write", Verb::write},
    {0x0f, 0x03, "file write", Verb::write},
    {0x0f, 0x04, "file read", Verb::read},
    {0x0f, 0x05, "download request", Verb::load_program},
    {0x0f, 0x06, "upload", Verb::take_program},
    {0x0f, 0x07, "shutdown", Verb::stop},
    {0x0f, 0x08, "physical write", Verb::write},
    {0x0f, 0x09, "physical read", Verb::read},
    {0x0f, 0x0a, "restart request", Verb::start},
    {0x0f, 0x11, "get edit resource", Verb::load_program},
    {0x0f, 0x12, "return edit resource", Verb::load_program},
    {0x0f, 0x17, "read bytes physical", Verb::read},
    {0x0f, 0x18, "write bytes physical", Verb::write},
    {0x0f, 0x26, "read-modify-write", Verb::write},
    {0x0f, 0x29, "read section size", Verb::read},
    {0x0f, 0x3a, "set CPU mode", Verb::configure},
    {0x0f, 0x41, "disable forces", Verb::force},
    {0x0f, 0x50, "download all request", Verb::load_program},
    {0x0f, 0x52, "download completed", Verb::load_program},
    {0x0f, 0x53, "upload all request", Verb::take_program},
    {0x0f, 0x55, "upload completed", Verb::take_program},
    {0x0f, 0x57, "initialize memory", Verb::load_program},
    {0x0f, 0x5e, "modify PLC-2 compatibility file", Verb::configure},
    {0x0f, 0x67, "typed write", Verb::write},
    {0x0f, 0x68, "typed read", Verb::read},
    {0x0f, 0x79, "read-modify-write N", Verb::write},
    {0x0f, 0x80, "change mode", Verb::configure},
    {0x0f, 0x81, "open file", Verb::file},
    {0x0f, 0x82, "close file", Verb::file},
    {0x0f, 0x88, "execute multiple commands", Verb::other},
    {0x0f, 0x8f, "apply port configuration", Verb::configure},
    {0x0f, 0xa1, "protected typed logical read with two address fields", Verb::read},
    {0x0f, 0xa2, "protected typed logical read with three address fields", Verb::read},
    {0x0f, 0xa7, "protected typed file read", Verb::read},
    {0x0f, 0xa9, "protected typed logical write with two address fields", Verb::write},
    {0x0f, 0xaa, "protected typed logical write with three address fields", Verb::write},
    {0x0f, 0xab, "protected typed logical write with mask", Verb::write},
    {0x0f, 0xaf, "protected typed file write", Verb::write},
};

bool has_functions(std::uint8_t command) {
  return command == 0x06 || command == 0x07 || command == 0x0f;
}

/// Set CPU mode (0x3a) and change mode (0x80): 6 and 2 run, 1 and 0 program.
Verb verb_of_mode(PcccView const& request) {
  if (request.data.empty()) return Verb::configure;
  auto const mode = octet_at(request.data, 0);
  auto const run = request.function == 0x80 ? 6 : 2;
  auto const program = request.function == 0x80 ? 1 : 0;
  return mode == run ? Verb::start : mode == program ? Verb::stop : Verb::configure;
}

/// An address field: one octet, or 0xff and two.
std::uint16_t field(Cursor& in) {
  auto const octet = in.u8();
  return octet == 0xff ? in.u16le() : octet;
}

/// The letter of a data file's type; 0 for those that have none of their own.
char letter_of(std::uint8_t type) {
  switch (type) {
    case 0x82:
    case 0x8b: return 'O';
    case 0x83:
    case 0x8c: return 'I';
    case 0x84: return 'S';
    case 0x85: return 'B';
    case 0x86: return 'T';
    case 0x87: return 'C';
    case 0x88: return 'R';
    case 0x89: return 'N';
    case 0x8a: return 'F';
    case 0x91: return 'L';
    default: return 0;
  }
}

bool has_logical_address(PcccView const& request) {
  if (request.command != 0x0f) return false;
  switch (request.function) {
    case 0xa1:
    case 0xa2:
    case 0xa9:
    case 0xaa:
    case 0xab: return true;
    default: return false;
  }
}

bool writes(PcccView const& request) {
  return request.function == 0xa9 || request.function == 0xaa || request.function == 0xab;
}

std::uint8_t file_type_of(PcccView const& request) {
  Cursor in{request.data};
  in.skip(1);
  field(in);
  return in.u8();
}

}  // namespace

std::optional<PcccView> read_pccc(Bytes data, bool reply) {
  Cursor in{data};
  auto const identifier = in.u8();  // octets of the requester's identifier, this one included
  if (!in.ok() || identifier == 0) return std::nullopt;
  in.skip(identifier - std::size_t{1});
  PcccView view;
  view.command = in.u8();
  view.status = in.u8();
  view.transaction = in.u16le();
  if (!reply && has_functions(view.command)) view.function = in.u8();
  if (!in.ok()) return std::nullopt;
  view.data = in.rest();
  return view;
}

PcccNamed pccc_name(PcccView const& request) {
  auto const code = has_functions(request.command) ? request.function : no_function;
  for (auto const& each : functions) {
    if (each.command != request.command || each.code != code) continue;
    bool const mode = each.command == 0x0f && (code == 0x3a || code == 0x80);
    return {each.name, mode ? verb_of_mode(request) : each.verb};
  }
  return {"PCCC", Verb::other};
}

std::optional<PcccAddress> PcccAddress::of(PcccView const& request) {
  if (!has_logical_address(request)) return std::nullopt;
  bool const three = request.function != 0xa1 && request.function != 0xa9;
  Cursor in{request.data};
  PcccAddress address;
  address.octets = in.u8();
  address.file = field(in);
  auto const type = in.u8();
  address.element = field(in);
  if (three) address.sub_element = field(in);
  if (request.function == 0xab) in.skip(2);  // the mask
  if (!in.ok()) return std::nullopt;
  if (writes(request)) {
    auto const wire = pccc_wire_type(request);
    address.values = {wire, static_cast<std::uint32_t>(in.left() / width_of(wire)), in.rest()};
  }
  address.write_text(type);
  return address;
}

void PcccAddress::write_text(std::uint8_t type) {
  TextWriter out{text_};
  if (auto const letter = letter_of(type); letter != 0) out.character(letter);
  out.number(file).character(':').number(element);
  if (sub_element != 0) out.character('.').number(sub_element);
  text_size_ = out.take().size();
}

WireType pccc_wire_type(PcccView const& request) {
  if (!has_logical_address(request)) return WireType::octets;
  switch (file_type_of(request)) {
    case 0x82:
    case 0x83:
    case 0x84:
    case 0x85:
    case 0x8b:
    case 0x8c: return WireType::u16le;
    case 0x89: return WireType::s16le;
    case 0x8a: return WireType::f32le;
    case 0x91: return WireType::s32le;
    default: return WireType::octets;
  }
}

Term pccc_status_name(std::uint8_t status) {
  switch (status) {
    case 0x00: return "Success";
    case 0x10: return "Illegal command or format";
    case 0x20: return "Host has a problem and will not communicate";
    case 0x30: return "Remote node host is missing, disconnected, or shut down";
    case 0x40: return "Host could not complete function due to hardware fault";
    case 0x50: return "Addressing problem or memory protect rungs";
    case 0x60: return "Function not allowed due to command protection selection";
    case 0x70: return "Processor is in Program mode";
    case 0x80: return "Compatibility mode file missing or communication zone problem";
    case 0x90: return "Remote node cannot buffer command";
    case 0xa0:
    case 0xc0: return "Wait ACK";
    case 0xb0: return "Remote node problem due to download";
    case 0xf0: return "Error code in the EXT STS byte";
    default: return {};
  }
}

}  // namespace qw::enip
