// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/words.hpp"

#include "vocabulary/text.hpp"

namespace qw::detectors {

std::string address_of(Host const& host, Context const& context) {
  auto const realm = static_cast<std::size_t>(host.realm);
  if (realm == 0 || realm >= context.site.realms.size()) return to_text(host.address);
  return context.site.realms[realm].name + '/' + to_text(host.address);
}

std::string name_of(Host const& host, Context const& context) {
  auto const address = address_of(host, context);
  auto const place = context.atlas.place_of(host);
  if (place.device == site::none) return address;
  auto const& name = context.site.devices[place.device].name;
  return name == address ? address : name + " (" + address + ")";
}

bool is_allowed(Context const& context, Command const& command) {
  auto const& moment = command.said.moment;
  auto const& from = moment.speaker.host;
  auto const& to = moment.listener.host;
  site::Called const called{std::string{command.said.protocol.text()}, {}, moment.listener.port};
  return site::rule_for_command(context.site, {from, context.atlas.place_of(from)},
                                {to, context.atlas.place_of(to)}, called, command.verb) != nullptr;
}

std::string object_text(Command const& command) {
  std::string text{command.said.protocol.text()};
  if (auto const name = to_words(command.object); !name.empty()) text += ' ' + name;
  return text;
}

void add_not_judged(Findings& findings, Results const& results, std::string_view detector,
                    std::string_view subject, std::string_view claim, std::string_view settled_by) {
  Finding finding;
  finding.detector = detector;
  finding.subject = subject;
  finding.claim = claim;
  finding.grade = Grade::not_observable;
  finding.severity = Severity::note;
  finding.bound = settled_by;
  finding.first = results.first;
  finding.last = results.last;
  findings.add(std::move(finding));
}

std::string_view maintenance_at(Context const& context, Moment const& moment) {
  auto const party = [&](Host const& host) {
    return site::Party{host, context.atlas.place_of(host)};
  };
  auto const speaker = party(moment.speaker.host);
  auto const listener = party(moment.listener.host);
  for (auto const& window : context.site.maintenance) {
    bool const between =
        (site::speaks_of(window.from, speaker) && site::speaks_of(window.to, listener)) ||
        (site::speaks_of(window.from, listener) && site::speaks_of(window.to, speaker));
    if (between && site::within(window, moment.at, context.site.port.utc_offset_minutes))
      return window.name;
  }
  return {};
}

}  // namespace qw::detectors
