// SPDX-License-Identifier: Apache-2.0
#include "analyses/clocks.hpp"

#include <algorithm>
#include <tuple>

#include "analyses/limits.hpp"
#include "vocabulary/dossier.hpp"

namespace qw::analyses {

void Clocks::on(Clock const& clock) {
  if (clock.role != ClockRole::told || !clock.time) return;
  auto const& moment = clock.said.moment;
  Key const key{moment.speaker.host, clock.said.protocol};
  auto found = index_.find(key);
  if (found == index_.end()) {
    if (rows_.size() == limit::clocks) {
      ++beyond_limit_;
      return;
    }
    found = index_.emplace(key, static_cast<std::uint32_t>(rows_.size())).first;
    auto& row = rows_.emplace_back();
    row.host = key.host;
    row.service = key.service.text();
    row.first = moment.at;
    row.evidence = {moment.source, moment.frames, clock.said.reply};
  }
  auto& row = rows_[found->second];
  auto const offset = *clock.time - moment.at;
  ++row.count;
  row.least = std::min(row.least, offset);
  row.most = std::max(row.most, offset);
  row.final = offset;
  row.stratum = clock.stratum;
  row.source = clock.source.substr(0, limit::name_octets);
  row.last = moment.at;
}

bool Clocks::restored() const {
  return rows_.size() <= limit::clocks &&
         std::ranges::all_of(index_, [&](auto const& each) { return each.second < rows_.size(); });
}

std::vector<ClockRow> Clocks::rows() const {
  auto rows = rows_;
  std::sort(rows.begin(), rows.end(), [](ClockRow const& a, ClockRow const& b) {
    return std::tie(a.host, a.service) < std::tie(b.host, b.service);
  });
  return rows;
}

void Clocks::write(Dossier& dossier) const {
  dossier.of<ClockRow>() = rows();
  dossier.limits.push_back({"some time sources are missing", beyond_limit_});
}

}  // namespace qw::analyses
