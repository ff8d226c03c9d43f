// SPDX-License-Identifier: Apache-2.0
#include "protocols/arp/track.hpp"

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::arp {
namespace {

constexpr std::uint16_t types[] = {delivery::frame_type::arp};
constexpr ProtocolDescription description{.name = "arp",
                                          .title = "Address Resolution Protocol",
                                          .traits = {Trait::on_link},
                                          .frame_types = types};
constexpr Protocol name{description};

/// A sender that speaks of itself only: RFC 5227 calls it an announcement,
/// older texts a gratuitous request or reply.
bool announces(MessageView const& message) { return message.sender == message.target; }

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

void Tracker::on_frame(delivery::Frame const& frame) {
  auto const parsed = parse(frame.bytes);
  auto const* message =
      voice_.whole(parsed, frame.bytes.size(), "packet ends before its addresses", frame.moment);
  if (message != nullptr) on_message(*message, frame.moment);
}

void Tracker::on_message(MessageView const& message, Moment const& moment) {
  if (message.sender_hardware.empty()) return;  // a medium or protocol that we do not read
  auto const& source = moment.speaker.host.address;
  if (source.is_mac() && source != message.sender_hardware)
    voice_.say_fault(Fault::mismatch, "sender hardware address is not the frame's source",
                     header_octets, moment);

  bool const asks = message.is(Operation::request);
  if (asks && message.sender.is_unspecified()) return say_search(message, "ARP Probe", moment);
  if (asks || message.is(Operation::reply)) {
    say_claim(message, announces(message) ? "announcement" : asks ? "request" : "reply", moment);
    if (asks && !announces(message)) say_search(message, "ARP", moment);
  } else if (message.is(Operation::inverse_request) || message.is(Operation::inverse_reply)) {
    say_claim(message, "inverse", moment);
  } else {
    voice_.say_fault(Fault::value, "operation is none of the four", 6, moment);
  }
}

void Tracker::say_claim(MessageView const& message, std::string_view how, Moment const& moment) {
  if (message.sender.is_unspecified()) return;
  voice_.say(Binding{.said = {moment, name},
                     .relation = Relation::address,
                     .subject = message.sender,
                     .object = message.sender_hardware,
                     .detail = how});
}

void Tracker::say_search(MessageView const& message, Term record, Moment const& moment) {
  char room[16];
  TextWriter out{room};
  voice_.say(Name{.said = {moment, name},
                  .phase = NamePhase::asked,
                  .question = out.address(message.target).take(),
                  .record = record});
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = description,
                                               .frame = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::arp
