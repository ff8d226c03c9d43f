// SPDX-License-Identifier: Apache-2.0
#include "protocols/enip/request.hpp"

#include "core/cursor.hpp"
#include "core/text_writer.hpp"
#include "protocols/enip/names.hpp"

namespace qw::enip {
namespace {

constexpr std::uint16_t structure = 0x02a0;
/// File object, section 5-42: the instance that holds the device's own EDS and icons.
constexpr std::uint32_t electronic_data_sheet = 0xc8;

namespace service {
constexpr std::uint8_t get_attributes_all = 0x01;
constexpr std::uint8_t set_attributes_all = 0x02;
constexpr std::uint8_t get_attribute_list = 0x03;
constexpr std::uint8_t set_attribute_list = 0x04;
constexpr std::uint8_t multiple = 0x0a;
constexpr std::uint8_t get_attribute_single = 0x0e;
constexpr std::uint8_t set_attribute_single = 0x10;
constexpr std::uint8_t first_of_class = 0x4b;
constexpr std::uint8_t read_tag = 0x4c;
constexpr std::uint8_t write_tag = 0x4d;
constexpr std::uint8_t read_modify_write = 0x4e;
constexpr std::uint8_t read_fragment = 0x52;
constexpr std::uint8_t write_fragment = 0x53;
constexpr std::uint8_t forward_close = 0x4e;
constexpr std::uint8_t unconnected_send = 0x52;
constexpr std::uint8_t forward_open = 0x54;
constexpr std::uint8_t large_forward_open = 0x5b;
}  // namespace service

/// Volume 1, appendix C-6.1: elementary data types. BOOL takes an octet of its own.
WireType wire_type_of(std::uint16_t type) {
  switch (type) {
    case 0xc1:
    case 0xc6:
    case 0xd1: return WireType::u8;
    case 0xc2: return WireType::s8;
    case 0xc3: return WireType::s16le;
    case 0xc4: return WireType::s32le;
    case 0xc5: return WireType::s64le;
    case 0xc7:
    case 0xd2: return WireType::u16le;
    case 0xc8:
    case 0xd3: return WireType::u32le;
    case 0xc9:
    case 0xd4: return WireType::u64le;
    case 0xca: return WireType::f32le;
    case 0xcb: return WireType::f64le;
    default: return WireType::octets;
  }
}

/// Octets as values of the type, or as octets where they do not divide.
Values values_of(std::uint16_t type, Bytes raw) {
  if (raw.empty()) return {};
  auto const wire = wire_type_of(type);
  if (raw.size() % width_of(wire) != 0)
    return {WireType::octets, static_cast<std::uint32_t>(raw.size()), raw};
  return {wire, static_cast<std::uint32_t>(raw.size() / width_of(wire)), raw};
}

Values octets_of(Bytes raw) {
  if (raw.empty()) return {};
  return {WireType::octets, static_cast<std::uint32_t>(raw.size()), raw};
}

bool is_tag_service(std::uint8_t code) {
  return code == service::read_tag || code == service::write_tag ||
         code == service::read_modify_write || code == service::read_fragment ||
         code == service::write_fragment;
}

/// Services that carry a password, or may: their data is never passed on.
bool holds_secret(std::uint32_t class_id, std::uint8_t code) {
  if (class_id == object_class::authority || class_id == object_class::password_authenticator)
    return true;
  return class_id == object_class::safety_supervisor && code >= service::first_of_class;
}

bool is_write(Verb verb) {
  return verb == Verb::write || verb == Verb::configure || verb == Verb::set_clock;
}

}  // namespace

std::size_t place_octets(Bytes cip) {
  Cursor in{cip};
  auto const code = in.u8();
  in.skip(2 * std::size_t{in.u8()});  // the path is counted in words
  bool const writes_tag = code == service::write_tag || code == service::read_modify_write;
  return writes_tag && in.ok() ? in.position() : cip.size();
}

RequestView::RequestView(CipView const& message) : cip{message}, path{message.path} {
  broken = path.broken;
  class_id = path.class_id.value_or(0);
  bool const tag = path.symbolic || class_id == object_class::symbol;
  object.block = path.instance.value_or(0);
  object.offset = path.attribute.value_or(path.member.value_or(0));
  if (tag && is_tag_service(cip.service)) {
    read_tag();
    return;
  }
  auto const named = service_name(class_id, cip.service);
  verb = named.verb;
  operation = named.operation;
  object.space = path.symbolic ? Term{"tag"} : path.class_id ? class_name(class_id) : Term{};
  object.symbol = path.text();
  read_class();
}

void RequestView::read_class() {
  if (holds_secret(class_id, cip.service)) return;
  switch (cip.service) {
    case service::multiple: shape = Shape::multiple; return;
    case service::get_attribute_list: return read_get_list();
    case service::set_attribute_list: return read_set_list();
    case service::set_attributes_all:
    case service::set_attribute_single: values = octets_of(cip.data); return;
    default: break;
  }
  if (class_id == object_class::pccc && cip.service == service::first_of_class) return read_pccc();
  if (class_id == object_class::connection_manager) {
    if (cip.service == service::unconnected_send) shape = Shape::unconnected_send;
    if (cip.service == service::forward_open || cip.service == service::large_forward_open)
      read_forward_open();
    if (cip.service == service::forward_close) shape = Shape::forward_close;
    return;
  }
  if (class_id == object_class::file && path.instance == electronic_data_sheet &&
      verb == Verb::firmware)
    verb = Verb::file;
  keep_octets();
}

/// Parameters of services that we know; those of a maker's own may hold secrets.
void RequestView::keep_octets() {
  if (cip.service < service::first_of_class || is_write(verb) || verb == Verb::read)
    values = octets_of(cip.data);
}

/// Logix data access: type and count before the data, an octet offset in a fragment.
void RequestView::read_tag() {
  auto const named = service_name(object_class::symbol, cip.service);
  verb = named.verb;
  operation = named.operation;
  object.space = path.symbolic ? Term{"tag"} : class_name(class_id);
  object.symbol = path.text();
  Cursor in{cip.data};
  bool const fragment =
      cip.service == service::read_fragment || cip.service == service::write_fragment;
  if (cip.service == service::read_modify_write) {
    auto const size = in.u16le();
    values = octets_of(in.take(size * std::size_t{2}));  // OR mask, then AND mask
    object.length = 1;
  } else if (verb == Verb::read) {
    shape = Shape::tag_read;
    object.length = in.u16le();
    if (fragment) object.offset = in.u32le();
  } else {
    auto const type = in.u16le();
    if (type == structure) in.skip(2);
    object.length = in.u16le();
    if (fragment) object.offset = in.u32le();
    values = values_of(type, in.take_rest());
  }
  broken |= !in.ok() || !in.empty();
}

/// Appendix: count and attribute identifiers.
void RequestView::read_get_list() {
  Cursor in{cip.data};
  auto const count = in.u16le();
  auto const raw = in.take(count * std::size_t{2});
  broken |= !in.ok();
  values = {WireType::u16le, static_cast<std::uint32_t>(raw.size() / 2), raw};
  if (raw.empty()) values = {};
  object.length = count;
  Cursor first{raw};
  object.offset = first.u16le();
}

/// Appendix: count, then identifiers each with a value whose size only the
/// class knows; for one attribute, which is the rule, the rest is its value.
void RequestView::read_set_list() {
  Cursor in{cip.data};
  object.length = in.u16le();
  if (object.length != 0) object.offset = in.u16le();
  broken |= !in.ok();
  values = octets_of(in.rest());
}

/// The object of a connection is where its path ends; the values are the two
/// network connection identifiers, originator to target first.
void RequestView::read_forward_open() {
  shape = Shape::forward_open;
  auto const open = enip::read_forward_open(cip.data, cip.service == service::large_forward_open);
  broken |= !open;
  if (!open) return;
  PathView const target{open->path};
  broken |= target.broken;
  if (target.class_id) object.space = class_name(*target.class_id);
  object.block = target.instance.value_or(0);
  object.station = target.link;
  write_points(target);
  values = {WireType::u32le, 2, open->identifiers};
}

void RequestView::write_points(PathView const& target) {
  TextWriter out{text_};
  for (std::size_t i = 0; i < target.point_count; ++i) {
    if (i != 0) out.character(',');
    out.number(target.points[i]);
  }
  object.symbol = out.take();
}

void RequestView::read_pccc() {
  shape = Shape::pccc;
  pccc = enip::read_pccc(cip.data, false);
  broken |= !pccc;
  if (!pccc) return;
  auto const named = pccc_name(*pccc);
  operation = named.operation;
  verb = named.verb;
  object.block = 0;
  address_ = PcccAddress::of(*pccc);
  if (!address_) return;
  object.block = address_->file;
  object.offset = address_->element;
  object.length = address_->octets;
  object.symbol = address_->text();
  values = address_->values;
}

ReplyView read_reply(RequestView const& request, CipView const& reply) {
  if (holds_secret(request.class_id, request.cip.service)) return {};
  if (request.shape == Shape::tag_read) {
    if (reply.data.empty()) return {};
    Cursor in{reply.data};
    auto const type = in.u16le();
    if (type == structure) in.skip(2);
    return {values_of(type, in.rest()), !in.ok()};
  }
  if (request.shape == Shape::pccc) {
    auto const answer = read_pccc(reply.data, true);
    if (!answer) return {{}, true};
    if (request.verb != Verb::read || answer->status != 0) return {};
    auto const wire = pccc_wire_type(*request.pccc);
    bool const whole = answer->data.size() % width_of(wire) == 0;
    if (answer->data.empty() || !whole) return {octets_of(answer->data), false};
    return {{wire, static_cast<std::uint32_t>(answer->data.size() / width_of(wire)), answer->data},
            false};
  }
  if (request.shape != Shape::plain || request.verb != Verb::read) return {};
  return {octets_of(reply.data), false};
}

StatusView read_status(RequestView const& request, CipView const& reply) {
  constexpr std::uint8_t partial_transfer = 0x06;
  StatusView view;
  view.accepted = reply.status == 0 || reply.status == partial_transfer;
  view.code = reply.status;
  view.name = status_name(reply.status);
  if (!view.accepted && reply.extended.size() >= 2) {
    Cursor in{reply.extended};
    auto const extended = in.u16le();
    view.code = static_cast<std::uint32_t>(extended) << 8 | reply.status;
    bool const of_manager = reply.status == 1 || request.shape == Shape::forward_open ||
                            request.shape == Shape::forward_close ||
                            request.shape == Shape::unconnected_send;
    if (auto const name = connection_status_name(extended); of_manager && !name.empty())
      view.name = name;
  }
  if (request.shape == Shape::pccc && view.accepted) {
    auto const answer = read_pccc(reply.data, true);
    if (answer && answer->status != 0)
      return {false, answer->status, pccc_status_name(answer->status)};
  }
  return view;
}

IdentityAttributes::IdentityAttributes(RequestView const& request, CipView const& reply) {
  Cursor in{reply.data};
  switch (request.cip.service) {
    case service::get_attributes_all: left_ = 7; break;
    case service::get_attribute_single:
      source_ = Source::single;
      next_id_ = static_cast<std::uint16_t>(request.path.attribute.value_or(0));
      left_ = 1;
      break;
    case service::get_attribute_list:
      source_ = Source::list;
      left_ = in.u16le();
      break;
    default: break;
  }
  rest_ = in.rest();
}

bool IdentityAttributes::next(AttributeView& attribute) {
  if (left_ == 0) return false;
  --left_;
  if (source_ == Source::list) return next_of_list(attribute);
  attribute.id = next_id_++;
  attribute.value = value_of(attribute.id);
  return !attribute.value.empty();
}

bool IdentityAttributes::next_of_list(AttributeView& attribute) {
  Cursor in{rest_};
  attribute.id = in.u16le();
  auto const status = in.u16le();
  if (!in.ok()) return false;
  rest_ = in.rest();
  attribute.value = {};
  if (status != 0) return true;  // the value is then absent
  attribute.value = value_of(attribute.id);
  return !attribute.value.empty();
}

/// Section 5-2.2: the sizes of attributes 1 to 7; takes the value off the rest.
Bytes IdentityAttributes::value_of(std::uint16_t id) {
  Cursor in{rest_};
  Bytes value;
  switch (id) {
    case 1:
    case 2:
    case 3:
    case 4:
    case 5: value = in.take(2); break;
    case 6: value = in.take(4); break;
    case 7: value = in.take(in.u8()); break;
    default: return {};
  }
  rest_ = in.rest();
  return value;
}

}  // namespace qw::enip
