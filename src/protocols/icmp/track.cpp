// SPDX-License-Identifier: Apache-2.0
#include "protocols/icmp/track.hpp"

#include <algorithm>

#include "core/text_writer.hpp"
#include "vocabulary/voice.hpp"

namespace qw::icmp {
namespace {

constexpr ProtocolDescription icmp{
    .name = "icmp", .title = "ICMP, ICMPv6 with neighbour discovery", .traits = {Trait::on_link}};
constexpr ProtocolDescription icmpv6{
    .name = "icmpv6", .title = "ICMPv6 with neighbour discovery", .traits = {Trait::on_link}};
constexpr ProtocolDescription const* dialects[] = {&icmpv6};
/// An echo is never sent again: one of the same numbers is another.
constexpr dialogue::Rules rules{.most = most_pending, .patience = seconds(1)};
constexpr Term echo_data{"echo-data"};  // of which only the size is said

bool is_v6(Moment const& moment) {
  return moment.speaker.host.address.family() == Address::Family::ipv6;
}
Protocol protocol_of(Moment const& moment) { return is_v6(moment) ? icmpv6 : icmp; }

/// The IP header has said it already.
delivery::Likeness recognise(delivery::Opening const& opening) {
  return opening.transport == delivery::Transport::icmp ? delivery::Likeness::certain
                                                        : delivery::Likeness::no;
}

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around)
    : voice_{around.voice}, requests_{*this, rules} {}

bool Tracker::on_datagram(delivery::Datagram const& datagram) {
  auto const parsed = parse(datagram.bytes);
  auto const* done = std::get_if<0>(&parsed);
  if (done == nullptr)
    say_cut(datagram.moment);
  else if (is_v6(datagram.moment))
    on_v6(done->message, datagram);
  else
    on_v4(done->message, datagram);
  return true;
}

void Tracker::on_v4(MessageView const& message, delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  switch (message.type) {
    case v4::echo: return on_echo(message.body, false, datagram);
    case v4::echo_reply: return on_echo(message.body, true, datagram);
    case v4::redirect: return on_redirect_v4(message.body, moment);
    case v4::router_advertisement: return on_routers_v4(message.body, moment);
    default: return;
  }
}

void Tracker::on_v6(MessageView const& message, delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  switch (message.type) {
    case v6::echo: return on_echo(message.body, false, datagram);
    case v6::echo_reply: return on_echo(message.body, true, datagram);
    case v6::router_solicitation: {
      Cursor in{message.body};
      in.skip(4);  // reserved
      if (!in.ok()) return say_cut(moment);
      return on_options(in.rest(), option::source_link_layer, moment.speaker.host.address,
                        "router solicitation", moment);
    }
    case v6::router_advertisement: return on_router_advertisement(message.body, moment);
    case v6::neighbor_solicitation: return on_neighbor_solicitation(message.body, moment);
    case v6::neighbor_advertisement: return on_neighbor_advertisement(message.body, moment);
    case v6::redirect: return on_redirect_v6(message.body, moment);
    default: return;
  }
}

/// RFC 792, echo or echo reply; RFC 4443, section 4.
void Tracker::on_echo(Bytes body, bool reply, delivery::Datagram const& datagram) {
  auto const& moment = datagram.moment;
  Cursor in{body};
  Key echo{.identifier = in.u16be(), .sequence = in.u16be()};
  echo.octets = static_cast<std::uint32_t>(in.left());
  if (!in.ok()) return say_cut(moment);
  if (reply) return requests_.answer(datagram.from, moment, echo);
  if (moment.listener.host.address.is_multicast() || moment.listener.host.address.is_broadcast())
    return say_echo(echo, moment, {}, nullptr);  // each may answer, from its own address
  requests_.ask(datagram.from, moment, echo);
}

bool Tracker::answers(Request const& request, Reply const& reply) const {
  return request.key.identifier == reply.key.identifier &&
         request.key.sequence == reply.key.sequence;
}

void Tracker::on_exchange(Request const& request, Reply const& reply) {
  if (!reply.late)
    say_echo(request.key, request.moment, {Outcome::State::accepted, {}, {}}, &reply.moment);
}

void Tracker::on_silence(Request const& request, Outcome::State state) {
  say_echo(request.key, request.moment, {state, {}, {}}, nullptr);
}

/// RFC 792, redirect: the gateway, then the packet that should have gone there.
void Tracker::on_redirect_v4(Bytes body, Moment const& moment) {
  Cursor in{body};
  auto const gateway = Address::ipv4(in.take(4));
  auto const destination = quoted_destination(in.rest());
  if (destination.empty()) return say_cut(moment);
  voice(moment).say_binding(Relation::route, gateway, destination, "redirect", moment);
}

/// RFC 1256, section 3: each router with its preference.
void Tracker::on_routers_v4(Bytes body, Moment const& moment) {
  Cursor in{body};
  auto const count = in.u8();
  auto const words = in.u8();
  auto const lifetime = in.u16be();
  for (std::size_t i = 0; i < count && i < most_routers; ++i) {
    Cursor entry{in.take(words * std::size_t{4})};
    auto const router = Address::ipv4(entry.take(4));
    if (router.empty()) return say_cut(moment);
    voice(moment).say_binding(Relation::gateway, router, moment.listener.host.address, {}, moment,
                              lifetime);
  }
}

/// RFC 4861, section 4.2. A lifetime of 0 says that the router is no default one.
void Tracker::on_router_advertisement(Bytes body, Moment const& moment) {
  Cursor in{body};
  in.skip(2);  // hop limit, flags
  auto const lifetime = in.u16be();
  in.skip(8);  // reachable time, retransmission timer
  if (!in.ok()) return say_cut(moment);
  auto const& router = moment.speaker.host.address;
  voice(moment).say_binding(Relation::gateway, router, moment.listener.host.address,
                            "router advertisement", moment, lifetime);
  on_options(in.rest(), option::source_link_layer, router, "router advertisement", moment);
}

/// RFC 4861, section 4.3. From no address it probes whether the target is free
/// (RFC 4862); to a single host it only asks whether that is still there.
void Tracker::on_neighbor_solicitation(Bytes body, Moment const& moment) {
  Cursor in{body};
  in.skip(4);  // reserved
  auto const target = Address::ipv6(in.take(16));
  if (!in.ok()) return say_cut(moment);
  auto const& asker = moment.speaker.host.address;
  on_options(in.rest(), option::source_link_layer, asker, "neighbor solicitation", moment);
  if (!moment.listener.host.address.is_multicast()) return;
  char room[46];
  TextWriter out{room};
  voice_.say(Name{.said = {moment, icmpv6},
                  .phase = NamePhase::asked,
                  .question = out.address(target).take(),
                  .record = asker.is_unspecified() ? Term{"Duplicate Address Detection"}
                                                   : Term{"Neighbor Solicitation"}});
}

/// RFC 4861, section 4.4.
void Tracker::on_neighbor_advertisement(Bytes body, Moment const& moment) {
  Cursor in{body};
  in.skip(4);  // flags
  auto const target = Address::ipv6(in.take(16));
  if (!in.ok()) return say_cut(moment);
  on_options(in.rest(), option::target_link_layer, target, "neighbor advertisement", moment);
}

/// RFC 4861, section 4.5: the better first hop, then for which destination.
void Tracker::on_redirect_v6(Bytes body, Moment const& moment) {
  Cursor in{body};
  in.skip(4);  // reserved
  auto const target = Address::ipv6(in.take(16));
  auto const destination = Address::ipv6(in.take(16));
  if (!in.ok()) return say_cut(moment);
  voice(moment).say_binding(Relation::route, target, destination, "redirect", moment);
  on_options(in.rest(), option::target_link_layer, target, "redirect", moment);
}

void Tracker::on_options(Bytes options, std::uint8_t link_layer, Address const& owner,
                         std::string_view how, Moment const& moment) {
  Options walk{options};
  for (Option each; walk.next(each);) {
    if (each.type == link_layer && each.value.size() == 6)
      voice(moment).say_binding(Relation::address, owner, Address::mac(each.value), how, moment);
    if (each.type == option::prefix_information || each.type == option::route_information)
      say_prefix(each, moment);
    if (each.type == option::recursive_dns_server) say_dns_servers(each, moment);
  }
  if (walk.broken())
    voice(moment).say_fault(Fault::length, "option is cut or has no length", 0, moment);
}

void Tracker::say_prefix(Option const& option, Moment const& moment) {
  auto const prefix = prefix_of(option);
  if (!prefix)
    return voice(moment).say_fault(Fault::length, "prefix is cut or longer than 128 bits", 0,
                                   moment);
  char room[50];
  TextWriter out{room};
  out.address(prefix->address).character('/').number(prefix->length);
  voice(moment).say_binding(Relation::route, moment.speaker.host.address, prefix->address,
                            out.take(), moment, prefix->lifetime);
}

void Tracker::say_dns_servers(Option const& option, Moment const& moment) {
  Cursor in{option.value};
  in.skip(2);  // reserved
  auto const lifetime = in.u32be();
  for (std::size_t i = 0; i < most_servers && in.left() >= 16; ++i)
    voice(moment).say_binding(Relation::server, Address::ipv6(in.take(16)),
                              moment.listener.host.address, "DNS", moment, lifetime);
}

void Tracker::say_echo(Key const& echo, Moment const& asked, Outcome const& outcome,
                       Moment const* reply) {
  Command command{.said = {asked, protocol_of(asked), reply == nullptr ? 0 : reply->frames.last},
                  .verb = Verb::diagnose,
                  .operation = "Echo",
                  .object = {},
                  .values = {},
                  .outcome = outcome};
  command.object.space = echo_data;
  command.object.length = echo.octets;
  if (reply != nullptr) command.reply_after = dialogue::delay(asked, *reply);
  voice_.say(command);
}

ProtocolVoice Tracker::voice(Moment const& moment) { return {voice_, protocol_of(moment)}; }

void Tracker::say_cut(Moment const& moment) {
  voice(moment).say_fault(Fault::truncated, "message ends before its type allows", 0, moment);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{.protocol = icmp,
                                               .dialects = dialects,
                                               .recognise = recognise,
                                               .datagram = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::icmp
