// SPDX-License-Identifier: Apache-2.0
#include "protocols/greeting/track.hpp"

#include "vocabulary/text.hpp"

namespace qw::greeting {
namespace {

constexpr ProtocolDescription description{.name = "greeting", .title = "An invented protocol"};
constexpr Protocol name{description};
constexpr std::string_view hello = "HELLO ";

delivery::Likeness recognise(delivery::Opening const& opening) {
  return text_of(opening.client).starts_with(hello) ? delivery::Likeness::certain
                                                    : delivery::Likeness::no;
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const text = text_of(datagram.bytes);
  if (!text.starts_with(hello)) return false;
  voice_.say_identity(Attribute::host_name, text.substr(hello.size()), "HELLO", datagram.moment);
  return true;
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::greeting
