// SPDX-License-Identifier: Apache-2.0
#include "study/readable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vocabulary/text.hpp"

namespace qw::study {
namespace {

/// U+202A..U+202E, U+2066..U+2069, U+200E, U+200F: marks of direction, in UTF-8.
bool turns_direction(std::string_view character) {
  if (character.size() != 3 || character[0] != '\xe2') return false;
  auto const last = static_cast<unsigned char>(character[2]);
  if (character[1] == '\x80') return (last >= 0xaa && last <= 0xae) || last == 0x8e || last == 0x8f;
  return character[1] == '\x81' && last >= 0xa6 && last <= 0xa9;
}

void append_code_point(std::string& out, std::string_view three) {
  auto const octet = [&](std::size_t i) { return static_cast<unsigned char>(three[i]); };
  out += fmt::format("\\u{:04x}",
                     (octet(0) & 0x0fU) << 12 | (octet(1) & 0x3fU) << 6 | (octet(2) & 0x3fU));
}

/// U+2400 on: pictures of the control characters; U+2421 for delete.
void append_picture(std::string& out, unsigned char control) {
  out += "\xe2\x90";
  out += static_cast<char>(control == 0x7f ? 0xa1 : 0x80 + control);
}

bool is_c1(std::string_view character) {
  return character.size() == 2 && character[0] == '\xc2' &&
         static_cast<unsigned char>(character[1]) < 0xa0;
}

}  // namespace

std::string severity_text(Severity severity) {
  switch (severity) {
    case Severity::page: return "page (look now)";
    case Severity::queue: return "queue (look today)";
    case Severity::note: return "note";
  }
  return {};
}

std::string sized(std::uint64_t octets) {
  if (octets < 1000) return counted(octets, "octet");
  constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
  auto value = static_cast<double>(octets) / 1000;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  auto const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, decimals, units[unit]);
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "—";
  auto const percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
  if (part != 0 && percent < 1) return "<1\u00a0%";
  if (part < whole && percent > 99) return ">99\u00a0%";
  return fmt::format("{:.0f}\u00a0%", percent);
}

std::string moment(Stamp stamp) {
  auto text = to_text(stamp).substr(0, 19);
  text[10] = ' ';
  return text + " UTC";
}

std::string moment_of_day(Stamp stamp, Stamp day) {
  auto text = moment(stamp).substr(0, 19);
  if (text.substr(0, 10) == to_text(day).substr(0, 10)) return text.substr(11);
  return text;
}

std::string lasting(Nanoseconds time) {
  if (time.count < 0) return "—";
  auto const ms = time.count / 1'000'000;
  auto const s = ms / 1000;
  if (ms < 1000) return fmt::format("{} ms", ms);
  if (s < 120) return fmt::format("{} s", s);
  if (s < 7'200) return fmt::format("{} min {} s", s / 60, s % 60);
  if (s < 172'800) return fmt::format("{} h {} min", s / 3600, s / 60 % 60);
  return fmt::format("{} d {} h", s / 86'400, s / 3600 % 24);
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string printable(std::string_view text, std::size_t most) {
  bool const plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (plain && text.size() <= most) return std::string{text};
  std::string scratch;
  auto rest = valid_utf8(text, scratch);
  std::string out;
  for (std::size_t count = 0; !rest.empty(); ++count) {
    if (count == most) return out += "…";
    auto const character = rest.substr(0, utf8_length(rest));
    auto const first = static_cast<unsigned char>(character[0]);
    if (first < 0x20 || first == 0x7f)
      append_picture(out, first);
    else if (is_c1(character))
      out += fmt::format("\\u00{:02x}", static_cast<unsigned char>(character[1]));
    else if (turns_direction(character))
      append_code_point(out, character);
    else
      out += character;
    rest.remove_prefix(character.size());
  }
  return out;
}

}  // namespace qw::study
