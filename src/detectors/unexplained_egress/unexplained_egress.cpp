// SPDX-License-Identifier: Apache-2.0
#include "detectors/unexplained_egress/unexplained_egress.hpp"

#include <fmt/format.h>

#include "core/words.hpp"
#include "detectors/common/shared.hpp"

namespace qw::detectors::unexplained_egress {
namespace {

constexpr Term boundary{"boundary"};
constexpr Term point{"point"};  // where it was measured
constexpr Term port{"port"};
constexpr Term country{"country"};
constexpr Term network{"network"};
constexpr Term outside_name{"outside name"};
constexpr Term octets{"octets"};
constexpr Term encryption{"encryption"};

void add_text(FindingParts& parts, Term name, std::string const& text) {
  if (!text.empty()) parts.add(name, text);
}

/// What tells the row from others of the ledger with the same ends and service. The country of a
/// host is none of it, for registries change.
FindingParts apart_of(LedgerRow const& row) {
  FindingParts parts{{boundary, row.boundary}};
  add_text(parts, point, row.point);
  add_text(parts, port, row.port);
  if (!row.inside.address.empty()) return parts;
  add_text(parts, country, row.country);
  add_text(parts, network, row.network);
  return parts;
}

void describe(FindingParts& parts, LedgerRow const& row) {
  add_text(parts, outside_name, row.outside_name);
  if (!row.inside.address.empty()) {
    add_text(parts, country, row.country);
    add_text(parts, network, row.network);
  }
  parts.add(octets, row.octets_out);
  parts.add(encryption, name_of(row.encryption));
}

std::string destination_of(ConduitEnds const& ends, FindingParts const& parts) {
  auto text = to_text(ends.to.address);  // none of what the ledger folded
  if (auto const name = parts.text(outside_name); !name.empty())
    text = text.empty() ? std::string{name} : fmt::format("{} ({})", name, text);
  if (parts.has(country)) text += fmt::format(", registered in {}", parts.text(country));
  if (parts.has(network)) text += fmt::format(", network of {}", parts.text(network));
  return text;
}

std::string_view how_readable(std::string_view encrypted) {
  if (encrypted == name_of(Encryption::encrypted)) return ", encrypted";
  if (encrypted == name_of(Encryption::clear)) return ", in clear";
  return "";
}

}  // namespace

void Detector::at(Tick const& tick, Standing& standing) const {
  bool const has_rules = !context_.site.conduits.empty();
  auto const severity = has_rules ? Severity::queue : Severity::note;
  for (auto const& row : tick.of<LedgerRow>()) {
    if (row.explained || row.octets_out == 0 || standing.leaves_out(severity)) continue;
    standing.add({about, has_rules ? "no rule" : "no conduit named",
                  ConduitEnds{row.inside, row.outside, row.service}, apart_of(row)},
                 [&](Finding& finding) {
                   finding.grade = Grade::observed;
                   finding.severity = severity;
                   finding.count = row.conversations;
                   finding.first = row.first;
                   finding.last = row.last;
                   finding.evidence.push_back(row.evidence);
                   describe(finding.parts, row);
                 });
  }
}

FindingWords words(Finding const& finding, Names const& names) {
  auto const& parts = finding.parts;
  auto const& ends = subject_as<ConduitEnds>(finding);
  bool const folded = ends.from.address.empty();
  auto const from = folded ? std::string{"many hosts"} : name_of(ends.from, names);
  auto const to = destination_of(ends, parts);
  auto const over =
      ends.service.empty() ? std::string_view{"any service"} : std::string_view{ends.service};
  return {
      fmt::format("{} to {}, {}", from, folded ? to : address_of(ends.to, names), over),
      fmt::format("{} left {} from {} to {} over {}{}; {}.", counted(parts.number(octets), "octet"),
                  parts.text(boundary), from, to, over, how_readable(parts.text(encryption)),
                  finding.kind->name == "no rule" ? "no vouched rule allows it"
                                                  : "the site file names no conduits")};
}

}  // namespace qw::detectors::unexplained_egress
