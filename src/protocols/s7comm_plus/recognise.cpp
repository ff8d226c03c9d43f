// SPDX-License-Identifier: Apache-2.0
#include "carriers/tpkt.hpp"
#include "protocols/s7comm_plus/track.hpp"

namespace qw::s7comm_plus {
namespace {

constexpr int most_packets = 8;  // looked at in one opening

enum class Speech : std::uint8_t { foreign, unfinished, spoken };

Speech speech_of(Bytes unit) {
  if (unit.empty()) return Speech::unfinished;
  auto const parsed = parse(unit);
  if (std::holds_alternative<Malformed>(parsed)) return Speech::foreign;
  auto const* done = std::get_if<0>(&parsed);
  if (done == nullptr) return Speech::unfinished;
  if (done->message.part.empty()) return Speech::unfinished;  // a keep-alive
  return read_pdu(done->message.part) ? Speech::spoken : Speech::foreign;
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
    if (view->message.kind == cotp::Kind::data) {
      auto const speech = speech_of(view->message.data);
      if (speech != Speech::unfinished) return speech;
    }
    head = head.subspan(done->used);
  }
  return Speech::unfinished;
}

delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  auto const client = listen(opening.client);
  auto const server = listen(opening.server);
  if (client == Speech::foreign || server == Speech::foreign) return Likeness::no;
  if (client == Speech::spoken && server == Speech::spoken) return Likeness::certain;
  if (client == Speech::spoken || server == Speech::spoken) return Likeness::likely;
  return Likeness::more;
}

}  // namespace

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::s7comm_plus
