// SPDX-License-Identifier: Apache-2.0
#include "protocols/lldp/track.hpp"

#include <algorithm>

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::lldp {
namespace {

constexpr std::uint16_t types[] = {delivery::frame_type::lldp};
constexpr ProtocolDescription description{.name = "lldp",
                                          .title = "Link Layer Discovery Protocol",
                                          .traits = {Trait::discovery},
                                          .frame_types = types};
constexpr Protocol name{description};

/// Organisations, by their identifier (OUI).
constexpr std::uint32_t media_endpoint = 0x0012bb;  // TIA, LLDP-MED
constexpr std::uint32_t profibus = 0x000ecf;        // PROFIBUS Nutzerorganisation

/// By bit of the capabilities TLV. Source: IEEE 802.1AB-2016, table 8-4.
constexpr std::string_view capability_names[] = {"Other",
                                                 "Repeater",
                                                 "Bridge",
                                                 "WLAN Access Point",
                                                 "Router",
                                                 "Telephone",
                                                 "DOCSIS cable device",
                                                 "Station Only",
                                                 "C-VLAN component",
                                                 "S-VLAN component",
                                                 "Two-port MAC Relay"};

struct Inventory {
  std::uint8_t subtype;
  Attribute attribute;
  Term source;
};
/// Source: ANSI/TIA-1057, section 10.2.6.
constexpr Inventory inventory[] = {
    {5, Attribute::hardware, "LLDP-MED Hardware Revision"},
    {6, Attribute::firmware, "LLDP-MED Firmware Revision"},
    {7, Attribute::software, "LLDP-MED Software Revision"},
    {8, Attribute::serial, "LLDP-MED Serial Number"},
    {9, Attribute::maker, "LLDP-MED Manufacturer Name"},
    {10, Attribute::model, "LLDP-MED Model Name"},
};

std::string_view trimmed(Bytes value) {
  auto text = text_of(value);
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

bool printable(Bytes value) {
  return std::ranges::all_of(text_of(value), [](char c) { return c >= ' ' && c < 0x7f; });
}

/// Identifiers are addresses, text, or whatever the maker chose.
std::string_view write_identifier(Identifier const& identifier, TextWriter& out) {
  if (!identifier.address.empty()) return out.address(identifier.address).take();
  if (printable(identifier.value)) return text_of(identifier.value);
  return out.hex(identifier.value).take();
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

void Tracker::on_frame(delivery::Frame const& frame) {
  auto const parsed = parse(frame.bytes);
  auto const* message = voice_.whole(parsed, frame.bytes.size(),
                                     "data unit ends before its time to live", frame.moment);
  if (message != nullptr) on_message(*message, frame.moment);
}

void Tracker::on_message(MessageView const& message, Moment const& moment) {
  say_neighbour(message, moment);
  if (auto const system = system_identification(message.chassis))
    say_system_identification(*system, moment);
  Tlvs tlvs{message.whole};
  for (Tlv each; tlvs.next(each);) on_tlv(message, each, moment);
  if (tlvs.cut())
    voice_.say_fault(Fault::truncated, "data unit ends within a TLV", message.whole.size(), moment);
}

void Tracker::on_tlv(MessageView const& message, Tlv const& tlv, Moment const& moment) {
  switch (tlv.type) {
    case tlv::system_name:
      return voice_.say_identity(Attribute::host_name, trimmed(tlv.value), "LLDP System Name",
                                 moment);
    case tlv::system_description:
      return voice_.say_identity(Attribute::software, trimmed(tlv.value), "LLDP System Description",
                                 moment, Basis::banner);
    case tlv::capabilities: return say_capabilities(tlv, moment);
    case tlv::management_address: return say_management(message, tlv, moment);
    case tlv::organisation: return say_organisation(tlv, moment);
    default: return;
  }
}

/// The sender's port, by its MAC, belongs to the chassis.
void Tracker::say_neighbour(MessageView const& message, Moment const& moment) {
  auto const& sender = moment.speaker.host.address;
  auto const& chassis = message.chassis.address;
  char room[520];  // an identifier of 256 octets in hexadecimal
  TextWriter out{room};
  voice_.say(Binding{.said = {moment, name},
                     .relation = Relation::neighbour,
                     .subject = chassis.empty() ? sender : chassis,
                     .object = sender,
                     .detail = write_identifier(message.port, out),
                     .lifetime = message.time_to_live});
}

void Tracker::say_management(MessageView const& message, Tlv const& tlv, Moment const& moment) {
  auto const address = management_address(tlv.value);
  if (!address.is_ip() || address.is_unspecified()) return;
  auto const& chassis = message.chassis.address;
  voice_.say(Binding{.said = {moment, name},
                     .relation = Relation::address,
                     .subject = address,
                     .object = chassis.is_mac() ? chassis : moment.speaker.host.address,
                     .detail = "management",
                     .lifetime = message.time_to_live});
}

/// Those that are enabled, not all that the system could do.
void Tracker::say_capabilities(Tlv const& tlv, Moment const& moment) {
  Cursor in{tlv.value};
  in.skip(2);
  auto const enabled = in.u16be();
  if (!in.ok())
    return voice_.say_fault(Fault::length, "capabilities have less than 4 octets", tlv.offset,
                            moment);
  char room[256];
  TextWriter out{room};
  for (std::size_t bit = 0; bit < std::size(capability_names); ++bit) {
    if ((enabled >> bit & 1) == 0) continue;
    if (!out.written().empty()) out.text(", ");
    out.text(capability_names[bit]);
  }
  voice_.say_identity(Attribute::role, out.take(), "LLDP System Capabilities", moment);
}

void Tracker::say_organisation(Tlv const& tlv, Moment const& moment) {
  Cursor in{tlv.value};
  auto const organisation = in.u24be();
  auto const subtype = in.u8();
  if (!in.ok())
    return voice_.say_fault(Fault::length, "organisation's TLV has less than 4 octets", tlv.offset,
                            moment);
  if (organisation == media_endpoint) {
    for (auto const& each : inventory)
      if (each.subtype == subtype)
        voice_.say_identity(each.attribute, trimmed(in.rest()), each.source, moment);
  }
  constexpr std::uint8_t chassis_mac = 5;  // IEC 61158-6-10, LLDP_PNIO_CHASSIS_MAC
  if (organisation != profibus || subtype != chassis_mac || in.left() < 6) return;
  voice_.say(Binding{.said = {moment, name},
                     .relation = Relation::neighbour,
                     .subject = Address::mac(in.take(6)),
                     .object = moment.speaker.host.address,
                     .detail = "PROFINET chassis"});
}

void Tracker::say_system_identification(SystemIdentification const& system, Moment const& moment) {
  constexpr Term source{"LLDP Chassis ID, PROFINET system identification"};
  voice_.say_identity(Attribute::model, system.device, source, moment);
  voice_.say_identity(Attribute::order_number, system.order_number, source, moment);
  voice_.say_identity(Attribute::serial, system.serial, source, moment);
  voice_.say_identity(Attribute::hardware, system.hardware, source, moment);
  char room[64];
  TextWriter out{room};
  bool number = false;  // columns are padded by blanks: "V  4  2  0" is V4.2.0
  for (std::size_t i = 0; i < system.software.size(); ++i) {
    char const c = system.software[i];
    if (c == ' ') continue;
    bool const starts = c >= '0' && c <= '9' && i != 0 && system.software[i - 1] == ' ';
    if (starts && number) out.character('.');
    number = number || starts;
    out.character(c);
  }
  voice_.say_identity(Attribute::firmware, out.take(), source, moment);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = description,
                                               .frame = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::lldp
