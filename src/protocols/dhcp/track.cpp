// SPDX-License-Identifier: Apache-2.0
#include "protocols/dhcp/track.hpp"

#include <algorithm>
#include <bit>

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::dhcp {
namespace {

constexpr std::uint16_t ports[] = {67, 68};
constexpr ProtocolDescription description{.name = "dhcp",
                                          .title = "DHCP for IPv4",
                                          .traits = {Trait::address_assignment},
                                          .udp_ports = ports};
constexpr Protocol name{description};

/// The cookie at its place, under a header that only BOOTP has.
delivery::Likeness recognise(delivery::Opening const& opening) {
  using delivery::Likeness;
  if (opening.transport != delivery::Transport::udp) return Likeness::no;
  for (auto const head : {opening.client, opening.server}) {
    if (head.empty()) continue;
    if (!std::holds_alternative<Done<MessageView>>(parse(head))) return Likeness::no;
  }
  return opening.client.empty() && opening.server.empty() ? Likeness::more : Likeness::certain;
}

std::optional<Bytes> find(MessageView const& message, std::uint8_t code) {
  Options options{message};
  for (Option each; options.next(each);)
    if (each.code == code) return each.data;
  return std::nullopt;
}

Address address_of(MessageView const& message, std::uint8_t code) {
  auto const data = find(message, code);
  return data ? Address::ipv4(*data) : Address{};
}

bool is_set(Address const& address) { return !address.empty() && !address.is_unspecified(); }

/// Some clients end their texts as C does.
std::string_view trimmed(Bytes data) {
  auto text = text_of(data);
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return text;
}

/// Flags, two response codes, then the name: as labels if flag E is set, else as
/// text. Source: RFC 4702, section 2.
std::string_view write_fqdn(Bytes data, TextWriter& out) {
  Cursor in{data};
  bool const labels = (in.u8() & 4) != 0;
  in.skip(2);
  if (!labels) return trimmed(in.take_rest());
  for (auto octets = in.u8(); in.ok() && octets != 0; octets = in.empty() ? 0 : in.u8()) {
    if (!out.written().empty()) out.character('.');
    out.escaped(in.take(octets));
  }
  return in.ok() ? out.take() : std::string_view{};
}

bool printable(Bytes data) {
  return std::ranges::all_of(text_of(data), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  auto const parsed = parse(datagram.bytes);
  auto const* message =
      voice_.whole(parsed, datagram.bytes.size(), "datagram ends before the options", moment);
  if (message == nullptr) return true;
  if (message->request)
    on_request(*message, moment);
  else
    on_reply(*message, moment);
  return true;
}

void Tracker::on_request(MessageView const& message, Moment const& moment) {
  Options options{message};
  for (Option each; options.next(each);) {
    say_identity(message, each, moment);
    if (each.code == option::relay_information) say_port(message, each.data, moment);
  }
  if (options.fault()) voice_.say_fault(*options.fault(), moment);

  if (message.type == MessageType::release) {
    bind_client(message, Relation::lease, message.client, "released", moment, 0);
  } else if (message.type == MessageType::decline) {
    char room[16];
    TextWriter out{room};
    out.address(address_of(message, option::requested_address));
    voice_.say(Alarm{.said = {moment, name},
                     .source = out.take(),
                     .code = static_cast<std::uint32_t>(message.type),
                     .text = "DHCPDECLINE: address is already in use"});
  } else {
    bind_client(message, Relation::address, message.client, "in use", moment);
  }
}

void Tracker::say_identity(MessageView const& message, Option const& option, Moment const& moment) {
  char room[1024];
  TextWriter out{room};
  // Dial-in clients send something else than a MAC; then the address must do.
  auto const& sender = moment.speaker.host;
  if (message.hardware.empty() && sender.address.is_unspecified()) return;
  Identity identity{.said = {moment, name}, .subject = {sender.realm, message.hardware}};
  if (message.hardware.empty()) identity.subject = sender;
  if (option.code == option::host_name) {
    identity.attribute = Attribute::host_name;
    identity.value = trimmed(option.data);
    identity.source = "DHCP option 12";
  } else if (option.code == option::client_fqdn) {
    identity.attribute = Attribute::host_name;
    identity.value = write_fqdn(option.data, out);
    identity.source = "DHCP option 81";
  } else if (option.code == option::vendor_class) {
    identity.attribute = Attribute::software;
    identity.value = trimmed(option.data);
    identity.source = "DHCP option 60";
    identity.basis = Basis::banner;
  }
  if (!identity.value.empty()) voice_.say(identity);
}

void Tracker::on_reply(MessageView const& message, Moment const& moment) {
  using enum MessageType;
  auto const server = address_of(message, option::server_identifier);
  bind_client(message, Relation::server, is_set(server) ? server : moment.speaker.host.address,
              "DHCP", moment);
  if (message.type == ack || message.type == none) say_lease(message, moment);

  Options options{message};
  for (Option each; options.next(each);) {
    if (message.type == nak) continue;  // grants nothing
    if (each.code == option::classless_routes) say_routes(message, each.data, moment);
    if (each.code == option::relay_information) say_port(message, each.data, moment);
    say_servers(message, each, moment);
  }
  if (options.fault()) voice_.say_fault(*options.fault(), moment);
}

void Tracker::say_lease(MessageView const& message, Moment const& moment) {
  char room[4];
  TextWriter out{room};
  if (auto const mask = find(message, option::subnet_mask); mask && mask->size() == 4)
    out.character('/').number(static_cast<unsigned>(std::popcount(Cursor{*mask}.u32be())));
  std::optional<std::uint32_t> lifetime;
  if (auto const time = find(message, option::lease_time); time && time->size() == 4)
    lifetime = Cursor{*time}.u32be();
  bind_client(message, Relation::lease, message.given, out.take(), moment, lifetime);
}

void Tracker::say_servers(MessageView const& message, Option const& option, Moment const& moment) {
  std::string_view what;
  switch (option.code) {
    case option::router: break;
    case option::name_server: what = "DNS"; break;
    case option::ntp_server: what = "NTP"; break;
    case option::netbios_name_server: what = "NetBIOS name"; break;
    default: return;
  }
  if (option.data.size() % 4 != 0)
    return voice_.say_fault(Fault::length, "list of addresses is not a multiple of 4",
                            option.offset, moment);
  auto const relation = option.code == option::router ? Relation::gateway : Relation::server;
  Cursor in{option.data};
  for (std::size_t i = 0; i < most_servers && !in.empty(); ++i)
    bind_client(message, relation, Address::ipv4(in.take(4)), what, moment);
}

void Tracker::say_routes(MessageView const& message, Bytes routes, Moment const& moment) {
  Cursor in{routes};
  Route route;
  for (std::size_t i = 0; i < most_routes && next_route(in, route); ++i) {
    char room[20];
    TextWriter out{room};
    out.address(route.destination).character('/').number(route.prefix);
    if (route.prefix == 0)
      bind_client(message, Relation::gateway, route.router, {}, moment);
    else
      voice_.say_binding(Relation::route, route.router, route.destination, out.take(), moment);
  }
}

/// The agent circuit identifier names the port that the client is on.
/// Source: RFC 3046, section 3.1.
void Tracker::say_port(MessageView const& message, Bytes relay_information, Moment const& moment) {
  constexpr std::uint8_t circuit = 1;
  Cursor in{relay_information};
  while (!in.empty()) {
    auto const code = in.u8();
    auto const value = in.take(in.u8());
    if (!in.ok() || code != circuit) continue;
    char room[512];
    TextWriter out{room};
    if (!printable(value)) out.hex(value);
    bind_client(message, Relation::neighbour, message.relay,
                printable(value) ? text_of(value) : out.take(), moment);
  }
}

void Tracker::bind_client(MessageView const& message, Relation relation, Address const& subject,
                          std::string_view detail, Moment const& moment,
                          std::optional<std::uint32_t> lifetime) {
  if (message.hardware.empty()) return;
  voice_.say_binding(relation, subject, message.hardware, detail, moment, lifetime);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::dhcp
