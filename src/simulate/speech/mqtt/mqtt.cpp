// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/mqtt/mqtt.hpp"

namespace qw::simulate::mqtt {
namespace {

enum Type : std::uint8_t {
  connect_packet = 1,
  connack_packet = 2,
  publish_packet = 3,
  puback_packet = 4,
  subscribe_packet = 8,
  suback_packet = 9,
  pingreq_packet = 12,
  pingresp_packet = 13,
};

/// Section 2.2.3: seven bits an octet, the least first.
Octets packet(Type type, unsigned flags, Bytes body) {
  auto out = Octets::with_room(body.size() + 5);
  out.u8(static_cast<unsigned>(type) << 4 | flags);
  auto left = body.size();
  do {
    auto const more = left >= 128;
    out.u8(left % 128 + (more ? 128 : 0));
    left /= 128;
  } while (left != 0);
  return out.add(body), out;
}

void add_text(Octets& out, std::string_view text) { out.u16be(text.size()).text(text); }

}  // namespace

Octets connect(Connect const& connect) {
  Octets body;
  add_text(body, "MQTT");
  bool const named = !connect.user.empty();
  body.u8(4).u8(named ? 0xc2 : 0x02).u16be(connect.keep_alive_s);
  add_text(body, connect.client);
  if (named) {
    add_text(body, connect.user);
    add_text(body, connect.password);
  }
  return packet(connect_packet, 0, body);
}

Octets connect_accepted() { return packet(connack_packet, 0, Octets{0, 0}); }

Octets publish(std::string_view topic, std::string_view text, std::uint16_t packet_id) {
  Octets body;
  add_text(body, topic);
  if (packet_id != 0) body.u16be(packet_id);
  body.text(text);
  return packet(publish_packet, packet_id != 0 ? 2 : 0, body);
}

Octets publish_acknowledged(std::uint16_t packet_id) {
  return packet(puback_packet, 0, Octets{}.u16be(packet_id));
}

Octets subscribe(std::uint16_t packet_id, std::string_view topic) {
  Octets body;
  body.u16be(packet_id);
  add_text(body, topic);
  body.u8(1);
  return packet(subscribe_packet, 2, body);
}

Octets subscribed(std::uint16_t packet_id) {
  return packet(suback_packet, 0, Octets{}.u16be(packet_id).u8(1));
}

Octets ping_request() { return packet(pingreq_packet, 0, {}); }
Octets ping_reply() { return packet(pingresp_packet, 0, {}); }

}  // namespace qw::simulate::mqtt
