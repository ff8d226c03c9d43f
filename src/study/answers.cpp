// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "site/atlas.hpp"
#include "study/overview.hpp"
#include "study/readable.hpp"

/// The six questions. Every sentence says what was measured, and with what bound;
/// what was not seen is said to be unseen, never to be absent.
namespace qw::study {
namespace {

using Tone = Answer::Tone;

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (auto const& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string of_devices(std::size_t part, std::size_t whole) {
  if (part == 0) return "none";
  return part == whole ? "all of them" : fmt::format("{} of them", grouped(part));
}

Answer what_is_there(StudyResult const& result, Overview const& sum) {
  Answer answer{"What is on the crane?", "devices", {}, Tone::calm};
  auto const count = result.of<Device>().size();
  if (count == 0) {
    answer.sentences = {"No device was seen in these captures."};
    answer.tone = Tone::open;
    return answer;
  }
  answer.sentences.push_back(fmt::format("{} seen{}.", counted(count, "device"),
                                         sum.roles.empty() ? "" : ": " + sum.roles));
  if (count == 1)
    answer.sentences.push_back(fmt::format("Its maker is {}, its firmware {}.",
                                           sum.makers_known != 0 ? "known" : "not known",
                                           sum.firmware_known != 0 ? "known" : "not known"));
  else
    answer.sentences.push_back(fmt::format("The maker is known for {}, the firmware for {}.",
                                           of_devices(sum.makers_known, count),
                                           of_devices(sum.firmware_known, count)));
  if (!result.has_site) {
    answer.sentences.push_back("There is no site file, so no device can be called undeclared.");
  } else if (sum.undeclared == 0) {
    answer.sentences.push_back("All of them are in the site file.");
  } else {
    answer.sentences.push_back(fmt::format("{} not in the site file.",
                                           counted(sum.undeclared, "device is", "devices are")));
    answer.tone = Tone::attend;
  }
  return answer;
}

Answer what_it_does(StudyResult const& result) {
  Answer answer{"What does it do?", "run", {}, Tone::calm};
  for (auto const& crane : result.of<CraneRow>())
    answer.sentences.push_back(
        crane.moves
            ? fmt::format("{}: {}. {}", crane.name, counted(*crane.moves, "move"), crane.statement)
            : fmt::format("{}: {}", crane.name, crane.statement));
  auto const samples = result.dossier.events[Event{std::in_place_type<Sample>}.index()];
  auto const alarms = result.dossier.events[Event{std::in_place_type<Alarm>}.index()];
  bool const rebuilt = std::ranges::any_of(
      result.of<CraneRow>(), [](CraneRow const& crane) { return crane.moves.has_value(); });
  if (!rebuilt) answer.tone = Tone::open;
  // Samples are of all that devices hold: process values, states, their own system data.
  if (samples == 0)
    answer.sentences.push_back("No process value was seen in a protocol that is parsed.");
  else
    answer.sentences.push_back(fmt::format(
        "{} and {} seen{}.",
        counted(samples, "sample of device values", "samples of device values"),
        counted(alarms, "alarm"),
        result.of<CraneRow>().empty() ? "; which of them describe the machine is not known" : ""));
  return answer;
}

Answer who_commands(Overview const& sum) {
  Answer answer{"Who commands it?", "commands", {}, Tone::calm};
  if (sum.commands == 0) {
    answer.sentences = {"No command was seen in a protocol that is parsed."};
    answer.tone = Tone::open;
    return answer;
  }
  if (sum.changing == 0) {
    answer.sentences.push_back(sum.unjudged + sum.on_files == 0
                                   ? "No command that can change a device was seen."
                                   : "No command that is known to change a device was seen.");
  } else {
    answer.sentences.push_back(fmt::format("{} from {} can change a device: {}.",
                                           counted(sum.changing, "command"),
                                           counted(sum.changers, "host"), sum.changing_verbs));
    answer.tone = Tone::attend;
  }
  if (sum.on_files != 0)
    answer.sentences.push_back(fmt::format("{} about files: {}.",
                                           counted(sum.on_files, "command is", "commands are"),
                                           sum.file_operations));
  if (sum.unjudged != 0)
    answer.sentences.push_back(fmt::format(
        "{} not judged: {}.",
        counted(sum.unjudged, "command of another kind is", "commands of other kinds are"),
        sum.unjudged_operations));
  answer.sentences.push_back(
      fmt::format("In total, {} sent {} to {}.", counted(sum.commanders, "host"),
                  counted(sum.commands, "command"), counted(sum.commanded, "host")));
  if (sum.refused + sum.unanswered != 0)
    answer.sentences.push_back(
        fmt::format("{} refused, {} unanswered.", grouped(sum.refused), grouped(sum.unanswered)));
  return answer;
}

/// Devices on the link that the default boundary leaves outside, for their addresses are
/// public ones.
std::size_t outside_by_default(StudyResult const& result) {
  bool const by_default = result.of<LedgerTotal>().size() == 1 &&
                          result.of<LedgerTotal>()[0].boundary == site::Atlas::default_boundary;
  if (!by_default) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(result.of<Device>(), [](Device const& device) {
        return std::ranges::any_of(device.hosts, [](Host const& host) {
          return host.address.is_ip() && !host.address.is_private() &&
                 !site::is_local_only(host.address);
        });
      }));
}

Answer what_leaves(StudyResult const& result, Overview const& sum) {
  Answer answer{"What leaves it?", "ledger", {}, Tone::calm};
  auto const total = result.boundary();
  auto const misplaced = outside_by_default(result);
  if (misplaced != 0) {
    answer.tone = Tone::open;
    answer.sentences.push_back(fmt::format(
        "{} on this link {} public addresses. Without a site file that names the crane's networks "
        "they count as outside, so what {} sent elsewhere is not in the ledger.",
        counted(misplaced, "device"), misplaced == 1 ? "has" : "have",
        misplaced == 1 ? "it" : "they"));
  }
  if (total.boundary_octets == 0) {
    answer.sentences.push_back("Nothing crossed the boundary in these captures.");
    return answer;
  }
  answer.sentences.push_back(fmt::format("{} crossed the boundary, to and from {} outside.",
                                         sized(total.boundary_octets),
                                         counted(sum.outside_hosts, "host")));
  if (total.unexplained_octets == 0) {
    answer.sentences.push_back("A rule of the site file explains every octet.");
  } else {
    answer.sentences.push_back(fmt::format("No rule explains {} of it ({}), exchanged with {}.",
                                           sized(total.unexplained_octets),
                                           share(total.unexplained_octets, total.boundary_octets),
                                           counted(sum.unexplained_hosts, "host")));
    answer.tone = result.has_site ? Tone::attend : Tone::open;
  }
  if (!sum.countries.empty())
    answer.sentences.push_back(fmt::format("Countries: {}.", joined(sum.countries)));
  return answer;
}

Answer what_of_the_goods(StudyResult const& result, Overview const& sum) {
  Answer answer{"What do others learn of the goods?", "goods", {}, Tone::calm};
  auto const& accounts = result.dossier.accounts;
  if (!result.cargo_sought) {
    answer.sentences.push_back(
        "This version does not look for container numbers, manifests or military identifiers.");
    answer.tone = Tone::open;
    return answer;
  }
  if (sum.goods == 0) {
    answer.sentences.push_back(
        "No container number, manifest message or military identifier was seen in clear text.");
  } else {
    answer.sentences.push_back(fmt::format("Goods were named {}, {} to hosts outside the boundary.",
                                           qw::times(sum.goods), qw::times(sum.goods_leaving)));
    answer.tone = sum.goods_leaving != 0 ? Tone::alarm : Tone::attend;
  }
  if (accounts.encrypted_octets + accounts.unknown_octets != 0) {
    answer.sentences.push_back(
        fmt::format("The content of {} of encrypted and {} of unknown payload is not known.",
                    sized(accounts.encrypted_octets), sized(accounts.unknown_octets)));
    if (answer.tone == Tone::calm) answer.tone = Tone::open;
  }
  return answer;
}

Answer how_sure(StudyResult const& result, Overview const& sum) {
  Answer answer{"How sure is this?", "coverage", {}, Tone::calm};
  auto const& accounts = result.dossier.accounts;
  answer.sentences.push_back(
      result.frames() == 0 ? std::string{"No frame was read."}
                           : fmt::format("{} of {} decoded.",
                                         share(result.frames() - sum.undecoded, result.frames()),
                                         counted(result.frames(), "frame")));
  if (accounts.payload_octets != 0)
    answer.sentences.push_back(fmt::format(
        "Of {} of payload, {} was parsed, {} was encrypted and {} is unknown.",
        sized(accounts.payload_octets), share(accounts.readable_octets(), accounts.payload_octets),
        share(accounts.encrypted_octets, accounts.payload_octets),
        share(accounts.unknown_octets, accounts.payload_octets)));
  if (accounts.lost_stream_octets != 0) {
    answer.sentences.push_back(fmt::format(
        "{} of TCP data was acknowledged but never seen: the tap or the capture lost it.",
        sized(accounts.lost_stream_octets)));
    answer.tone = Tone::attend;
  }
  bool const unknown_drops = std::ranges::any_of(
      accounts.sources, [](SourceAccount const& source) { return !source.drops_known; });
  if (unknown_drops)
    answer.sentences.push_back("The captures do not record whether frames were dropped.");
  return answer;
}

}  // namespace

std::vector<Answer> answers(StudyResult const& result, Overview const& overview) {
  return {what_is_there(result, overview),
          what_it_does(result),
          who_commands(overview),
          what_leaves(result, overview),
          what_of_the_goods(result, overview),
          how_sure(result, overview)};
}

}  // namespace qw::study
