// SPDX-License-Identifier: Apache-2.0
#include "analyses/coverage.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/counters.hpp"
#include "analyses/coverage_text.hpp"
#include "analyses/limits.hpp"
#include "analyses/registries.hpp"
#include "core/words.hpp"

namespace qw::analyses {
namespace {

using CoverageRows = std::vector<CoverageRow>;

std::string boundary_statement(site::Atlas const& atlas) {
  if (atlas.by_default())
    return "The ledger counts what crosses between private addresses and all others; the "
           "site file names no crane with networks and no zone with boundary = true.";
  return fmt::format("The ledger counts what crosses the boundary of {}.",
                     fmt::join(atlas.boundaries(), ", "));
}

/// Devices of the site file that never spoke.
std::vector<std::string> declared_unseen(site::Site const& site,
                                         std::vector<Device> const& devices) {
  std::vector<std::string> unseen;
  for (auto const& known : site.devices)
    if (std::ranges::none_of(devices, [&](Device const& device) {
          return device.declared && device.name == known.name;
        }))
      unseen.push_back(known.name);
  return unseen;
}

void add(CoverageRows& rows, std::string_view topic, std::string_view subject, std::uint64_t part,
         std::uint64_t whole, std::string_view unit, std::string statement) {
  rows.push_back({std::string{topic}, std::string{subject}, part, whole, std::string{unit},
                  std::move(statement)});
}

void time_row(CoverageRows& rows, SourceAccount const& source) {
  if (source.read.frames == 0)
    return add(rows, "time", source.name, 0, 0, "s", "No frame was read.");
  auto const span = (source.last - source.first).count;
  add(rows, "time", source.name,
      static_cast<std::uint64_t>(std::max<std::int64_t>(span, 0)) / 1'000'000'000, 0, "s",
      fmt::format("From {} to {}, {}.", to_text(source.first), to_text(source.last),
                  duration(span)));
  if (source.epochs != 0)
    add(rows, "time", source.name, source.epochs, 0, "jumps",
        fmt::format("Packet time jumped {}; the time in between was not seen.",
                    qw::times(source.epochs)));
  if (source.backward != 0)
    add(rows, "time", source.name, source.backward, source.read.frames, "frames",
        fmt::format("{} ran back in time and got the time of the frame before.",
                    counted(source.backward, "frame")));
}

void frame_rows(CoverageRows& rows, SourceAccount const& source) {
  auto const whole = source.read.frames;
  if (whole == 0) return;
  add(rows, "frames", source.name, source.unique.frames, whole, "frames",
      fmt::format("{} of {} are used.", percent(source.unique.frames, whole),
                  counted(whole, "frame")));
  if (source.duplicates.frames != 0)
    add(rows, "frames", source.name, source.duplicates.frames, whole, "frames",
        fmt::format("{} came twice; the copies are not counted.",
                    counted(source.duplicates.frames, "frame")));
  if (source.mirror_octets != 0)
    add(rows, "frames", source.name, source.mirror_octets, source.unique.octets, "octets",
        fmt::format(
            "{} of the frames used are headers that the mirror added (ERSPAN); they belong to no "
            "conversation.",
            counted(source.mirror_octets, "octet")));
  for (auto const& [cause, tally] : source.undecoded)
    if (tally.frames != 0)
      add(rows, "frames", source.name, tally.frames, whole, "frames",
          fmt::format("{} ({}) not decoded: {}.", counted(tally.frames, "frame"),
                      counted(tally.octets, "octet"), cause));
  if (source.cut_frames != 0)
    add(rows, "frames", source.name, source.cut_frames, whole, "frames",
        fmt::format("{} ({}) truncated by the capture: the end of their content is unknown.",
                    counted(source.cut_frames, "frame"), percent(source.cut_frames, whole)));
}

void drop_rows(CoverageRows& rows, SourceAccount const& source) {
  if (!source.drops_known)
    add(rows, "drops", source.name, 0, 0, "frames",
        "The capture does not record whether frames were dropped.");
  else if (source.dropped == 0)
    add(rows, "drops", source.name, 0, source.read.frames, "frames",
        "The capture reports no dropped frames; a mirror port may still have dropped some.");
  else
    add(rows, "drops", source.name, source.dropped, source.read.frames + source.dropped, "frames",
        fmt::format("The capture reports {} dropped.", counted(source.dropped, "frame")));
  for (auto const& note : source.damage)
    add(rows, "damage", source.name, note.skipped, source.file_octets, "octets",
        fmt::format("Damaged at octet {}, after frame {}: {}; {} skipped.", grouped(note.offset),
                    grouped(note.after_frame), note.text, counted(note.skipped, "octet")));
  if (source.damages > source.damage.size())
    add(rows, "damage", source.name, source.damages, 0, "places",
        fmt::format("Damaged in {}, {} of them listed.", counted(source.damages, "place"),
                    source.damage.size()));
}

void stream_rows(CoverageRows& rows, Accounts const& accounts) {
  auto const lost = accounts.lost_stream_octets;
  auto const payload = accounts.payload_octets;
  add(rows, "loss", "", lost, payload + lost, "octets",
      lost == 0 ? "No TCP data was acknowledged that the capture does not hold."
                : fmt::format("{} of TCP data acknowledged but never seen: {} of the payload.",
                              counted(lost, "octet"), percent(lost, payload + lost)));
  if (payload == 0) return;
  auto const share = [&](std::string_view subject, std::uint64_t part, std::string_view statement) {
    add(rows, "understood", subject, part, payload, "octets",
        fmt::format("{} of the payload {}.", percent(part, payload), statement));
  };
  share("understood", accounts.readable_octets(), "was parsed");
  share("encrypted", accounts.encrypted_octets, "is encrypted: its content is not known");
  share("unknown", accounts.unknown_octets, "belongs to no known protocol");
}

/// What a name is worth is said with it: it tells nothing of what was done.
void naming_row(CoverageRows& rows, NamingAccount const& naming) {
  if (!naming.wanted)
    return add(rows, "naming", "", 0, 0, "conversations",
               "Unparsed traffic is not named, because of --no-naming.");
  if (naming.library.empty())
    return add(rows, "naming", "", 0, 0, "conversations",
               "Unparsed traffic is not named: this program was built without a library for that.");
  if (naming.heard != 0)
    add(rows, "naming", naming.library, naming.named, naming.heard, "conversations",
        fmt::format(
            "{} named {} of {} that are not parsed, by their first octets and without guessing: "
            "named, not understood.",
            naming.library, grouped(naming.named), counted(naming.heard, "conversation")));
}

void conversation_rows(CoverageRows& rows, Accounts const& accounts) {
  auto const whole = accounts.conversations;
  if (accounts.one_directional != 0)
    add(rows, "direction", "", accounts.one_directional, whole, "conversations",
        fmt::format(
            "{} seen in one direction only: the mirror may miss the other.",
            counted(accounts.one_directional, "TCP conversation was", "TCP conversations were")));
  auto const doubt = [&](std::string_view topic, std::uint64_t count, std::string_view thing,
                         std::string_view statement) {
    if (count != 0)
      add(rows, topic, "", count, 0, plural(thing),
          fmt::format("{} {}.", counted(count, thing), statement));
  };
  doubt("limits", accounts.evicted_conversations, "conversation",
        "ended early to make room for others");
  doubt("limits", accounts.buffer_evictions, "stream", "not reassembled for lack of memory");
  doubt("limits", accounts.evicted_bodies, "transfer",
        "ended early to make room for others, without a digest");
  doubt("limits", accounts.evicted_expectations, "announced conversation",
        "forgotten to make room for others, before any came");
  doubt("limits", accounts.naming.cut_short, "conversation", "not named, to make room for others");
  doubt("fragments", accounts.fragments_evicted, "fragment",
        "discarded: the rest of the datagram did not come");
  doubt("checksums", accounts.bad_checksums, "packet",
        "with a wrong checksum, as network cards leave them");
}

}  // namespace

Coverage::Share* Coverage::share_of(Protocol service) {
  if (service.empty()) return nullptr;
  if (auto const found = index_.find(service); found != index_.end())
    return &shares_[found->second];
  if (shares_.size() == limit::protocols) return nullptr;
  index_.emplace(service, static_cast<std::uint32_t>(shares_.size()));
  return &shares_.emplace_back(Share{service});
}

bool Coverage::restored() {
  index_.clear();
  if (shares_.size() > limit::protocols) return false;
  for (std::uint32_t share = 0; share < shares_.size(); ++share)
    if (!index_.emplace(shares_[share].service, share).second) return false;
  return true;
}

void Coverage::on(Conversation const& conversation) {
  auto* share = share_of(conversation.service);
  if (share == nullptr) return;
  share->only_named = conversation.basis == ServiceBasis::application;
  share->payload += conversation.payload_out + conversation.payload_in;
  share->understood += conversation.understood_octets;
  share->lost += conversation.lost_out + conversation.lost_in;
}

void Coverage::on(Irregularity const& irregularity) {
  if (auto* share = share_of(irregularity.said.protocol)) ++share->irregular;
}

void Coverage::protocol_rows(CoverageRows& rows) const {
  auto shares = shares_;
  std::sort(shares.begin(), shares.end(),
            [](Share const& a, Share const& b) { return a.service < b.service; });
  for (auto const& share : shares) {
    auto const name = share.service.text();
    if (share.payload != 0 && share.only_named)
      add(rows, "protocol", name, 0, share.payload, "octets",
          fmt::format("None of the payload of {} was parsed: it is named, not understood.", name));
    else if (share.payload != 0)
      add(rows, "protocol", name, std::min(share.understood, share.payload), share.payload,
          "octets",
          fmt::format("{} of the payload of {} was parsed{}.",
                      percent(std::min(share.understood, share.payload), share.payload), name,
                      share.lost == 0
                          ? ""
                          : fmt::format("; {} lost", counted(share.lost, "more octet was",
                                                             "more octets were"))));
    if (share.irregular != 0)
      add(rows, "protocol", name, share.irregular, 0, "irregularities",
          fmt::format("A rule of {} was broken {}.", name, qw::times(share.irregular)));
  }
}

std::vector<CoverageRow> Coverage::rows(CoverageInputs const& inputs) const {
  CoverageRows rows;
  auto const& accounts = inputs.accounts;
  for (auto const& source : accounts.sources) time_row(rows, source);
  for (auto const& source : accounts.sources) frame_rows(rows, source);
  for (auto const& source : accounts.sources) drop_rows(rows, source);
  rows.insert(rows.end(), inputs.counters.begin(), inputs.counters.end());
  stream_rows(rows, accounts);
  conversation_rows(rows, accounts);
  for (auto const& [what, times] : inputs.limits)
    if (times != 0)
      add(rows, "limits", "", times, 0, "times",
          fmt::format("A table was full {}: {}.", qw::times(times), what));
  naming_row(rows, accounts.naming);
  protocol_rows(rows);
  auto const quiet = static_cast<std::uint64_t>(
      std::count_if(inputs.devices.begin(), inputs.devices.end(),
                    [](Device const& device) { return device.only_broadcast; }));
  if (quiet != 0)
    add(rows, "devices", "", quiet, inputs.devices.size(), "devices",
        fmt::format(
            "{} of {} sent only broadcasts and multicasts: this tap may not see their unicast "
            "traffic.",
            grouped(quiet), counted(inputs.devices.size(), "device")));
  for (auto const& name : inputs.declared_unseen)
    add(rows, "devices", name, 0, 0, "frames", "In the site file, but never seen.");
  add(rows, "boundary", "", 0, 0, "", inputs.boundary);
  for (auto const& state : inputs.data) add(rows, "data", "", 0, 0, "", state + ".");
  return rows;
}

void Coverage::write(Dossier& dossier) const {
  auto const& devices = dossier.of<Device>();
  auto const& [makers, geo] = context_.registries;
  dossier.of<CoverageRow>() =
      rows({.accounts = dossier.accounts,
            .devices = devices,
            .declared_unseen = declared_unseen(context_.site, devices),
            .data = {makers.state(), geo.countries_state(), geo.networks_state()},
            .boundary = boundary_statement(context_.atlas),
            .limits = dossier.limits,
            .counters = counter_rows(context_.site.counters, dossier.accounts)});
}

}  // namespace qw::analyses
