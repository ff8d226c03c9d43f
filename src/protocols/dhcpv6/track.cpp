// SPDX-License-Identifier: Apache-2.0
#include "protocols/dhcpv6/track.hpp"

#include <algorithm>

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::dhcpv6 {
namespace {

constexpr std::uint16_t ports[] = {546, 547};
constexpr ProtocolDescription description{.name = "dhcpv6",
                                          .title = "DHCP for IPv6",
                                          .traits = {Trait::address_assignment},
                                          .udp_ports = ports};
constexpr Protocol name{description};

bool on_port(std::uint16_t port) { return port == ports[0] || port == ports[1]; }

/// A type and options that fit are little to go by: every head must have an option
/// that its sender always sends (a client or server identifier), on the port.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.transport != delivery::Transport::udp) return Likeness::no;
  if (!on_port(opening.client_port) && !on_port(opening.server_port)) return Likeness::no;
  for (auto const head : {opening.client, opening.server}) {
    if (head.empty()) continue;
    auto const parsed = parse(head);
    auto const* done = std::get_if<0>(&parsed);
    if (done == nullptr) return Likeness::no;
    constexpr std::uint16_t server_identifier = 2;
    bool const identified = find(done->message.options, option::client_identifier) ||
                            find(done->message.options, server_identifier) ||
                            done->message.type == MessageType::information_request;
    if (!identified) return Likeness::no;
  }
  return opening.client.empty() && opening.server.empty() ? Likeness::more : Likeness::certain;
}

/// Who the message is from or for: the relay says it, else the IP header.
Host client_of(MessageView const& message, Host const& direct) {
  return {direct.realm, message.relayed ? message.peer : direct.address};
}

bool answers(MessageType type) {
  return type == MessageType::advertise || type == MessageType::reply ||
         type == MessageType::reconfigure;
}

bool printable(Bytes data) {
  return std::ranges::all_of(text_of(data), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// Addresses and prefixes of all identity associations, in order; most_leases.
template <class Visit>
void for_each_lease(MessageView const& message, Visit&& visit) {
  std::size_t seen = 0;
  Options options{message.options};
  for (Option each; options.next(each);) {
    if (each.code != option::addresses && each.code != option::temporary_addresses &&
        each.code != option::prefixes)
      continue;
    Options inside{inside_association(each)};
    for (Option item; inside.next(item);) {
      if (item.code != option::address && item.code != option::prefix) continue;
      if (auto const lease = lease_of(item); lease && seen++ < most_leases) visit(*lease);
    }
  }
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  auto const parsed = parse(datagram.bytes);
  auto const* found =
      voice_.whole(parsed, datagram.bytes.size(), "datagram ends within a header", moment);
  if (found == nullptr) return true;
  auto const& message = *found;
  Options options{message.options};
  for (Option each; options.next(each);) {
  }
  if (options.cut())
    voice_.say_fault(Fault::truncated, "options end within one", datagram.bytes.size(), moment);
  if (answers(message.type))
    on_reply(message, moment);
  else
    on_request(message, moment);
  return true;
}

void Tracker::on_request(MessageView const& message, Moment const& moment) {
  auto const client = client_of(message, moment.speaker.host);
  Options options{message.options};
  for (Option each; options.next(each);) {
    if (each.code == option::client_fqdn) say_name(each.data, client, moment);
    if (each.code == option::vendor_class) say_vendor(each.data, client, moment);
  }
  if (!message.link_layer.empty())
    voice_.say_binding(Relation::address, client.address, message.link_layer, "relay", moment);
  if (message.relayed && !message.interface.empty()) {
    char room[512];
    TextWriter out{room};
    bool const text = printable(message.interface);
    if (!text) out.hex(message.interface);
    voice_.say_binding(Relation::neighbour, moment.speaker.host.address, client.address,
                       text ? text_of(message.interface) : out.take(), moment);
  }
  if (message.type == MessageType::release) say_leases(message, "released", client.address, moment);
  if (message.type == MessageType::decline) say_conflict(message, moment);
}

void Tracker::on_reply(MessageView const& message, Moment const& moment) {
  auto const client = client_of(message, moment.listener.host);
  if (!message.relayed)
    voice_.say_binding(Relation::server, moment.speaker.host.address, client.address, "DHCPv6",
                       moment);
  if (message.type == MessageType::reply) say_leases(message, {}, client.address, moment);
  Options options{message.options};
  for (Option each; options.next(each);) say_servers(each, client.address, moment);
}

/// To the MAC that the relay saw, else to the client's own address: the MAC in its
/// identifier may be another interface's.
void Tracker::say_leases(MessageView const& message, std::string_view detail, Address const& client,
                         Moment const& moment) {
  auto const& object = message.link_layer.empty() ? client : message.link_layer;
  for_each_lease(message, [&](Lease const& lease) {
    char room[8];
    TextWriter out{room};
    if (lease.prefix < 128) out.character('/').number(lease.prefix);
    auto const prefix = out.take();
    auto const lifetime = message.type == MessageType::release ? 0 : lease.lifetime;
    voice_.say_binding(Relation::lease, lease.address, object, detail.empty() ? prefix : detail,
                       moment, lifetime);
  });
}

void Tracker::say_conflict(MessageView const& message, Moment const& moment) {
  for_each_lease(message, [&](Lease const& lease) {
    char room[46];
    TextWriter out{room};
    voice_.say(Alarm{.said = {moment, name},
                     .source = out.address(lease.address).take(),
                     .code = static_cast<std::uint32_t>(message.type),
                     .text = "DECLINE: address is already in use"});
  });
}

void Tracker::say_servers(Option const& option, Address const& client, Moment const& moment) {
  if (option.code != option::dns_servers && option.code != option::sntp_servers) return;
  std::string_view const what = option.code == option::dns_servers ? "DNS" : "SNTP";
  Cursor in{option.data};
  for (std::size_t i = 0; i < most_servers && in.left() >= 16; ++i)
    voice_.say_binding(Relation::server, Address::ipv6(in.take(16)), client, what, moment);
}

/// Flags, then labels, of which a partial name leaves out the root. RFC 4704, 4.
void Tracker::say_name(Bytes data, Host const& client, Moment const& moment) {
  char room[1024];
  TextWriter out{room};
  Cursor in{data};
  in.skip(1);
  for (auto octets = in.empty() ? std::uint8_t{0} : in.u8(); in.ok() && octets != 0;
       octets = in.empty() ? std::uint8_t{0} : in.u8()) {
    if (!out.written().empty()) out.character('.');
    out.escaped(in.take(octets));
  }
  if (!in.ok() || out.written().empty()) return;
  voice_.say(Identity{.said = {moment, name},
                      .subject = client,
                      .attribute = Attribute::host_name,
                      .value = out.take(),
                      .source = "DHCPv6 option 39"});
}

/// An enterprise number, then texts behind a length each; the first names the class.
void Tracker::say_vendor(Bytes data, Host const& client, Moment const& moment) {
  Cursor in{data};
  in.skip(4);
  auto const text = in.take(in.u16be());
  if (!in.ok() || text.empty()) return;
  voice_.say(Identity{.said = {moment, name},
                      .subject = client,
                      .attribute = Attribute::software,
                      .value = text_of(text),
                      .source = "DHCPv6 option 16",
                      .basis = Basis::banner});
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::dhcpv6
