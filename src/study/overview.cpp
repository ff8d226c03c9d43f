// SPDX-License-Identifier: Apache-2.0
#include "study/overview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "study/readable.hpp"
#include "vocabulary/text.hpp"

namespace qw::study {
namespace {

constexpr std::size_t most_operations = 4;  // that a sentence names

/// "write (3), stop (1)", most frequent first, then by name; "and others" beyond `most`.
std::string listed(std::map<std::string_view, std::uint64_t> const& counts, std::size_t most) {
  std::vector<std::pair<std::uint64_t, std::string_view>> order;
  for (auto const& [name, count] : counts) order.emplace_back(count, name);
  std::ranges::sort(order, [](auto const& a, auto const& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  bool const more = order.size() > most;
  if (more) order.resize(most);
  std::string out;
  for (auto const& [count, name] : order)
    out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", name, grouped(count));
  return out + (more ? " and others" : "");
}

void sum_commands(Overview& sum, StudyResult const& result) {
  std::set<Host> from;
  std::set<Host> changers;
  std::set<Host> to;
  std::map<std::string_view, std::uint64_t> verbs;
  std::map<std::string_view, std::uint64_t> others;
  std::map<std::string_view, std::uint64_t> files;
  for (auto const& command : result.of<CommandRow>()) {
    sum.commands += command.count;
    sum.refused += command.refused;
    sum.unanswered += command.unanswered;
    from.insert(command.from);
    to.insert(command.to);
    if (command.verb == Verb::other && command.service.has(Trait::industrial)) {
      sum.unjudged += command.count;
      others[command.operation] += command.count;
    }
    if (command.verb == Verb::file) {
      sum.on_files += command.count;
      files[command.operation] += command.count;
    }
    if (!changes_state(command.verb)) continue;
    sum.changing += command.count;
    changers.insert(command.from);
    verbs[name_of(command.verb)] += command.count;
  }
  sum.commanders = from.size();
  sum.changers = changers.size();
  sum.commanded = to.size();
  sum.changing_verbs = listed(verbs, verbs.size());
  sum.unjudged_operations = listed(others, most_operations);
  sum.file_operations = listed(files, most_operations);
}

void sum_devices(Overview& sum, StudyResult const& result) {
  std::map<std::string_view, std::size_t> roles;
  std::size_t without_role = 0;
  for (auto const& device : result.of<Device>()) {
    auto const knows = [&](Attribute attribute) {
      return std::ranges::any_of(device.attributes, [&](KnownAttribute const& each) {
        return each.attribute == attribute;
      });
    };
    sum.makers_known += knows(Attribute::maker) ? 1 : 0;
    sum.firmware_known += knows(Attribute::firmware) ? 1 : 0;
    sum.undeclared += device.declared ? 0 : 1;
    if (device.role.empty())
      ++without_role;
    else
      ++roles[device.role];
  }
  std::vector<std::pair<std::string_view, std::size_t>> order{roles.begin(), roles.end()};
  std::ranges::stable_sort(order, [](auto const& a, auto const& b) { return a.second > b.second; });
  for (auto const& [role, count] : order)
    sum.roles += (sum.roles.empty() ? "" : ", ") + counted(count, role);
  if (without_role != 0 && !sum.roles.empty())
    sum.roles += fmt::format(", {} with unknown role", grouped(without_role));
}

void sum_ledger(Overview& sum, StudyResult const& result) {
  std::set<Host> outside;
  std::set<Host> unexplained;
  std::set<std::string> countries;
  for (auto const& row : result.of<LedgerRow>()) {
    outside.insert(row.outside);
    if (!row.explained) unexplained.insert(row.outside);
    if (!row.country.empty()) countries.insert(row.country);
    if (row.encryption == Encryption::encrypted) sum.encrypted_out += row.octets_out;
  }
  sum.outside_hosts = outside.size();
  sum.unexplained_hosts = unexplained.size();
  sum.countries.assign(countries.begin(), countries.end());
}

}  // namespace

HostNames::HostNames(StudyResult const& result) : result_{result} {
  for (auto const& device : result.of<Device>())
    for (auto const& host : device.hosts) devices_.emplace(host, &device);
  for (auto const& row : result.of<LedgerRow>())
    if (!row.outside_name.empty()) outside_.emplace(row.outside, row.outside_name);
}

std::string HostNames::name(Host const& host) const {
  if (auto const* found = device(host); found != nullptr && !found->name.empty())
    return found->name;
  if (auto const found = outside_.find(host); found != outside_.end())
    return std::string{found->second};
  return host.address.empty() ? "others" : address(host);
}

std::string HostNames::address(Host const& host) const {
  std::string out;
  append_text(out, host, result_.names);
  return out;
}

Device const* HostNames::device(Host const& host) const {
  auto const found = devices_.find(host);
  return found == devices_.end() ? nullptr : found->second;
}

Overview::Overview(StudyResult const& result) {
  sum_commands(*this, result);
  sum_devices(*this, result);
  sum_ledger(*this, result);
  for (auto const& cargo : result.of<GoodsRow>()) {
    goods += cargo.count;
    if (cargo.leaves) goods_leaving += cargo.count;
  }
  for (auto const& finding : result.of<Finding>()) {
    ++grades[static_cast<std::size_t>(finding.grade)];
    if (claims(finding)) ++severities[static_cast<std::size_t>(finding.severity)];
  }
  for (auto const& source : result.dossier.accounts.sources) {
    duplicates += source.duplicates.frames;
    for (auto const& cause : source.undecoded) undecoded += cause.tally.frames;
  }
}

std::vector<Finding const*> in_reading_order(std::vector<Finding> const& findings) {
  std::vector<Finding const*> order;
  for (auto const& finding : findings) order.push_back(&finding);
  std::ranges::stable_sort(order, [](Finding const* a, Finding const* b) {
    auto const rank = [](Finding const* each) {
      return std::tuple{!claims(*each), each->severity, each->grade};
    };
    return rank(a) < rank(b);
  });
  return order;
}

std::vector<ConduitRow const*> in_reading_order(std::vector<ConduitRow> const& conduits) {
  std::vector<ConduitRow const*> order;
  for (auto const& conduit : conduits) order.push_back(&conduit);
  std::ranges::stable_sort(order, [](ConduitRow const* a, ConduitRow const* b) {
    auto const rank = [](ConduitRow const* each) {
      auto const& to = each->to.address;
      bool const is_group = to.is_multicast() || to.is_broadcast();
      return std::tuple{is_group || to.empty(), each->vouched && each->doubt == Doubt::none,
                        each->commands == 0, ~each->commands, ~each->octets};
    };
    return rank(a) < rank(b);
  });
  return order;
}

std::vector<CommandRow const*> in_reading_order(std::vector<CommandRow> const& commands) {
  std::vector<CommandRow const*> order;
  for (auto const& row : commands) order.push_back(&row);
  std::ranges::stable_sort(order, [](CommandRow const* a, CommandRow const* b) {
    auto const changes = changes_state(a->verb);
    return changes != changes_state(b->verb) ? changes : a->count > b->count;
  });
  return order;
}

std::vector<DeedRow const*> in_reading_order(std::vector<DeedRow> const& deeds) {
  std::vector<DeedRow const*> order;
  for (auto const& row : deeds) order.push_back(&row);
  std::ranges::stable_partition(order, [](DeedRow const* row) { return changes_state(row->verb); });
  return order;
}

std::vector<std::vector<Finding const*>> alike(std::vector<Finding> const& findings) {
  auto const kind_of = [](Finding const& each) {
    static constexpr FindingKind none{};
    auto const& kind = each.kind == nullptr ? none : *each.kind;
    return std::tuple{each.detector, each.severity,  each.grade,      kind.innocent,
                      kind.bound,    kind.technique, kind.steps.texts};
  };
  std::vector<std::vector<Finding const*>> groups;
  std::map<decltype(kind_of(findings.front())), std::size_t> group_of;
  for (auto const* finding : in_reading_order(findings)) {
    auto const [found, is_new] = group_of.try_emplace(kind_of(*finding), groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(finding);
  }
  return groups;
}

}  // namespace qw::study
