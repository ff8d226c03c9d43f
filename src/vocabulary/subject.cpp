// SPDX-License-Identifier: Apache-2.0
#include "vocabulary/subject.hpp"

#include <algorithm>

#include "vocabulary/event_json.hpp"

namespace qw {
namespace {

void write_host(JsonWriter& json, std::string_view name, Host const& host, Names const& names) {
  if (!host.address.empty()) write_value(json.key(name), host, names);
}

class SubjectWriter {
 public:
  SubjectWriter(JsonWriter& json, Names const& names) : json_{json}, names_{names} {}

  void operator()(Observation const& each) const {
    json_.member("type", "capture");
    if (each.realm != RealmId{}) json_.member("realm", names_.realm(each.realm));
  }
  void operator()(Host const& each) const {
    json_.member("type", "host");
    write_host(json_, "host", each, names_);
  }
  void operator()(HostPair const& each) const {
    json_.member("type", "pair");
    write_host(json_, "from", each.from, names_);
    write_host(json_, "to", each.to, names_);
  }
  void operator()(ConduitEnds const& each) const {
    json_.member("type", "conduit");
    write_host(json_, "from", each.from, names_);
    write_host(json_, "to", each.to, names_);
    if (!each.service.empty()) json_.member("service", each.service);
  }
  void operator()(HostPoint const& each) const {
    json_.member("type", "point");
    write_host(json_, "host", each.host, names_);
    json_.member("point", each.point);
  }
  void operator()(PortDocument const& each) const {
    json_.member("type", "document").member("document", each.name);
  }

 private:
  JsonWriter& json_;
  Names const& names_;
};

/// Cuts before a character, not within it.
void cut(std::string& text) {
  if (text.size() <= FindingParts::most_octets) return;
  auto end = FindingParts::most_octets;
  while (end != 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
}

void write_part(JsonWriter& json, FindingPart const& part, Names const& names) {
  std::visit([&](auto const& value) { write_value(json, value, names); }, part.value);
}

}  // namespace

std::vector<Host> hosts_of(Subject const& subject) {
  if (auto const* host = std::get_if<Host>(&subject)) return {*host};
  if (auto const* pair = std::get_if<HostPair>(&subject)) return {pair->from, pair->to};
  if (auto const* point = std::get_if<HostPoint>(&subject)) return {point->host};
  return {};
}

void write_value(JsonWriter& json, Subject const& subject, Names const& names) {
  json.begin_object();
  std::visit(SubjectWriter{json, names}, subject);
  json.end_object();
}

void FindingParts::add(FindingPart part) {
  if (parts_.size() == most) return;
  if (auto* const text = std::get_if<std::string>(&part.value)) cut(*text);
  parts_.push_back(std::move(part));
}

void FindingParts::set(Term name, std::uint64_t number) {
  auto const found = std::ranges::find(parts_, name, &FindingPart::name);
  if (found == parts_.end())
    add(name, number);
  else
    found->value = number;
}

FindingPart const* FindingParts::find(Term name) const {
  auto const found = std::ranges::find(parts_, name, &FindingPart::name);
  return found == parts_.end() ? nullptr : &*found;
}

std::string_view FindingParts::text(Term name) const {
  auto const* const part = find(name);
  auto const* const text = part == nullptr ? nullptr : std::get_if<std::string>(&part->value);
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

std::uint64_t FindingParts::number(Term name) const {
  auto const* const part = find(name);
  auto const* const number = part == nullptr ? nullptr : std::get_if<std::uint64_t>(&part->value);
  return number == nullptr ? 0 : *number;
}

Host FindingParts::host(Term name) const {
  auto const* const part = find(name);
  auto const* const host = part == nullptr ? nullptr : std::get_if<Host>(&part->value);
  return host == nullptr ? Host{} : *host;
}

std::vector<std::string_view> FindingParts::texts(Term name) const {
  std::vector<std::string_view> texts;
  for (auto const& part : parts_)
    if (auto const* text = std::get_if<std::string>(&part.value); text && part.name == name)
      texts.emplace_back(*text);
  return texts;
}

void write_value(JsonWriter& json, FindingParts const& parts, Names const& names) {
  json.begin_object();
  auto const& all = parts.all();
  for (auto part = all.begin(); part != all.end(); ++part) {
    auto const same = [&](FindingPart const& each) { return each.name == part->name; };
    if (std::any_of(all.begin(), part, same)) continue;  // was written as one of a list
    json.key(part->name.text());
    bool const alone = std::count_if(part, all.end(), same) == 1;
    if (!alone) json.begin_array();
    for (auto each = part; each != all.end(); ++each)
      if (same(*each)) write_part(json, *each, names);
    if (!alone) json.end_array();
  }
  json.end_object();
}

}  // namespace qw
