// SPDX-License-Identifier: Apache-2.0
#include "analyses/device_text.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace qw::analyses {
namespace {

/// Letters and digits alone, in lower case, for comparison.
std::string plain(std::string_view text) {
  std::string kept;
  for (char const c : text) {
    auto const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    bool const letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (letter || static_cast<unsigned char>(c) >= 0x80) kept += lower;
  }
  return kept;
}

/// Has a device one value of it? Of what it has several (modules, capabilities) no two
/// contradict each other.
bool is_single(Attribute attribute) {
  switch (attribute) {
    case Attribute::maker:
    case Attribute::model:
    case Attribute::firmware:
    case Attribute::serial:
    case Attribute::host_name: return true;
    case Attribute::order_number:
    case Attribute::role:
    case Attribute::operating_system:
    case Attribute::software:
    case Attribute::location:
    case Attribute::contact:
    case Attribute::hardware:
    case Attribute::identifier: return false;
  }
  return false;
}

/// The first word, plain: what tells makers apart, however their names go on.
std::string first_word(std::string_view text) { return plain(text.substr(0, text.find(' '))); }

/// Do two values contradict each other? Not if, plain, one holds the other; for makers
/// it is enough to hold the other's first word.
bool contradict(KnownAttribute const& a, KnownAttribute const& b) {
  auto const one = plain(a.value);
  auto const other = plain(b.value);
  auto const holds = [&](std::string const& whole, std::string const& part, std::string_view text) {
    return whole.find(a.attribute == Attribute::maker ? first_word(text) : part) !=
           std::string::npos;
  };
  return !holds(one, other, b.value) && !holds(other, one, a.value);
}

/// The role that LLDP's and CDP's capabilities and PROFINET's words amount to; empty for
/// words that are anybody's own.
std::string_view known_role(std::string_view said) {
  auto const words = plain(said);
  auto const has = [&](std::string_view word) { return words.find(word) != std::string::npos; };
  if (has("router")) return name_of(Role::router);
  // A controller or an I/O station with two ports calls itself a bridge, and a station too.
  bool const station = has("stationonly");
  if (!station && (has("bridge") || has("switch"))) return name_of(Role::bridge);
  if (has("iocontroller")) return name_of(Role::controller);
  return has("iodevice") ? std::string_view{"I/O device"} : std::string_view{};
}

}  // namespace

std::string name_of_device(Device const& device) {
  for (auto const& known : device.attributes)
    if (known.attribute == Attribute::host_name) return known.value;
  return to_text(device.hosts.front().address);
}

std::pair<std::string, std::string> role_of_device(Device const& device,
                                                   std::vector<RoleFact> facts) {
  for (auto const& known : device.attributes) {
    if (known.attribute != Attribute::role) continue;
    if (auto const role = known_role(known.value); !role.empty())
      return {std::string{role}, fmt::format("says so itself: {}", known.source)};
  }
  if (facts.empty()) return {};
  auto const& best = *std::min_element(
      facts.begin(), facts.end(), [](auto const& a, auto const& b) { return a.role < b.role; });
  return {std::string{name_of(best.role)}, best.basis};
}

void sort_services(std::vector<std::string>& services) {
  std::sort(services.begin(), services.end());
  services.erase(std::unique(services.begin(), services.end()), services.end());
}

std::vector<KnownAttribute> settled(std::vector<KnownAttribute> attributes) {
  auto const key = [](KnownAttribute const& known) {
    return std::tie(known.attribute, known.basis, known.value, known.source, known.first);
  };
  std::sort(attributes.begin(), attributes.end(),
            [&](auto const& a, auto const& b) { return key(a) < key(b); });
  std::vector<KnownAttribute> kept;
  for (auto& known : attributes) {
    bool const again = !kept.empty() && kept.back().attribute == known.attribute &&
                       kept.back().basis == known.basis && kept.back().value == known.value &&
                       kept.back().source == known.source;
    if (!again) {
      kept.push_back(std::move(known));
      continue;
    }
    kept.back().count += known.count;
    if (kept.back().evidence.frames.first == 0) kept.back().evidence = known.evidence;
  }
  for (auto& one : kept)
    for (auto const& other : kept)
      one.conflicting =
          one.conflicting ||
          (is_single(one.attribute) && one.attribute == other.attribute && contradict(one, other));
  std::stable_sort(kept.begin(), kept.end(), [](auto const& a, auto const& b) {
    return std::tuple{a.attribute, a.basis, ~a.count} < std::tuple{b.attribute, b.basis, ~b.count};
  });
  return kept;
}

}  // namespace qw::analyses
