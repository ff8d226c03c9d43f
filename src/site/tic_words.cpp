// SPDX-License-Identifier: Apache-2.0
#include "site/tic_words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "vocabulary/numbers.hpp"

namespace qw::site {
namespace {

/// Parts of a name in lower case: "HoistPos_Act" is hoist, pos, act. Digits stand alone.
std::vector<std::string> parts_of(std::string_view name) {
  enum class Sort { none, upper, lower, digit };
  std::vector<std::string> parts;
  auto before = Sort::none;
  for (std::size_t i = 0; i < name.size(); ++i) {
    char const c = name[i];
    auto const sort = c >= 'A' && c <= 'Z'   ? Sort::upper
                      : c >= 'a' && c <= 'z' ? Sort::lower
                      : c >= '0' && c <= '9' ? Sort::digit
                                             : Sort::none;
    if (sort == Sort::none) {
      before = sort;
      continue;
    }
    bool const goes_on = before == sort || (before == Sort::upper && sort == Sort::lower);
    if (!goes_on) parts.emplace_back();
    parts.back() += sort == Sort::upper ? static_cast<char>(c + ('a' - 'A')) : c;
    before = sort;
  }
  return parts;
}

struct Spelling {
  std::string_view written;
  std::string_view word;
};

constexpr auto subjects = std::to_array<Spelling>({{"boom", "boom"},
                                                   {"gantry", "drive"},
                                                   {"hoist", "hoist"},
                                                   {"hst", "hoist"},
                                                   {"spreader", "spreader"},
                                                   {"spr", "spreader"},
                                                   {"trolley", "trolley"}});

enum class Holds { number, bit };
struct Property {
  std::string_view written;
  std::string_view word;
  Holds holds;
};
constexpr auto properties = std::to_array<Property>({{"brake", "brake", Holds::bit},
                                                     {"down limit", "downlimit", Holds::bit},
                                                     {"downlimit", "downlimit", Holds::bit},
                                                     {"landed", "landed", Holds::bit},
                                                     {"load", "weightload", Holds::number},
                                                     {"locked", "locked", Holds::bit},
                                                     {"pos", "position", Holds::number},
                                                     {"position", "position", Holds::number},
                                                     {"spd", "speed", Holds::number},
                                                     {"speed", "speed", Holds::number},
                                                     {"unlocked", "unlocked", Holds::bit},
                                                     {"up limit", "uplimit", Holds::bit},
                                                     {"uplimit", "uplimit", Holds::bit},
                                                     {"weight", "weightload", Holds::number}});

/// Say only that it is the thing itself.
constexpr auto fillers = std::to_array<std::string_view>({"act", "actual", "val", "value"});

/// What is said of each subject; others may be a load cell of a trolley, and are not plain.
bool goes_with(std::string_view subject, std::string_view property) {
  bool const of_spreader = property == "landed" || property == "locked" || property == "unlocked";
  bool const of_hoist = property == "brake" || property == "uplimit" || property == "downlimit";
  if (of_spreader) return subject == "spreader";
  if (of_hoist) return subject == "hoist";
  if (property == "weightload") return subject == "hoist" || subject == "spreader";
  return subject != "spreader";
}

std::optional<Holds> held_by(WireType type) {
  if (type == WireType::bits) return Holds::bit;
  return is_number(type) ? std::optional{Holds::number} : std::nullopt;
}

}  // namespace

std::string tic_word(std::string_view symbol, WireType type) {
  auto const holds = held_by(type);
  if (!holds) return {};
  std::string_view subject;
  std::string rest;  // what is neither the subject nor a filler, with blanks between
  for (auto const& part : parts_of(symbol)) {
    auto const* const found = std::ranges::find(subjects, part, &Spelling::written);
    if (found != subjects.end()) {
      if (!subject.empty()) return {};
      subject = found->word;
    } else if (std::ranges::find(fillers, part) == fillers.end()) {
      rest += (rest.empty() ? "" : " ") + part;
    }
  }
  auto const* const property = std::ranges::find(properties, rest, &Property::written);
  if (subject.empty() || property == properties.end() || property->holds != *holds) return {};
  if (!goes_with(subject, property->word)) return {};
  return std::string{subject} + '.' + std::string{property->word};
}

}  // namespace qw::site
