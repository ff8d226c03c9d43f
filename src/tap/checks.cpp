// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/words.hpp"
#include "tap/tap.hpp"

namespace qw::tap {
namespace {

Check check(Aspect aspect, Verdict verdict, std::string statement, std::string move = {}) {
  return {aspect, verdict, std::move(statement), std::move(move)};
}

/// Is `part` at least the `share`-th part of `whole`?
bool reaches(std::uint64_t part, std::uint64_t whole, std::uint64_t share) {
  return part != 0 && part >= whole / share;
}

/// "a, b, c and 4 more".
std::string named(std::vector<std::string> names, std::uint64_t count) {
  if (names.size() > limit::most_named) names.resize(limit::most_named);
  auto text = fmt::format("{}", fmt::join(names, ", "));
  if (count > names.size()) text += fmt::format(" and {} more", grouped(count - names.size()));
  return text;
}

std::string seconds_text(std::int64_t ns) {
  auto const distance = static_cast<double>(ns < 0 ? -ns : ns) / 1e9;
  if (distance < 120) return fmt::format("{:.3f} s", distance);
  if (distance < 2 * 86'400) return fmt::format("{:.1f} h", distance / 3'600);
  return fmt::format("{:.0f} days", distance / 86'400);
}

/// To the second: "2026-03-01 06:30:00".
std::string moment_text(Stamp stamp) {
  auto text = to_text(stamp).substr(0, 19);
  std::ranges::replace(text, 'T', ' ');
  return text;
}

Check duplicates(SourceAccount const& source) {
  auto const twice = source.duplicates.frames;
  auto const text =
      fmt::format("{} of {} came twice.", grouped(twice), counted(source.read.frames, "frame"));
  if (!reaches(twice, source.read.frames, limit::duplicate_share))
    return check(Aspect::duplicates, Verdict::good, text);
  return check(
      Aspect::duplicates, Verdict::wrong,
      text +
          " The mirror copies the same traffic at two places and fills its own line with "
          "copies.",
      "Mirror each direction once: one port in both directions, or all ports of the VLAN in "
      "the receiving direction only.");
}

Check drops(SourceAccount const& source) {
  if (!source.drops_known)
    return check(Aspect::drops, Verdict::unknown,
                 "The capture does not record whether frames were dropped.");
  if (source.dropped == 0)
    return check(Aspect::drops, Verdict::good, "The capture reports no dropped frames.");
  return check(
      Aspect::drops, Verdict::wrong,
      fmt::format("The capture reports that {} of {} were dropped.", grouped(source.dropped),
                  counted(source.read.frames + source.dropped, "frame")),
      "The recording machine was too slow: give it a faster disk or a larger buffer, or "
      "mirror fewer ports.");
}

Check length(SourceAccount const& source) {
  if (source.cut_frames == 0)
    return check(Aspect::length, Verdict::good, "Every frame is complete.");
  return check(Aspect::length, Verdict::wrong,
               fmt::format("{} of {} are truncated: the end of their content is lost.",
                           grouped(source.cut_frames), counted(source.read.frames, "frame")),
               "Record whole frames: set the capture length (snaplen) to 262144 octets, and turn "
               "off truncation on the mirror session.");
}

/// Of all that tell the time by a clock that says it is set, the one nearest to packet
/// time: one right clock that agrees is enough, and a wrong one is a device's trouble.
ClockRow const* nearest_teller(std::vector<ClockRow> const& rows) {
  auto const distance = [](ClockRow const& row) {
    return row.final.count < 0 ? -(row.final.count + 1) : row.final.count;
  };
  ClockRow const* nearest = nullptr;
  for (auto const& row : rows) {
    auto const stratum = row.stratum.value_or(0);
    if (stratum == 0 || stratum > limit::worst_stratum) continue;
    if (nearest == nullptr || distance(row) < distance(*nearest)) nearest = &row;
  }
  return nearest;
}

/// What is wrong with packet time by itself.
std::string faults_of_time(SourceAccount const& source, std::optional<Stamp> now) {
  std::string faults;
  if (source.first < limit::earliest_plausible)
    faults +=
        fmt::format(" The capture begins at {}: its clock was not set.", moment_text(source.first));
  if (now && source.last > *now && source.last - *now > limit::future)
    faults +=
        fmt::format(" The capture ends at {}, which is in the future.", moment_text(source.last));
  if (source.epochs != 0)
    faults += fmt::format(" The clock moved by more than an hour {} during the capture.",
                          qw::times(source.epochs));
  if (reaches(source.backward, source.read.frames, limit::backward_share))
    faults += fmt::format(" Time ran back: {} of {} are older than an earlier one.",
                          grouped(source.backward), counted(source.read.frames, "frame"));
  return faults;
}

}  // namespace

Check Tap::frames(SourceAccount const& source) const {
  if (source.read.frames == 0)
    return check(
        Aspect::frames, Verdict::wrong, "No frame was recorded.",
        "Check the link light of the mirror's destination port, and that the mirror session is "
        "enabled.");
  std::uint64_t undecoded = 0;
  for (auto const& cause : source.undecoded) undecoded += cause.tally.frames;
  auto text = fmt::format("{} read", counted(source.read.frames, "frame"));
  text += undecoded == 0 ? ", all of them decoded."
                         : fmt::format(", {} not decoded.", grouped(undecoded));
  if (source.damages == 0) return check(Aspect::frames, Verdict::good, text);
  return check(Aspect::frames, Verdict::wrong,
               fmt::format("{} The file is damaged in {}.", text, counted(source.damages, "place")),
               "Stop the recording before copying the file, and check that the disk is not full.");
}

Check Tap::traffic() const {
  auto const whole = single_ + group_;
  if (whole == 0)
    return check(Aspect::traffic, Verdict::unknown, "No frame belongs to a conversation.");
  bool const flooded = !reaches(single_, whole, limit::flooded_share);
  if (two_way_ == 0 && half_streams_ == 0 && flooded)
    return check(
        Aspect::traffic, Verdict::wrong,
        fmt::format("Only broadcasts and multicasts: {} of {} went to one host, and no two "
                    "hosts were seen talking to each other. Any switch port receives as much "
                    "without a mirror.",
                    grouped(single_), counted(whole, "frame")),
        "Enable the mirror session, and plug into its destination port. This is right only "
        "where all traffic is multicast (GOOSE, Sampled Values).");
  return check(Aspect::traffic, Verdict::good,
               fmt::format("{} of {} were unicast; {} had both sides.", grouped(single_),
                           counted(whole, "frame"), counted(two_way_, "conversation")));
}

Check Tap::directions() const {
  auto const whole = whole_streams_ + half_streams_;
  if (whole == 0)
    return check(Aspect::directions, Verdict::unknown,
                 "No TCP conversation carried data, so the capture cannot show both directions.");
  if (half_streams_ == 0)
    return check(Aspect::directions, Verdict::good,
                 fmt::format("{} with data, all seen in both directions.",
                             counted(whole, "TCP conversation")));
  std::vector<std::string> names;
  for (auto const& address : silent_) names.push_back(to_text(address));
  auto const text = fmt::format(
      "Of {} with data, {} seen in one direction only. Hosts that were addressed "
      "but never seen: {}.",
      counted(whole, "TCP conversation"), counted(half_streams_, "was", "were"),
      fmt::join(names, ", "));
  if (!reaches(half_streams_, whole, limit::half_heard_share))
    return check(Aspect::directions, Verdict::doubtful, text,
                 "Check whether these hosts have a second path that this tap does not see.");
  return check(Aspect::directions, Verdict::wrong, text,
               "Set the mirror to both directions (rx and tx), or add the port through which the "
               "silent hosts answer. On a passive tap, plug in both monitor cables.");
}

std::string Tap::tags() const {
  std::vector<std::string> numbers;
  for (auto const& [vlan, frames] : vlans_)
    if (vlan != 0) numbers.push_back(std::to_string(vlan));
  if (numbers.empty()) return "No frame has a VLAN tag.";
  auto const count = numbers.size();
  auto text = fmt::format("Tagged with VLAN {}", named(std::move(numbers), count));
  return text + (vlans_.contains(0) ? "; others are untagged." : ".");
}

Check Tap::vlans() const {
  auto const expected = expected_networks();
  std::vector<std::string> missing;
  for (auto const* network : expected)
    if (!network->heard)
      missing.push_back(fmt::format("{} ({})", to_text(network->prefix), network->owner));
  auto const heard = expected.size() - missing.size();
  bool const tagged = std::ranges::any_of(vlans_, [](auto const& each) { return each.first != 0; });
  if (!missing.empty()) {
    auto const count = missing.size();
    return check(
        Aspect::vlans, Verdict::wrong,
        fmt::format("Of {} in the site file, no host was seen in {}. {}",
                    counted(expected.size(), "network"), named(std::move(missing), count), tags()),
        "Add the VLANs of these networks to the mirror's source, or mirror the trunk with all "
        "VLANs.");
  }
  if (heard > 1 && !tagged)
    return check(
        Aspect::vlans, Verdict::doubtful,
        fmt::format("Hosts of {} are seen, but no frame has a VLAN tag: the mirror removes "
                    "tags, or it sees the networks only behind a router.",
                    counted(heard, "network")),
        "Keep the tags in the mirror (\"encapsulation replicate\", \"tagged\"), or make its "
        "destination port a trunk.");
  if (expected.empty())
    return check(
        Aspect::vlans, Verdict::unknown,
        tags() + " A site file that names the networks is needed to show what is missing.");
  return check(Aspect::vlans, Verdict::good,
               fmt::format("Hosts of {} were seen. {}",
                           heard == 1 ? "the one expected network"
                                      : fmt::format("all {} expected networks", heard),
                           tags()));
}

Check Tap::gaps(SourceAccount const& source) const {
  auto const whole = payload_ + lost_;
  if (whole == 0 || source.cut_frames != 0)
    return check(Aspect::gaps, Verdict::unknown,
                 whole == 0 ? "No TCP conversation with data was seen in both directions, so the "
                              "capture cannot show gaps."
                            : "Frames are truncated, so the capture cannot show other gaps.");
  auto const text = fmt::format("{} of {} of TCP data were acknowledged but never seen.",
                                grouped(lost_), counted(whole, "octet"));
  if (!reaches(lost_, whole, limit::gap_share)) return check(Aspect::gaps, Verdict::good, text);
  return check(Aspect::gaps, Verdict::wrong, text + " Frames were lost on the way to this tap.",
               "The mirror carries more than its destination port can: mirror fewer ports or one "
               "direction, use a faster port, or use a passive tap.");
}

Check Tap::clock(SourceAccount const& source, std::optional<Stamp> now) const {
  constexpr std::string_view move =
      "Set the clock of the recording machine, preferably from the port's own time server, and "
      "note how far it was off.";
  if (source.read.frames == 0)
    return check(Aspect::clock, Verdict::unknown, "There are no frames.");
  auto faults = faults_of_time(source, now);
  auto const rows = clocks_.rows();
  auto const* teller = nearest_teller(rows);
  auto told = std::string{" No time server is seen, so its accuracy is not known."};
  if (teller != nullptr) {
    auto const offset = teller->final.count;
    told = fmt::format(" {} ({}, stratum {}) tells a time that is {} {}.",
                       to_text(teller->host.address), teller->service, *teller->stratum,
                       seconds_text(offset), offset < 0 ? "earlier" : "later");
    bool const far = offset > limit::clock_offset.count || offset < -limit::clock_offset.count;
    if (far) faults += told;
  }
  if (!faults.empty())
    return check(Aspect::clock, Verdict::wrong, faults.substr(1), std::string{move});
  return check(Aspect::clock, Verdict::good,
               fmt::format("Time runs forward from {} to {}.{}", moment_text(source.first),
                           moment_text(source.last), told));
}

Check Tap::devices() const {
  std::uint64_t expected = 0;
  std::vector<std::string> missing;
  for (auto const& each : watched_) {
    if (!expected_here(each)) continue;
    ++expected;
    if (each.heard) continue;
    missing.push_back(each.device.name);
    if (each.spoken_to != 0)
      missing.back() += fmt::format(" (addressed in {})", counted(each.spoken_to, "frame"));
  }
  if (expected == 0)
    return check(Aspect::devices, Verdict::unknown,
                 "No device is named; --expect or a site file names the expected ones.");
  if (missing.empty())
    return check(Aspect::devices, Verdict::good,
                 fmt::format("{} seen, all that are expected.", counted(expected, "device")));
  auto const count = missing.size();
  return check(
      Aspect::devices, Verdict::wrong,
      fmt::format("Of {}, {} not seen: {}.", counted(expected, "expected device"),
                  counted(count, "was", "were"), named(std::move(missing), count)),
      "Check that they are switched on, and add their switch ports to the mirror's source.");
}

std::vector<Check> Tap::checks(SourceAccount const& source, std::optional<Stamp> now) const {
  return {frames(source),     traffic(),     directions(), vlans(),
          duplicates(source), drops(source), gaps(source), length(source),
          clock(source, now), devices()};
}

}  // namespace qw::tap
