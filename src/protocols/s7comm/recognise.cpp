// SPDX-License-Identifier: Apache-2.0
#include "carriers/cotp.hpp"
#include "carriers/tpkt.hpp"
#include "protocols/s7comm/track.hpp"

namespace qw::s7comm {
namespace {

constexpr int most_packets = 8;  // looked at in one opening

/// What the first octets of one side turned out to be.
enum class Speech : std::uint8_t {
  foreign,     // no such side exists
  unfinished,  // TPKT so far, nothing that decides
  refused,     // a disconnect came before any data
  spoken,      // a PDU of the protocol
};

/// May this be the beginning of a PDU, or a whole one?
Speech speech_of(Bytes unit) {
  if (unit.empty()) return Speech::unfinished;
  auto const parsed = parse(unit);
  if (std::holds_alternative<Malformed>(parsed)) return Speech::foreign;
  auto const* done = std::get_if<0>(&parsed);
  if (done == nullptr) return Speech::unfinished;  // goes on in the next data TPDU
  return done->used == unit.size() ? Speech::spoken : Speech::foreign;
}

Speech listen(Bytes head) {
  for (int i = 0; i < most_packets && !head.empty(); ++i) {
    auto const packet = tpkt::parse(head);
    if (std::holds_alternative<Malformed>(packet)) return Speech::foreign;
    auto const* done = std::get_if<0>(&packet);
    if (done == nullptr) return Speech::unfinished;
    auto const tpdu = cotp::parse(done->message);
    auto const* view = std::get_if<0>(&tpdu);
    if (view == nullptr) return Speech::foreign;
    if (view->message.kind == cotp::Kind::disconnect_request) return Speech::refused;
    if (view->message.kind == cotp::Kind::data) {
      auto const speech = speech_of(view->message.data);
      if (speech != Speech::unfinished) return speech;
    }
    head = head.subspan(done->used);
  }
  return Speech::unfinished;
}

/// A connection request to a rack and slot of a programmable controller.
bool calls_controller(Bytes client) {
  auto const packet = tpkt::parse(client);
  auto const* done = std::get_if<0>(&packet);
  if (done == nullptr) return false;
  auto const tpdu = cotp::parse(done->message);
  auto const* view = std::get_if<0>(&tpdu);
  if (view == nullptr || view->message.kind != cotp::Kind::connection_request) return false;
  auto const called = cotp::find(view->message.variable, cotp::parameter::called_tsap);
  return called && called->size() == 2 && octet_at(*called, 0) >= 1 && octet_at(*called, 0) <= 3;
}

/// The PDU decides, not the port: MMS, RDP and S7comm-plus travel in the same
/// packets. A refused connection has none, only the controller that it calls.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  auto const client = listen(opening.client);
  auto const server = listen(opening.server);
  if (client == Speech::foreign || server == Speech::foreign) return Likeness::no;
  if (client == Speech::spoken && server == Speech::spoken) return Likeness::certain;
  if (client == Speech::spoken || server == Speech::spoken) return Likeness::likely;
  if (server == Speech::refused && calls_controller(opening.client)) return Likeness::likely;
  return Likeness::more;
}

}  // namespace

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::s7comm
