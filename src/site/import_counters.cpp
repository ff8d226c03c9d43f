// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/stamp.hpp"
#include "site/csv.hpp"
#include "site/imports.hpp"

/// What switches counted at their ports.
namespace qw::site {
namespace {

/// Takes a number of at most `digits` digits from the front.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t digits) {
  std::size_t count = 0;
  while (count < text.size() && count < digits && text[count] >= '0' && text[count] <= '9') ++count;
  std::int64_t number = 0;
  auto const read = std::from_chars(text.data(), text.data() + count, number);
  if (read.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// ".25" as nanoseconds; digits beyond nine are passed over.
std::int64_t take_fraction(std::string_view& text) {
  if (!take(text, ".,")) return 0;
  std::int64_t ns = 0;
  std::int64_t unit = 100'000'000;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
    ns += (text.front() - '0') * unit;
    unit /= 10;
  }
  return ns;
}

/// What stands behind the time, "Z" or "+02:00", in seconds ahead of UTC; `ours` if nothing.
std::optional<std::int64_t> take_offset(std::string_view& text, std::int64_t ours) {
  text = trimmed(text);
  if (text.empty()) return ours;
  if (take(text, "Zz")) return 0;
  bool const west = text.front() == '-';
  if (!take(text, "+-")) return std::nullopt;
  auto const hours = take_digits(text, 2);
  take(text, ":");
  auto const minutes = text.empty() ? std::optional<std::int64_t>{0} : take_digits(text, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  auto const ahead = *hours * 3600 + *minutes * 60;
  return west ? -ahead : ahead;
}

/// RFC 3339, with a blank for its T and without seconds or offset too; or seconds since 1970.
std::optional<Stamp> parse_time(std::string_view text, std::int32_t utc_offset_minutes) {
  constexpr std::int64_t second = 1'000'000'000;
  auto const since_1970 = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (since_1970) {
    auto const whole = take_digits(text, 10);
    if (!whole) return std::nullopt;
    auto const ns = take_fraction(text);
    return text.empty() ? std::optional{Stamp{*whole * second + ns}} : std::nullopt;
  }
  std::array<std::int64_t, 6> parts{};  // year to second
  constexpr std::array<std::string_view, 6> before = {"", "-", "-", "Tt ", ":", ":"};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == 5 && !text.starts_with(':')) break;
    if (i != 0 && !take(text, before[i])) return std::nullopt;
    auto const part = take_digits(text, i == 0 ? 4 : 2);
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  auto const fraction = take_fraction(text);
  auto const offset = take_offset(text, std::int64_t{utc_offset_minutes} * 60);
  if (!offset || !text.empty() || parts[0] < 1970) return std::nullopt;
  auto const part = [&](std::size_t i) { return static_cast<unsigned>(parts[i]); };
  auto const local =
      stamp_of({static_cast<int>(parts[0]), part(1), part(2), part(3), part(4), part(5)});
  if (!local) return std::nullopt;
  return *local + Nanoseconds{fraction - *offset * second};
}

/// Columns whose sum is the frames of one direction; the first set that is there counts.
struct Columns {
  std::vector<std::size_t> frames;
  bool wraps_at_32 = false;
};

Columns columns_of(Csv const& csv, std::string_view direction) {
  Columns found;
  auto const add = [&](std::string const& name) {
    if (auto const column = csv.column({name})) found.frames.push_back(*column);
  };
  std::string const way{direction};
  add(way + "frames");
  if (found.frames.empty()) add(way + "packets");
  if (found.frames.empty()) add(way + "pkts");
  // IF-MIB, RFC 2863: ifXTable's counters of 64 bits, then of 32, then ifTable's.
  for (auto const* const table : {"ifhc", "if"}) {
    if (!found.frames.empty()) break;
    std::string const prefix = table + way;
    if (!csv.column({prefix + "ucastpkts"})) continue;
    add(prefix + "ucastpkts");
    add(prefix + "multicastpkts");
    add(prefix + "broadcastpkts");
    if (found.frames.size() == 1) add(prefix + "nucastpkts");
    found.wraps_at_32 = prefix.starts_with("if" + way);
  }
  return found;
}

/// The sum of the columns; nothing if one has no number, which `sound` then says.
std::optional<std::uint64_t> sum_of(Csv::Row const& row, Columns const& columns, bool& sound) {
  if (columns.frames.empty()) return std::nullopt;
  std::uint64_t sum = 0;
  for (auto const column : columns.frames) {
    auto const field = Csv::field(row, column);
    std::uint64_t number = 0;
    auto const* const end = field.data() + field.size();
    auto const read = std::from_chars(field.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end || number > UINT64_MAX / 4) {
      sound = false;
      return std::nullopt;
    }
    sum += number;
  }
  return sum;
}

}  // namespace

bool has_counters(std::string_view text) {
  Csv const csv{text.substr(0, text.find('\n')), 0};
  return !columns_of(csv, "in").frames.empty() || !columns_of(csv, "out").frames.empty();
}

Imported import_counters(std::string_view text, std::string_view file,
                         std::int32_t utc_offset_minutes) {
  Imported into;
  into.file = file;
  Csv const csv{text, most_import_rows};
  auto const name = csv.column({"switch", "device", "host", "hostname", "agent", "sysname"});
  auto const port = csv.column({"port", "interface", "ifname", "ifdescr", "ifindex"});
  auto const time = csv.column({"time", "timestamp", "date", "datetime", "at"});
  auto const point = csv.column({"point", "tap", "capturepoint"});
  auto const role = csv.column({"role"});
  auto const in = columns_of(csv, "in");
  auto const out = columns_of(csv, "out");
  auto const wrong = [&](std::uint32_t line, std::string what) {
    into.mistakes.push_back({into.file, {line, 1}, std::move(what)});
  };
  if (!port || !time || (in.frames.empty() && out.frames.empty())) {
    wrong(1, "expected the columns port, time, and in_frames or out_frames");
    return into;
  }
  for (auto const& row : csv.rows()) {
    PortCounter counter;
    bool sound = true;
    auto const at = parse_time(Csv::field(row, time), utc_offset_minutes);
    auto const part = Csv::field(row, role);
    counter.in_frames = sum_of(row, in, sound);
    counter.out_frames = sum_of(row, out, sound);
    if (!at || !sound || (!part.empty() && part != "mirrored" && part != "tap")) {
      wrong(row.line, !at ? fmt::format("expected a time such as 2026-03-01T06:30:00Z, got \"{}\"",
                                        Csv::field(row, time))
                      : !sound
                          ? "expected a whole number as counter"
                          : fmt::format("expected role \"mirrored\" or \"tap\", got \"{}\"", part));
      continue;
    }
    counter.switch_name = Csv::field(row, name);
    counter.port = Csv::field(row, port);
    counter.point = Csv::field(row, point);
    counter.role = part == "tap" ? PortCounter::Role::tap : PortCounter::Role::mirrored;
    counter.at = *at;
    counter.wraps_at_32 = in.wraps_at_32 || out.wraps_at_32;
    counter.document = fmt::format("{}, line {}", file, row.line);
    into.counters.push_back(std::move(counter));
  }
  if (csv.cut()) wrong(0, fmt::format("rows after the first {} are not read", most_import_rows));
  return into;
}

}  // namespace qw::site
