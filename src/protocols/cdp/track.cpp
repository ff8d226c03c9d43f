// SPDX-License-Identifier: Apache-2.0
#include "protocols/cdp/track.hpp"

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::cdp {
namespace {

constexpr std::uint16_t types[] = {delivery::frame_type::cdp};
constexpr ProtocolDescription description{.name = "cdp",
                                          .title = "Cisco Discovery Protocol",
                                          .traits = {Trait::discovery},
                                          .frame_types = types};
constexpr Protocol name{description};

/// By bit of the capabilities TLV.
constexpr std::string_view capability_names[] = {
    "Router", "Transparent Bridge", "Source Route Bridge", "Switch", "Host", "IGMP", "Repeater",
    "Phone"};

std::string_view trimmed(Bytes value) {
  auto text = text_of(value);
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

void Tracker::on_frame(delivery::Frame const& frame) {
  auto const parsed = parse(frame.bytes);
  auto const* message =
      voice_.whole(parsed, frame.bytes.size(), "message ends within its header", frame.moment);
  if (message != nullptr) on_message(*message, frame.moment);
}

void Tracker::on_message(MessageView const& message, Moment const& moment) {
  Tlvs tlvs{message};
  for (Tlv each; tlvs.next(each);) on_tlv(message, each, moment);
  if (tlvs.broken())
    voice_.say_fault(Fault::length, "TLV is cut, or shorter than its header", tlvs.position(),
                     moment);
}

void Tracker::on_tlv(MessageView const& message, Tlv const& tlv, Moment const& moment) {
  auto const text = trimmed(tlv.value);
  switch (tlv.type) {
    case tlv::device:
      return voice_.say_identity(Attribute::host_name, text, "CDP Device ID", moment);
    case tlv::system_name:
      return voice_.say_identity(Attribute::host_name, text, "CDP System Name", moment);
    case tlv::platform: return voice_.say_identity(Attribute::model, text, "CDP Platform", moment);
    case tlv::software:
      return voice_.say_identity(Attribute::software, text, "CDP Version", moment, Basis::banner);
    case tlv::location:  // one octet says of what kind the location is
      return voice_.say_identity(Attribute::location, text.substr(text.empty() ? 0 : 1),
                                 "CDP Location", moment);
    case tlv::capabilities: return say_capabilities(tlv, moment);
    case tlv::port: return say_port(message, tlv, moment);
    case tlv::addresses:
    case tlv::management_addresses: return say_addresses(message, tlv, moment);
    default: return;
  }
}

void Tracker::say_port(MessageView const& message, Tlv const& tlv, Moment const& moment) {
  auto const& sender = moment.speaker.host.address;
  voice_.say(Binding{.said = {moment, name},
                     .relation = Relation::neighbour,
                     .subject = sender,
                     .object = sender,
                     .detail = trimmed(tlv.value),
                     .lifetime = message.time_to_live});
}

void Tracker::say_addresses(MessageView const& message, Tlv const& tlv, Moment const& moment) {
  Addresses addresses{tlv.value};
  Address address;
  for (std::size_t i = 0; i < most_addresses && addresses.next(address); ++i) {
    if (address.empty() || address.is_unspecified()) continue;
    voice_.say(Binding{.said = {moment, name},
                       .relation = Relation::address,
                       .subject = address,
                       .object = moment.speaker.host.address,
                       .detail = tlv.type == tlv::addresses ? "interface" : "management",
                       .lifetime = message.time_to_live});
  }
}

void Tracker::say_capabilities(Tlv const& tlv, Moment const& moment) {
  Cursor in{tlv.value};
  auto const bits = in.u32be();
  if (!in.ok())
    return voice_.say_fault(Fault::length, "capabilities have less than 4 octets", tlv.offset,
                            moment);
  char room[128];
  TextWriter out{room};
  for (std::size_t bit = 0; bit < std::size(capability_names); ++bit) {
    if ((bits >> bit & 1) == 0) continue;
    if (!out.written().empty()) out.text(", ");
    out.text(capability_names[bit]);
  }
  voice_.say_identity(Attribute::role, out.take(), "CDP Capabilities", moment);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = description,
                                               .frame = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::cdp
