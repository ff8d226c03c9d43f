// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/shared.hpp"

namespace qw::detectors {

bool is_allowed(Context const& context, Command const& command) {
  auto const& moment = command.said.moment;
  auto const& from = moment.speaker.host;
  auto const& to = moment.listener.host;
  site::Called const called{std::string{command.said.protocol.text()}, {}, moment.listener.port};
  return site::rule_for_command(context.site, {from, context.atlas.place_of(from)},
                                {to, context.atlas.place_of(to)}, called, command.verb) != nullptr;
}

bool is_maintained(Context const& context, Moment const& moment) {
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
      return true;
  }
  return false;
}

FindingParts with_plan(bool maintained, FindingParts parts) {
  if (maintained) parts.add(part::planned, std::uint64_t{1});
  return parts;
}

void add_not_judged(Standing& standing, About const& about, std::string_view kind, Tick const& tick,
                    FindingParts const& parts) {
  standing.add({about, kind, Observation{}, {}}, [&](Finding& finding) {
    finding.parts = parts;
    finding.grade = Grade::not_observable;
    finding.severity = Severity::note;
    finding.first = tick.first;
    finding.last = tick.now;
  });
}

}  // namespace qw::detectors
