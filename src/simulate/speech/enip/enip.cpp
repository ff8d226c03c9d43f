// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/enip/enip.hpp"

namespace qw::simulate::enip {
namespace {

namespace command {
constexpr unsigned register_session = 0x65;
constexpr unsigned send_rr_data = 0x6f;
constexpr unsigned send_unit_data = 0x70;
}  // namespace command

namespace item {
constexpr unsigned null_address = 0;
constexpr unsigned connected_address = 0xa1;
constexpr unsigned connected_data = 0xb1;
constexpr unsigned unconnected_data = 0xb2;
constexpr unsigned sequenced_address = 0x8002;
}  // namespace item

namespace service {
constexpr unsigned get_attributes_all = 0x01;
constexpr unsigned read_tag = 0x4c;
constexpr unsigned write_tag = 0x4d;
constexpr unsigned forward_open = 0x54;
constexpr unsigned reply = 0x80;
}  // namespace service

Octets encapsulated(unsigned command, std::uint32_t session, std::uint64_t context,
                    Octets const& data) {
  auto out = Octets::with_room(24 + data.size());
  out.u16le(command).u16le(data.size()).u32le(session).u32le(0).u64le(context).u32le(0);
  return out.add(data);
}

/// The common packet format's head within a command: interface CIP, time-out, items.
Octets packet(std::uint16_t items) { return Octets{}.u32le(0).u16le(0).u16le(items); }

/// An object's class and instance as a path, in front of it its length in words.
Octets object_path(unsigned object_class, unsigned instance) {
  return Octets{2, 0x20, object_class, 0x24, instance};
}

Octets good_reply(unsigned code) { return Octets{service::reply | code, 0, 0, 0}; }

/// Point to point; priority low (0) or scheduled (2); size fixed unless `variable`.
std::uint16_t parameters(unsigned priority, bool variable, unsigned size) {
  return static_cast<std::uint16_t>(0x4000U | priority << 10 | (variable ? 0x200U : 0U) | size);
}

Octets open_request(Connection const& connection, std::uint16_t to_target,
                    std::uint16_t to_originator, unsigned trigger, Octets const& path) {
  Octets out{service::forward_open};
  out.add(object_path(0x06, 1));  // Connection Manager
  out.u8(0x0a).u8(0x0e);          // give up after 14 ticks of 1,024 ms
  out.u32le(0).u32le(connection.to_originator);
  out.u16le(connection.serial).u16le(connection.vendor).u32le(connection.originator);
  out.u8(3).fill(3);  // time-out after 32 intervals
  out.u32le(connection.interval_us).u16le(to_target);
  out.u32le(connection.interval_us).u16le(to_originator);
  return out.u8(trigger).u8(path.size() / 2).add(path);
}

/// A service for an element of an array tag.
Octets to_tag(unsigned code, std::string_view tag, std::uint16_t element) {
  Octets path{0x91, static_cast<unsigned>(tag.size())};
  path.text(tag).fill(tag.size() % 2);
  path.add(element < 256 ? Octets{0x28, element} : Octets{0x29, 0}.u16le(element));
  return Octets{code, static_cast<unsigned>(path.size() / 2)}.add(path);
}

}  // namespace

Octets register_session_request() {
  return encapsulated(command::register_session, 0, 0, Octets{}.u16le(1).u16le(0));
}
Octets register_session_reply(std::uint32_t session) {
  return encapsulated(command::register_session, session, 0, Octets{}.u16le(1).u16le(0));
}

Octets unconnected(std::uint32_t session, std::uint64_t context, Bytes message) {
  auto data = packet(2).u16le(item::null_address).u16le(0);
  data.u16le(item::unconnected_data).u16le(message.size()).add(message);
  return encapsulated(command::send_rr_data, session, context, data);
}

Octets connected(std::uint32_t session, std::uint32_t connection, std::uint16_t sequence,
                 Bytes message) {
  auto data = packet(2).u16le(item::connected_address).u16le(4).u32le(connection);
  data.u16le(item::connected_data).u16le(2 + message.size()).u16le(sequence).add(message);
  return encapsulated(command::send_unit_data, session, 0, data);
}

Octets io_data(std::uint32_t connection, std::uint32_t sequence, Bytes data) {
  auto out = Octets{}.u16le(2);
  out.u16le(item::sequenced_address).u16le(8).u32le(connection).u32le(sequence);
  return out.u16le(item::connected_data).u16le(2 + data.size()).u16le(sequence).add(data);
}

Octets run_header() { return Octets{}.u32le(1); }

Octets open_explicit_request(Connection const& connection) {
  constexpr unsigned server_of_class_3 = 0xa3;
  auto const size = parameters(0, true, 504);
  Octets const path{0x01, 0x00, 0x20, 0x02, 0x24, 0x01};  // backplane, slot 0, Message Router
  return open_request(connection, size, size, server_of_class_3, path);
}

Octets open_io_request(Connection const& connection, Assemblies const& assemblies) {
  constexpr unsigned cyclic_class_1 = 0x01;
  // A class 1 size counts the sequence number; the run header is the originator's alone.
  auto const out = parameters(2, false, 2U + 4U + assemblies.output_size);
  auto const in = parameters(2, false, 2U + assemblies.input_size);
  Octets const path{
      0x20, 0x04, 0x24, assemblies.configuration, 0x2c, assemblies.output, 0x2c, assemblies.input};
  return open_request(connection, out, in, cyclic_class_1, path);
}

Octets open_reply(Connection const& connection) {
  auto out = good_reply(service::forward_open);
  out.u32le(connection.to_target).u32le(connection.to_originator);
  out.u16le(connection.serial).u16le(connection.vendor).u32le(connection.originator);
  return out.u32le(connection.interval_us).u32le(connection.interval_us).u8(0).u8(0);
}

Octets read_tag_request(std::string_view tag, std::uint16_t element, std::uint16_t count) {
  return to_tag(service::read_tag, tag, element).u16le(count);
}

Octets read_tag_reply(std::uint16_t type, Bytes data) {
  return good_reply(service::read_tag).u16le(type).add(data);
}

Octets write_tag_request(std::string_view tag, std::uint16_t element, std::uint16_t type,
                         Bytes data) {
  return to_tag(service::write_tag, tag, element).u16le(type).u16le(1).add(data);
}

Octets write_tag_reply() { return good_reply(service::write_tag); }

Octets identity_request() { return Octets{service::get_attributes_all}.add(object_path(0x01, 1)); }

Octets identity_reply(Plate const& plate) {
  auto out = good_reply(service::get_attributes_all);
  out.u16le(1).u16le(plate.device_type).u16le(plate.product_code);
  out.u8(plate.major).u8(plate.minor).u16le(0x3060).u32le(plate.serial);
  return out.u8(plate.name.size()).text(plate.name);
}

}  // namespace qw::simulate::enip
