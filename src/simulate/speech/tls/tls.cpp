// SPDX-License-Identifier: Apache-2.0
#include "simulate/speech/tls/tls.hpp"

#include <algorithm>

#include "simulate/speech/der/der.hpp"

namespace qw::simulate::tls {
namespace {

enum Content : std::uint8_t { change_cipher = 20, handshake_content = 22, application = 23 };
enum Message : std::uint8_t {
  client_hello = 1,
  server_hello = 2,
  session_ticket = 4,
  certificate_message = 11,
  server_key_exchange = 12,
  server_done = 14,
  client_key_exchange = 16,
};
constexpr std::size_t most_in_record = 16384;
constexpr unsigned x25519 = 29;

Octets noise(std::size_t octets, Dice& dice) {
  auto out = Octets::with_room(octets + 8);
  while (out.size() + 8 <= octets) out.u64be(dice.draw());
  while (out.size() < octets) out.u8(dice.draw());
  return out;
}

Octets record(Content content, Bytes body) {
  Octets out;
  return out.u8(content).u16be(0x0303).u16be(body.size()).add(body), out;
}

Octets message(Message kind, Bytes body) {
  Octets out;
  return out.u8(kind).u24be(body.size()).add(body), out;
}

void add_extension(Octets& out, unsigned kind, Bytes body) {
  out.u16be(kind).u16be(body.size()).add(body);
}

/// A list with its length in two octets in front.
Octets list16(Bytes items) {
  Octets out;
  return out.u16be(items.size()).add(items), out;
}

Octets client_extensions(Client const& client, Dice& dice) {
  Octets out;
  if (!client.server_name.empty()) {
    Octets name{0};
    name.u16be(client.server_name.size()).text(client.server_name);
    add_extension(out, 0, list16(name));
  }
  add_extension(out, 10, list16(Octets{}.u16be(x25519).u16be(23).u16be(24)));
  add_extension(out, 11, Octets{1, 0});
  Octets signatures;
  for (unsigned const scheme : {0x0403U, 0x0804U, 0x0401U, 0x0503U, 0x0805U, 0x0501U, 0x0201U})
    signatures.u16be(scheme);
  add_extension(out, 13, list16(signatures));
  if (!client.protocols.empty()) {
    Octets names;
    for (auto const protocol : client.protocols) names.u8(protocol.size()).text(protocol);
    add_extension(out, 16, list16(names));
  }
  add_extension(out, 23, {});
  add_extension(out, 35, {});
  if (client.version == Version::tls13) {
    add_extension(out, 43, Octets{4, 3, 4, 3, 3});
    add_extension(out, 45, Octets{1, 1});
    Octets share;
    share.u16be(x25519).u16be(32).add(noise(32, dice));
    add_extension(out, 51, list16(share));
  }
  add_extension(out, 0xff01, Octets{0});
  return out;
}

Octets hello_of(Client const& client, Bytes session, Dice& dice) {
  Octets body;
  body.u16be(0x0303).add(noise(32, dice)).u8(session.size()).add(session);
  body.u16be(client.ciphers.size() * 2);
  for (auto const cipher : client.ciphers) body.u16be(cipher);
  body.u8(1).u8(0).add(list16(client_extensions(client, dice)));
  auto out = record(handshake_content, message(client_hello, body));
  return out;
}

Octets hello_of(Server const& server, Bytes session, Dice& dice) {
  Octets extensions;
  if (server.version == Version::tls13) {
    add_extension(extensions, 43, Octets{3, 4});
    Octets share;
    add_extension(extensions, 51, share.u16be(x25519).u16be(32).add(noise(32, dice)).bytes());
  } else {
    add_extension(extensions, 0xff01, Octets{0});
    add_extension(extensions, 35, {});
  }
  Octets body;
  body.u16be(0x0303).add(noise(32, dice)).u8(session.size()).add(session);
  body.u16be(server.cipher).u8(0).add(list16(extensions));
  return message(server_hello, body);
}

Octets name_of(std::string_view common_name) {
  return der::sequence({der::sequence(
      {der::sequence({der::oid("2.5.4.3"), der::value(der::utf8_string, common_name)})},
      der::set_tag)});
}

/// X.509 version 3 (RFC 5280) with a key on P-256 and a signature that are noise.
Octets certificate(Server const& server, Dice& dice) {
  auto const signed_with = der::sequence({der::oid("1.2.840.10045.4.3.2")});
  Octets point{0, 4};
  point.add(noise(64, dice));
  auto const key = der::sequence(
      {der::sequence({der::oid("1.2.840.10045.2.1"), der::oid("1.2.840.10045.3.1.7")}),
       der::value(der::bit_string, point.bytes())});
  auto const validity = der::sequence(
      {der::value(der::utc_time, "250601000000Z"), der::value(der::utc_time, "270601000000Z")});
  auto const version = der::value(0xa0, der::integer(2).bytes());
  auto const serial = der::integer(dice.draw() >> 1);
  auto const body = der::sequence({version, serial, signed_with, name_of(server.issuer), validity,
                                   name_of(server.subject), key});
  Octets signature{0};
  signature.add(der::sequence({der::integer(dice.draw() >> 1), der::integer(dice.draw() >> 1)}));
  return der::sequence({body, signed_with, der::value(der::bit_string, signature.bytes())});
}

std::vector<Octets> turns12(Client const& client, Server const& server, Dice& dice) {
  auto const session = noise(32, dice);
  auto const first = hello_of(client, session, dice);
  auto const issued = certificate(server, dice);
  Octets chain;
  chain.u24be(issued.size() + 3).u24be(issued.size()).add(issued);
  Octets exchange{3};
  exchange.u16be(x25519).u8(32).add(noise(32, dice)).u16be(0x0403);
  auto const signature =
      der::sequence({der::integer(dice.draw() >> 1), der::integer(dice.draw() >> 1)});
  exchange.u16be(signature.size()).add(signature);
  Octets flight;
  flight.add(record(handshake_content, hello_of(server, session, dice)));
  flight.add(record(handshake_content, message(certificate_message, chain)));
  flight.add(record(handshake_content, message(server_key_exchange, exchange)));
  flight.add(record(handshake_content, message(server_done, {})));
  auto const share = Octets{32}.add(noise(32, dice));
  Octets second;
  second.add(record(handshake_content, message(client_key_exchange, share)));
  second.add(record(change_cipher, Octets{1}));
  second.add(record(handshake_content, noise(40, dice)));
  Octets last;
  Octets ticket;
  ticket.u32be(7200).u16be(176).add(noise(176, dice));
  last.add(record(handshake_content, message(session_ticket, ticket)));
  last.add(record(change_cipher, Octets{1}));
  last.add(record(handshake_content, noise(40, dice)));
  return {first, flight, second, last};
}

std::vector<Octets> turns13(Client const& client, Server const& server, Dice& dice) {
  auto const session = noise(32, dice);
  auto const first = hello_of(client, session, dice);
  Octets flight;
  flight.add(record(handshake_content, hello_of(server, session, dice)));
  flight.add(record(change_cipher, Octets{1}));
  flight.add(record(application, noise(static_cast<std::size_t>(dice.between(2100, 3900)), dice)));
  Octets second;
  second.add(record(change_cipher, Octets{1}));
  second.add(record(application, noise(53, dice)));
  return {first, flight, second, record(application, noise(250, dice))};
}

}  // namespace

std::vector<std::uint16_t> windows_ciphers() {
  return {0x1302, 0x1301, 0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023,
          0xc028, 0xc027, 0xc00a, 0xc009, 0xc014, 0xc013, 0x009d, 0x009c};
}
std::vector<std::uint16_t> embedded_ciphers() {
  return {0x1301, 0x1303, 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc00a, 0x009c};
}

std::vector<Octets> handshake(Client const& client, Server const& server, Dice dice) {
  return server.version == Version::tls13 ? turns13(client, server, dice)
                                          : turns12(client, server, dice);
}

Octets data(std::size_t octets, Dice& dice) {
  constexpr std::size_t sealed = 24;  // what a cipher adds
  Octets out;
  do {
    auto const part = std::min(octets, most_in_record);
    out.add(record(application, noise(part + sealed, dice)));
    octets -= part;
  } while (octets > 0);
  return out;
}

}  // namespace qw::simulate::tls
