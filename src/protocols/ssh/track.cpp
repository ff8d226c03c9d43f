// SPDX-License-Identifier: Apache-2.0
#include "protocols/ssh/track.hpp"

#include "vocabulary/voice.hpp"

namespace qw::ssh {
namespace {

using delivery::Likeness;
using delivery::Side;

constexpr std::uint16_t ports[] = {22};
constexpr ProtocolDescription description{
    .name = "ssh",
    .title = "SSH",
    .traits = {Trait::remote_access, Trait::file_transfer, Trait::encrypted},
    .tcp_ports = ports};
constexpr Protocol name{description};

enum class Head : std::uint8_t { absent, partial, fits, foreign };

Head head_of(Bytes octets) {
  constexpr std::string_view starts[] = {"SSH-2.0-", "SSH-1.99-", "SSH-1.5-"};
  if (octets.empty()) return Head::absent;
  auto const text = text_of(octets);
  for (auto const start : starts) {
    if (text.starts_with(start)) return Head::fits;
    if (start.starts_with(text)) return Head::partial;
  }
  return Head::foreign;
}

/// Nothing else begins so. Where the other side speaks another tongue (a browser
/// that was sent to the wrong port), the one that speaks SSH shall not prove it.
Likeness recognise(delivery::Opening const& opening) {
  auto const client = head_of(opening.client);
  auto const server = head_of(opening.server);
  bool const fits = client == Head::fits || server == Head::fits;
  bool const foreign = client == Head::foreign || server == Head::foreign;
  if (fits) return foreign ? Likeness::likely : Likeness::certain;
  if (foreign) return Likeness::no;
  return client == Head::partial || server == Head::partial ? Likeness::more : Likeness::no;
}

/// Distributions put their own name into the comments: "Debian-2+deb12u1".
bool names_system(std::string_view comments) {
  constexpr std::string_view systems[] = {"Debian", "Ubuntu", "Raspbian", "FreeBSD", "NetBSD"};
  for (auto const system : systems)
    if (comments.starts_with(system)) return true;
  return false;
}

/// What is read before a side is encrypted.
using Unit = std::variant<VersionView, PacketView>;

}  // namespace

Tracker::Tracker(delivery::Surroundings const& around) : voice_{around.voice, name} {}

delivery::Taken Tracker::on_stream(delivery::Segment const& segment) {
  auto& way = this->way(segment.from);
  return framing_.read(
      segment,
      [&](Bytes octets) {
        return way.stage == Stage::version ? dialogue::unit_of<Unit>(parse_version(octets))
                                           : dialogue::unit_of<Unit>(parse(octets));
      },
      dialogue::find_nothing,
      [&](Unit const& unit) {
        if (auto const* version = std::get_if<VersionView>(&unit))
          return on_version(way, *version, segment);
        return on_packet(way, *std::get_if<PacketView>(&unit), segment);
      },
      [&](Malformed const& bad) {
        voice_.say_fault(bad, segment.moment);
        leave(way);
      },
      dialogue::ignore_body);
}

/// Nothing more of this side is read.
dialogue::Reading Tracker::leave(Way& way) {
  way.stage = Stage::opaque;
  return {.body = dialogue::all_that_follows};
}

dialogue::Reading Tracker::on_version(Way& way, VersionView const& version,
                                      delivery::Segment const& segment) {
  if (version.line.empty()) {
    if (segment.from == Side::server && ++way.greetings <= most_greetings) return {};
    voice_.say_fault(Fault::order, "no identification where one is due", 0, segment.moment);
    return leave(way);
  }
  way.version.add(version.line);
  way.moment = segment.moment;
  say_identities(version, segment.moment);
  // The first protocol has other packets, and no algorithm of it is worth telling.
  if (version.protocol != "2.0" && version.protocol != "1.99") return leave(way);
  way.stage = Stage::packets;
  return {};
}

dialogue::Reading Tracker::on_packet(Way& way, PacketView const& packet,
                                     delivery::Segment const& segment) {
  if (packet.type == message::key_exchange_init) hear_offer(way, packet, segment);
  if (packet.type != message::new_keys) return {};
  way.ciphered = true;
  return leave(way);
}

/// Section 7.1: both offers together decide, whichever came first.
void Tracker::hear_offer(Way& way, PacketView const& packet, delivery::Segment const& segment) {
  if (!read_key_exchange(packet.payload)) {
    voice_.say_fault(Fault::length, "algorithms are not whole", 0, segment.moment);
    return;
  }
  way.moment = segment.moment;
  if (packet.payload.size() > most_kept) {
    voice_.say_fault(Fault::limit, "algorithms are longer than 8192", 0, segment.moment);
    return;
  }
  way.offer.assign(packet.payload.begin(), packet.payload.end());
  if (!ways_[0].offer.empty() && !ways_[1].offer.empty()) say_offered();
}

void Tracker::say_offered() {
  auto const client = read_key_exchange(ways_[0].offer);
  auto const server = read_key_exchange(ways_[1].offer);
  if (client && server) {
    say_handshake(Side::client, client->cipher, client->key_exchange);
    say_handshake(Side::server, chosen(client->cipher, server->cipher),
                  chosen(client->key_exchange, server->key_exchange));
  }
  for (auto& way : ways_) way.offer = {};
}

void Tracker::say_handshake(Side side, std::string_view cipher, std::string_view key_exchange) {
  auto& way = this->way(side);
  way.said = true;
  voice_.say(Handshake{.said = {way.moment, name},
                       .part = side == Side::client ? HandshakePart::client : HandshakePart::server,
                       .version = way.version.view(),
                       .application = key_exchange,
                       .cipher = cipher});
}

/// What never came to an agreement is said as far as it went.
void Tracker::on_end(Stamp) {
  for (auto const side : {Side::client, Side::server}) {
    auto& way = this->way(side);
    if (way.said || way.version.view().empty()) continue;
    auto const offer = read_key_exchange(way.offer);
    say_handshake(side, offer ? offer->cipher : std::string_view{},
                  offer ? offer->key_exchange : std::string_view{});
  }
}

void Tracker::on_gap(Side from, std::uint64_t, Stamp) {
  framing_.lose(from);
  way(from).stage = Stage::opaque;
}

std::optional<bool> Tracker::encrypted() const {
  for (auto const& way : ways_)
    if (way.ciphered || (way.stage == Stage::opaque && !way.version.view().empty())) return true;
  return std::nullopt;
}

void Tracker::say_identities(VersionView const& version, Moment const& moment) {
  auto const say = [&](Attribute attribute, std::string_view value) {
    voice_.say(Identity{.said = {moment, name},
                        .subject = moment.speaker.host,
                        .attribute = attribute,
                        .value = value,
                        .source = "SSH identification",
                        .basis = Basis::banner});
  };
  if (!version.software.empty()) say(Attribute::software, version.software);
  if (names_system(version.comments)) say(Attribute::operating_system, version.comments);
}

delivery::Registration const& registration() {
  static constexpr delivery::Registration self{
      .protocol = description, .recognise = recognise, .stream = delivery::make_tracker<Tracker>};
  return self;
}

}  // namespace qw::ssh
