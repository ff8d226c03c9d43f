// SPDX-License-Identifier: Apache-2.0
#include "analyses/coverage.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyses/coverage_text.hpp"
#include "analyses/limits.hpp"
#include "core/words.hpp"

namespace qw::analyses {
namespace {

using Rows = std::vector<CoverageRow>;

void add(Rows& rows, std::string_view topic, std::string_view subject, std::uint64_t part,
         std::uint64_t whole, std::string_view unit, std::string statement) {
  rows.push_back({std::string{topic}, std::string{subject}, part, whole, std::string{unit},
                  std::move(statement)});
}

void time_row(Rows& rows, SourceAccount const& source) {
  if (source.read.frames == 0)
    return add(rows, "time", source.name, 0, 0, "s", "No frame was read.");
  auto const span = (source.last - source.first).count;
  add(rows, "time", source.name,
      static_cast<std::uint64_t>(std::max<std::int64_t>(span, 0)) / 1'000'000'000, 0, "s",
      fmt::format("Seen from {} to {}, {}.", to_text(source.first), to_text(source.last),
                  duration(span)));
  if (source.epochs != 0)
    add(rows, "time", source.name, source.epochs, 0, "jumps",
        fmt::format("Packet time jumped {}; what lies between was not seen.",
                    qw::times(source.epochs)));
  if (source.backward != 0)
    add(rows, "time", source.name, source.backward, source.read.frames, "frames",
        fmt::format("{} ran back in time and took the time of the frame before.",
                    counted(source.backward, "frame")));
}

void frame_rows(Rows& rows, SourceAccount const& source) {
  auto const whole = source.read.frames;
  if (whole == 0) return;
  add(rows, "frames", source.name, source.unique.frames, whole, "frames",
      fmt::format("{} of {} were used.", percent(source.unique.frames, whole),
                  counted(whole, "frame")));
  if (source.duplicates.frames != 0)
    add(rows, "frames", source.name, source.duplicates.frames, whole, "frames",
        fmt::format("{} came a second time and did not count.",
                    counted(source.duplicates.frames, "frame")));
  if (source.mirror_octets != 0)
    add(rows, "frames", source.name, source.mirror_octets, source.unique.octets, "octets",
        fmt::format(
            "{} of the frames used are headers that the mirror put around them (ERSPAN), and "
            "belong to no conversation.",
            counted(source.mirror_octets, "octet")));
  for (auto const& [cause, tally] : source.undecoded)
    if (tally.frames != 0)
      add(rows, "frames", source.name, tally.frames, whole, "frames",
          fmt::format("{} ({}) could not be decoded: {}.", counted(tally.frames, "frame"),
                      counted(tally.octets, "octet"), cause));
  if (source.cut_frames != 0)
    add(rows, "frames", source.name, source.cut_frames, whole, "frames",
        fmt::format("The capture cut {} ({}) short: what they carried at their end is unknown.",
                    counted(source.cut_frames, "frame"), percent(source.cut_frames, whole)));
}

void drop_rows(Rows& rows, SourceAccount const& source) {
  if (!source.drops_known)
    add(rows, "drops", source.name, 0, 0, "frames",
        "The capture does not say whether frames were dropped before they were recorded.");
  else if (source.dropped == 0)
    add(rows, "drops", source.name, 0, source.read.frames, "frames",
        "The capture says that it dropped no frames; a mirror port may still have.");
  else
    add(rows, "drops", source.name, source.dropped, source.read.frames + source.dropped, "frames",
        fmt::format("The capture says that it dropped {}.", counted(source.dropped, "frame")));
  for (auto const& note : source.damage)
    add(rows, "damage", source.name, note.skipped, source.file_octets, "octets",
        fmt::format("Damaged at octet {}, after frame {}: {}; {} skipped.", grouped(note.offset),
                    grouped(note.after_frame), note.text, counted(note.skipped, "octet")));
  if (source.damages > source.damage.size())
    add(rows, "damage", source.name, source.damages, 0, "places",
        fmt::format("Damaged in {}, of which the first {} are named.",
                    counted(source.damages, "place"), source.damage.size()));
}

void stream_rows(Rows& rows, Accounts const& accounts) {
  auto const lost = accounts.lost_stream_octets;
  auto const payload = accounts.payload_octets;
  add(rows, "loss", "", lost, payload + lost, "octets",
      lost == 0 ? "No octet was acknowledged that the capture does not hold."
                : fmt::format("{} were acknowledged but never seen: {} of the payload.",
                              counted(lost, "octet"), percent(lost, payload + lost)));
  if (payload == 0) return;
  auto const share = [&](std::string_view subject, std::uint64_t part, std::string_view statement) {
    add(rows, "understood", subject, part, payload, "octets",
        fmt::format("{} of the payload {}.", percent(part, payload), statement));
  };
  share("understood", accounts.readable_octets(), "was read by a protocol that is known here");
  share("encrypted", accounts.encrypted_octets, "is encrypted: what it says cannot be told");
  share("unknown", accounts.unknown_octets, "belongs to no protocol that is known here");
}

/// What a name is worth is said with it: it tells nothing of what was done.
void naming_row(Rows& rows, NamingAccount const& naming) {
  if (!naming.wanted)
    return add(rows, "naming", "", 0, 0, "conversations",
               "What no protocol claims was left without a name, as was asked.");
  if (naming.library.empty())
    return add(rows, "naming", "", 0, 0, "conversations",
               "What no protocol claims has no name: this program was built without a library "
               "that names applications.");
  if (naming.heard != 0)
    add(rows, "naming", naming.library, naming.named, naming.heard, "conversations",
        fmt::format("{} named {} of {} that no protocol here claims, from their first octets and "
                    "without guessing: named, not understood.",
                    naming.library, grouped(naming.named), counted(naming.heard, "conversation")));
}

void conversation_rows(Rows& rows, Accounts const& accounts) {
  auto const whole = accounts.conversations;
  if (accounts.one_directional != 0)
    add(rows, "direction", "", accounts.one_directional, whole, "conversations",
        fmt::format("Of {} only one side was seen: the mirror may miss the other direction.",
                    counted(accounts.one_directional, "TCP conversation")));
  auto const doubt = [&](std::string_view topic, std::uint64_t count, std::string_view thing,
                         std::string_view statement) {
    if (count != 0)
      add(rows, topic, "", count, 0, fmt::format("{}s", thing),
          fmt::format("{} {}.", counted(count, thing), statement));
  };
  doubt("limits", accounts.evicted_conversations, "conversation",
        "ended early here to make room for others");
  doubt("limits", accounts.buffer_evictions, "stream",
        "could not be put in order for lack of memory");
  doubt("limits", accounts.naming.cut_short, "conversation",
        "made room for others before their first octets could give them a name");
  doubt("fragments", accounts.fragments_evicted, "fragment",
        "waited in vain for the rest of a datagram");
  doubt("checksums", accounts.bad_checksums, "packet",
        "had a wrong checksum, as network cards leave them");
}

}  // namespace

Coverage::Share* Coverage::share_of(Term service) {
  if (service.empty()) return nullptr;
  if (auto const found = index_.find(service); found != index_.end())
    return &shares_[found->second];
  if (shares_.size() == limit::protocols) return nullptr;
  index_.emplace(service, static_cast<std::uint32_t>(shares_.size()));
  return &shares_.emplace_back(Share{service});
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

void Coverage::protocol_rows(Rows& rows) const {
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
                          : fmt::format("; {} more were lost", counted(share.lost, "octet"))));
    if (share.irregular != 0)
      add(rows, "protocol", name, share.irregular, 0, "irregularities",
          fmt::format("A rule of {} was broken {}.", name, qw::times(share.irregular)));
  }
}

std::vector<CoverageRow> Coverage::rows(CoverageInputs const& inputs) const {
  Rows rows;
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
        fmt::format("{} of {} {} heard to speak to everybody only: what {} to one other may "
                    "not pass here.",
                    grouped(quiet), counted(inputs.devices.size(), "device"),
                    quiet == 1 ? "was" : "were", quiet == 1 ? "it says" : "they say"));
  for (auto const& name : inputs.declared_unseen)
    add(rows, "devices", name, 0, 0, "frames", "In the site file, but never heard.");
  add(rows, "boundary", "", 0, 0, "", inputs.boundary);
  for (auto const& state : inputs.data) add(rows, "data", "", 0, 0, "", state + ".");
  return rows;
}

}  // namespace qw::analyses
