// SPDX-License-Identifier: Apache-2.0
#include "simulate/truth/accounts.hpp"

#include <fmt/format.h>

namespace qw::simulate {
namespace {

Line tally_line(Tally const& tally) {
  Line line;
  line.number("first", tally.first).number("last", tally.last).number("frames", tally.frames);
  line.number("octets", tally.octets).stamp("from", tally.first_at);
  return line.stamp("until", tally.last_at);
}

Line points_line(std::uint32_t shard, std::uint32_t id, std::span<Tap const> taps,
                 Tap::Tallies const& (Tap::*which)() const) {
  Line points;
  for (auto const& tap : taps) {
    auto const& tallies = (tap.*which)();
    auto const found = tallies.find({shard, id});
    if (found != tallies.end()) points.object(tap.name(), tally_line(found->second));
  }
  return points;
}

}  // namespace

Line device_line(Host const& host) {
  auto const& plate = host.identity;
  Line line{"device"};
  line.text("name", plate.name).text("role", plate.role).text("maker", plate.maker);
  line.text("model", plate.model).text("firmware", plate.firmware).text("serial", plate.serial);
  line.text("segment", host.segment->name).text("ip", to_text(host.ip));
  if (host.mac != Mac{}) line.text("mac", to_text(host.mac));
  if (host.spare_mac != Mac{}) line.text("spare_mac", to_text(host.spare_mac));
  return line.flag("listed", host.listed);
}

Line flow_line(Shard const& shard, FlowId flow, std::span<Tap const> taps) {
  auto const index = static_cast<std::uint32_t>(flow);
  auto const& what = shard.flows()[index];
  Line line{"flow"};
  line.text("flow", fmt::format("{}.{}", shard.name(), index)).text("purpose", what.purpose);
  line.text("protocol", what.protocol).text("client", what.client).text("server", what.server);
  line.text("transport", what.transport).flag("opaque", what.opaque);
  return line.object("points", points_line(shard.index(), index, taps, &Tap::flows));
}

Line mark_line(Shard const& shard, MarkId mark, std::span<Tap const> taps) {
  auto const index = static_cast<std::uint32_t>(mark);
  auto const& what = shard.marks()[index];
  Line line{what.legitimate ? "twin" : "planted"};
  line.text("scenario", what.scenario).text("where", shard.name()).text("words", what.words);
  return line.object("points", points_line(shard.index(), index, taps, &Tap::marks));
}

Line tap_line(Tap const& tap) {
  Line line{"point"};
  line.text("name", tap.name()).text("file", tap.name() + ".pcapng");
  line.number("frames", tap.file().frames()).number("octets", tap.file().octets());
  return line.number("missed", tap.missed());
}

}  // namespace qw::simulate
