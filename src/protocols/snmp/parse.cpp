// SPDX-License-Identifier: Apache-2.0
#include "protocols/snmp/parse.hpp"

#include <algorithm>

namespace qw::snmp {
namespace {

namespace tag = ber::tag;

/// IpAddress, Counter32, Gauge32, TimeTicks, Opaque, Counter64 of RFC 2578.
constexpr std::uint8_t counter32 = 0x41;
constexpr std::uint8_t gauge32 = 0x42;
constexpr std::uint8_t time_ticks = 0x43;
constexpr std::uint8_t counter64 = 0x46;
constexpr std::uint8_t ip_address = 0x40;

std::uint32_t word(ber::Element const& element) {
  return static_cast<std::uint32_t>(ber::integer(element.content).value_or(0));
}

Malformed broken(ber::Reader const& in, Term text) {
  return Malformed{Fault::value, in.position(), text};
}

bool known(Pdu pdu, std::uint8_t version) {
  auto const number = static_cast<std::uint8_t>(pdu);
  if (version == version::v1) return number >= 0xa0 && number <= 0xa4;
  return number >= 0xa0 && number <= 0xa8 && pdu != Pdu::trap_v1;
}

/// Enterprise, agent address, generic and specific number, time stamp, bindings.
void read_trap(ber::Reader& in, MessageView& message) {
  message.trap.enterprise = in.expect(tag::object_identifier).content;
  in.expect(ip_address);
  message.trap.generic = word(in.expect(tag::integer));
  message.trap.specific = word(in.expect(tag::integer));
  in.expect(time_ticks);
  message.bindings = in.expect(tag::sequence);
}

/// What is in the PDU; false if it is broken.
bool read_pdu(ber::Reader& outside, MessageView& message) {
  ber::Element pdu;
  if (!outside.next(pdu)) return false;
  message.pdu = static_cast<Pdu>(pdu.identifier);
  if (!known(message.pdu, message.version)) return false;
  ber::Reader in{pdu};
  if (message.pdu == Pdu::trap_v1) {
    read_trap(in, message);
    return in.ok();
  }
  auto const request = word(in.expect(tag::integer));
  if (message.version != version::v3) message.id = request;
  message.error_status = word(in.expect(tag::integer));
  message.error_index = word(in.expect(tag::integer));
  message.bindings = in.expect(tag::sequence);
  return in.ok();
}

/// Message header, security parameters, then a scoped PDU or what hides it.
Parsed<MessageView> parse_v3(ber::Reader& in, MessageView message, std::size_t size) {
  ber::Reader header{in.expect(tag::sequence)};
  message.id = word(header.expect(tag::integer));
  header.expect(tag::integer);  // largest message
  auto const flags = header.expect(tag::octet_string).content;
  auto const model = word(header.expect(tag::integer));
  auto const security = in.expect(tag::octet_string);
  if (!in.ok() || !header.ok() || flags.size() != 1)
    return broken(in, "message header of version 3 is broken");
  message.authenticated = (octet_at(flags, 0) & 1) != 0;
  bool const encrypted = (octet_at(flags, 0) & 2) != 0;
  message.reportable = (octet_at(flags, 0) & 4) != 0;

  constexpr std::uint32_t user_based = 3;
  if (model == user_based) {
    ber::Reader outside{security};
    ber::Reader parameters{outside.expect(tag::sequence)};
    parameters.expect(tag::octet_string);  // engine
    parameters.expect(tag::integer);       // its boots
    parameters.expect(tag::integer);       // its time
    message.user = parameters.expect(tag::octet_string).content;
    if (!parameters.ok()) return broken(parameters, "security parameters are broken");
  }
  if (encrypted) {
    in.expect(tag::octet_string);
    message.pdu = Pdu::encrypted;
    if (!in.ok()) return broken(in, "encrypted PDU is no octet string");
    return Done<MessageView>{message, size};
  }
  ber::Reader scoped{in.expect(tag::sequence)};
  scoped.expect(tag::octet_string);  // engine
  scoped.expect(tag::octet_string);  // context
  if (!read_pdu(scoped, message)) return broken(scoped, "PDU is broken");
  return Done<MessageView>{message, size};
}

constexpr Term errors[] = {"noError",
                           "tooBig",
                           "noSuchName",
                           "badValue",
                           "readOnly",
                           "genErr",
                           "noAccess",
                           "wrongType",
                           "wrongLength",
                           "wrongEncoding",
                           "wrongValue",
                           "noCreation",
                           "inconsistentValue",
                           "resourceUnavailable",
                           "commitFailed",
                           "undoFailed",
                           "authorizationError",
                           "notWritable",
                           "inconsistentName"};

constexpr Term traps[] = {
    "coldStart",       "warmStart",         "linkDown", "linkUp", "authenticationFailure",
    "egpNeighborLoss", "enterpriseSpecific"};

}  // namespace

bool MessageView::asks() const {
  switch (pdu) {
    case Pdu::get:
    case Pdu::get_next:
    case Pdu::get_bulk:
    case Pdu::set:
    case Pdu::inform: return true;
    case Pdu::encrypted: return reportable;
    default: return false;
  }
}

Parsed<MessageView> parse(Bytes datagram) {
  if (!datagram.empty() && octet_at(datagram, 0) != tag::sequence)
    return Malformed{Fault::value, 0, "message is no sequence"};
  auto const size = ber::element_size(datagram);
  if (!size) return NeedMore{datagram.size() + 1};
  if (*size == 0) return Malformed{Fault::length, 1, "length is indefinite or of too many octets"};
  if (*size > datagram.size()) return NeedMore{*size};

  ber::Reader outside{datagram};
  ber::Reader in{outside.expect(tag::sequence)};
  MessageView message;
  auto const number = in.expect(tag::integer);
  if (!in.ok() || number.content.size() != 1) return broken(in, "version is missing");
  message.version = octet_at(number.content, 0);
  if (message.version == version::v3) return parse_v3(in, message, *size);
  if (message.version > version::v2c)
    return Malformed{Fault::value, number.offset, "version is not 1, 2c or 3"};
  message.community = in.expect(tag::octet_string).content;
  if (!in.ok()) return broken(in, "community is missing");
  if (!read_pdu(in, message)) return broken(in, "PDU is broken");
  return Done<MessageView>{message, *size};
}

bool Bindings::next(Binding& binding) {
  ber::Element element;
  if (broken_ || !in_.next(element)) return false;
  ber::Reader inside{element};
  binding.name = inside.expect(tag::object_identifier).content;
  broken_ = element.identifier != tag::sequence || !inside.next(binding.value);
  return !broken_;
}

Number number_of(ber::Element const& value) {
  Number number;
  std::uint64_t bits = 0;
  if (value.identifier == tag::integer) {
    auto const read = ber::integer(value.content);
    if (!read || *read < INT32_MIN || *read > INT32_MAX) return number;
    bits = static_cast<std::uint64_t>(*read);
    number.type = WireType::s32be;
  } else {
    bool const wide = value.identifier == counter64;
    if (value.identifier != counter32 && value.identifier != gauge32 &&
        value.identifier != time_ticks && !wide)
      return number;
    auto const read = ber::natural(value.content);
    if (!read || (!wide && *read > UINT32_MAX)) return number;
    bits = *read;
    number.type = wide ? WireType::u64be : WireType::u32be;
  }
  auto const width = width_of(number.type);
  for (std::size_t i = 0; i < width; ++i)
    number.octets[i] = static_cast<std::byte>(bits >> (8 * (width - 1 - i)));
  return number;
}

Values values_of(ber::Element const& value, Number const& number) {
  if (number.type != WireType::none) return number.values();
  if (value.content.empty()) return {};
  return {WireType::octets, static_cast<std::uint32_t>(value.content.size()), value.content};
}

Term name_of(Pdu pdu) {
  switch (pdu) {
    case Pdu::get: return "GetRequest";
    case Pdu::get_next: return "GetNextRequest";
    case Pdu::response: return "Response";
    case Pdu::set: return "SetRequest";
    case Pdu::trap_v1: return "Trap";
    case Pdu::get_bulk: return "GetBulkRequest";
    case Pdu::inform: return "InformRequest";
    case Pdu::trap_v2: return "SNMPv2-Trap";
    case Pdu::report: return "Report";
    case Pdu::encrypted: return "encryptedPDU";
  }
  return {};
}

Verb verb_of(Pdu pdu) {
  switch (pdu) {
    case Pdu::get:
    case Pdu::get_next:
    case Pdu::get_bulk: return Verb::read;
    case Pdu::set: return Verb::write;
    default: return Verb::other;
  }
}

Term error_name(std::uint32_t status) {
  return status < std::size(errors) ? errors[status] : Term{};
}

Term generic_trap_name(std::uint32_t generic) {
  return generic < std::size(traps) ? traps[generic] : Term{};
}

std::optional<std::uint8_t> number_after(Bytes name, std::span<std::uint8_t const> prefix,
                                         std::span<std::uint8_t const> tail) {
  if (name.size() != prefix.size() + 1 + tail.size()) return std::nullopt;
  auto const same = [](Bytes octets, std::span<std::uint8_t const> expected) {
    return std::ranges::equal(octets, std::as_bytes(expected));
  };
  if (!same(name.first(prefix.size()), prefix) || !same(name.last(tail.size()), tail))
    return std::nullopt;
  return octet_at(name, prefix.size());
}

}  // namespace qw::snmp
