// SPDX-License-Identifier: Apache-2.0
#include "detectors/common/findings.hpp"

#include <algorithm>
#include <tuple>

#include "core/check.hpp"
#include "core/digest.hpp"

namespace qw::detectors {
namespace {

/// What an id is made of, each part with its length, so that none runs into the next.
class Canonical {
 public:
  explicit Canonical(std::vector<std::string> const& realms) : realms_{realms} {}

  void add(std::string_view text) {
    add(std::uint64_t{text.size()});
    octets_ += text;
  }
  void add(std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8)
      octets_ += static_cast<char>(static_cast<unsigned char>(number >> shift));
  }
  void add(RealmId realm) {
    auto const index = static_cast<std::size_t>(realm);
    add(index < realms_.size() ? std::string_view{realms_[index]} : std::string_view{});
    if (index >= realms_.size()) add(std::uint64_t{index});
  }
  void add(Host const& host) {
    add(host.realm);
    add(text_of(host.address.octets()));
  }

  void operator()(Observation const& each) { add(each.realm); }
  void operator()(Host const& each) { add(each); }
  void operator()(HostPair const& each) {
    add(each.from);
    add(each.to);
  }
  void operator()(ConduitEnds const& each) {
    add(each.from);
    add(each.to);
    add(each.service);
  }
  void operator()(HostPoint const& each) {
    add(each.host);
    add(each.point);
  }
  void operator()(PortDocument const& each) { add(each.name); }

  [[nodiscard]] std::string const& octets() const { return octets_; }

 private:
  std::vector<std::string> const& realms_;
  std::string octets_;
};

constexpr std::size_t id_octets = 8;

FindingKind const& kind_of(Claim const& claim) {
  auto const found = std::ranges::find(claim.about.kinds, claim.kind, &FindingKind::name);
  QW_CHECK(found != claim.about.kinds.end());
  return *found;
}

std::size_t index_of(Severity severity) { return static_cast<std::size_t>(severity); }

}  // namespace

std::string id_of(Claim const& claim, std::vector<std::string> const& realms) {
  Canonical made{realms};
  made.add(claim.about.name);
  made.add(claim.kind);
  made.add(std::uint64_t{claim.subject.index()});
  std::visit(made, claim.subject);
  for (auto const& part : claim.parts.all()) {
    made.add(part.name.text());
    std::visit([&](auto const& value) { made.add(value); }, part.value);
  }
  auto const digest = Sha256::of(bytes_of(made.octets()));
  std::array<std::byte, id_octets> first{};
  std::copy_n(digest.begin(), id_octets, first.begin());
  return std::string{HexText<id_octets>{first}.view()};
}

Finding* Findings::find(Kept& kept, std::string_view id) {
  auto const found = kept.by_id.find(id);
  return found == kept.by_id.end() ? nullptr : &found->second;
}

Finding Findings::of(Claim const& claim, std::string id) {
  Finding made;
  made.id = std::move(id);
  made.detector = &claim.about;
  made.kind = &kind_of(claim);
  made.subject = claim.subject;
  made.parts = claim.parts;
  return made;
}

Finding* Findings::keep(Kept& kept, Finding finding, std::size_t others) {
  if (finding.grade != Grade::not_observable) {
    auto& count = kept.count[index_of(finding.severity)];
    if (count + others >= most_each) {
      ++kept.left_out;
      return nullptr;
    }
    ++count;
  }
  auto id = finding.id;
  return &kept.by_id.emplace(std::move(id), std::move(finding)).first->second;
}

void Findings::note(Finding& finding, Said const& said) {
  ++finding.count;
  finding.last = std::max(finding.last, said.moment.at);
  if (finding.evidence.size() < most_evidence)
    finding.evidence.push_back({said.moment.source, said.moment.frames, said.reply});
}

std::vector<Finding> Findings::sorted() const {
  std::vector<Finding> all;
  for (auto const& [detector, found] : detectors_)
    for (auto const* kept : {&found.by_event, &found.standing})
      for (auto const& [id, finding] : kept->by_id) all.push_back(finding);
  std::ranges::sort(all, [](Finding const& a, Finding const& b) {
    auto const rank = [](Finding const& each) {
      return std::tuple{each.severity, each.grade, each.detector->name, each.first};
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return std::tie(a.subject, a.kind->name, a.parts, a.id) <
           std::tie(b.subject, b.kind->name, b.parts, b.id);
  });
  for (auto const& [detector, found] : detectors_) {
    auto const left_out = found.by_event.left_out + found.standing.left_out;
    if (left_out == 0) continue;
    auto const of_it = [&](Finding const& each) { return each.detector->name == detector; };
    std::ranges::find_if(all.rbegin(), all.rend(), of_it)->left_out = left_out;
  }
  return all;
}

std::uint64_t Findings::left_out() const {
  std::uint64_t sum = 0;
  for (auto const& [detector, found] : detectors_)
    sum += found.by_event.left_out + found.standing.left_out;
  return sum;
}

/// Counts what `keep` counted.
bool Findings::Kept::restored() {
  count = {};
  for (auto const& [id, finding] : by_id) {
    if (finding.id != id) return false;
    if (finding.grade != Grade::not_observable) ++count[index_of(finding.severity)];
  }
  return true;
}

bool Findings::restored() const {
  for (auto const& [detector, found] : detectors_) {
    auto const of_it = [&](auto const& entry) { return entry.second.detector->name == detector; };
    auto const& by_event = found.by_event.by_id;
    auto const& standing = found.standing.by_id;
    if (!std::ranges::all_of(by_event, of_it) || !std::ranges::all_of(standing, of_it))
      return false;
    // The last one says how many there are beside it.
    bool const left_out = found.by_event.left_out + found.standing.left_out != 0;
    if (left_out && by_event.empty() && standing.empty()) return false;
  }
  return true;
}

Standing::Standing(Findings& findings, About const& about)
    : findings_{findings},
      kept_{findings.detectors_[std::string{about.name}].standing},
      others_{findings.detectors_[std::string{about.name}].by_event.count} {
  kept_ = {};
}

bool Standing::leaves_out(Severity severity) {
  auto const index = index_of(severity);
  if (kept_.count[index] + others_[index] < Findings::most_each) return false;
  ++kept_.left_out;
  return true;
}

void Standing::add(Finding finding, std::size_t parts_of_claim) {
  auto* const held = Findings::find(kept_, finding.id);
  if (held == nullptr) {
    auto const others = others_[index_of(finding.severity)];
    Findings::keep(kept_, std::move(finding), others);
    return;
  }
  held->count += finding.count;
  held->first = std::min(held->first, finding.first);
  held->last = std::max(held->last, finding.last);
  for (auto const& each : finding.evidence)
    if (held->evidence.size() < Findings::most_evidence) held->evidence.push_back(each);
  auto const& parts = finding.parts.all();
  for (std::size_t i = parts_of_claim; i < parts.size(); ++i)
    if (auto const* number = std::get_if<std::uint64_t>(&parts[i].value))
      held->parts.set(parts[i].name, held->parts.number(parts[i].name) + *number);
}

}  // namespace qw::detectors
