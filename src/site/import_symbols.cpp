// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "site/csv.hpp"
#include "site/imports.hpp"

/// Symbols of controllers: STEP 7 and Logix.
namespace qw::site {
namespace {

struct TypeName {
  std::string_view name;
  WireType type;
};
// Siemens controllers are big-endian, Logix is little-endian.
constexpr TypeName s7_types[] = {{"BOOL", WireType::bits},    {"BYTE", WireType::u8},
                                 {"CHAR", WireType::text},    {"WORD", WireType::u16be},
                                 {"INT", WireType::s16be},    {"DWORD", WireType::u32be},
                                 {"DINT", WireType::s32be},   {"REAL", WireType::f32be},
                                 {"S5TIME", WireType::u16be}, {"TIME", WireType::s32be}};
constexpr TypeName logix_types[] = {
    {"BOOL", WireType::bits},   {"SINT", WireType::s8},    {"INT", WireType::s16le},
    {"DINT", WireType::s32le},  {"LINT", WireType::s64le}, {"REAL", WireType::f32le},
    {"LREAL", WireType::f64le}, {"USINT", WireType::u8},   {"UINT", WireType::u16le},
    {"UDINT", WireType::u32le}, {"ULINT", WireType::u64le}};

WireType type_of(std::string_view name, std::span<TypeName const> types) {
  for (auto const& each : types)
    if (each.name == name) return each.type;
  return WireType::none;
}

/// Takes a number from the front of `text`, after blanks.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  text = trimmed(text);
  std::uint32_t number = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return number;
}

std::string_view take_letters(std::string_view& text) {
  text = trimmed(text);
  auto const end = std::min(text.find_first_of(" 0123456789."), text.size());
  auto const letters = text.substr(0, end);
  text.remove_prefix(end);
  return letters;
}

/// Where the letters of an address lead: "MW" is M; "E" and "A" are German for I and Q.
std::string_view space_of(std::string_view letters) {
  switch (letters.empty() ? '\0' : letters.front()) {
    case 'I':
    case 'E': return "I";
    case 'Q':
    case 'A': return "Q";
    case 'M': return "M";
    default: return {};
  }
}

/// "MW 20", "E 0.1", "DB10.DBD 4". False for what holds no value that is read: blocks.
bool read_address(std::string_view text, Symbol& symbol) {
  auto const letters = take_letters(text);
  auto const number = take_number(text);
  if (!number) return false;
  if (letters == "T" || letters == "C" || letters == "Z") {
    symbol.space = letters == "T" ? "T" : "C";
    symbol.offset = *number;
    return true;
  }
  if (letters == "DB" && text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_letters(text).starts_with("DB")) return false;
    auto const offset = take_number(text);
    if (!offset) return false;
    symbol.space = "DB";
    symbol.block = *number;
    symbol.offset = *offset;
  } else {
    symbol.space = space_of(letters);
    symbol.offset = *number;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    auto const bit = take_number(text);
    if (!bit || *bit > 7) return false;
    symbol.bit = static_cast<std::uint8_t>(*bit);
  }
  return !symbol.space.empty() && trimmed(text).empty();
}

/// One line of an .asc table as the fields that .sdf has.
std::vector<std::string> asc_fields(std::string_view line) {
  constexpr std::size_t widths[] = {24, 12, 10, 80};
  line.remove_prefix(std::min<std::size_t>(line.find(',') + 1, line.size()));
  std::vector<std::string> fields;
  for (auto const width : widths) {
    auto const taken = line.substr(0, width);
    line.remove_prefix(taken.size());
    fields.emplace_back(trimmed(taken));
  }
  return fields;
}

std::vector<std::string> sdf_fields(std::string_view line) {
  std::vector<std::string> fields;
  while (!line.empty()) {
    auto const open = line.find('"');
    if (open == std::string_view::npos) break;
    auto const close = std::min(line.find('"', open + 1), line.size());
    fields.emplace_back(trimmed(line.substr(open + 1, close - open - 1)));
    line.remove_prefix(std::min(close + 1, line.size()));
  }
  return fields;
}

/// The value of an attribute of an XML element; empty if it has none.
std::string_view attribute_of(std::string_view element, std::string_view name) {
  for (std::size_t at = element.find(name); at != std::string_view::npos;
       at = element.find(name, at + 1)) {
    bool const whole = at != 0 && (element[at - 1] == ' ' || element[at - 1] == '\n' ||
                                   element[at - 1] == '\t' || element[at - 1] == '\r');
    auto rest = element.substr(at + name.size());
    if (!whole || rest.size() < 2 || rest[0] != '=' || (rest[1] != '"' && rest[1] != '\''))
      continue;
    auto const quote = rest[1];
    rest.remove_prefix(2);
    return rest.substr(0, rest.find(quote));
  }
  return {};
}

std::string without_entities(std::string_view text) {
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string plain;
  while (!text.empty()) {
    auto const* const found =
        std::find_if(std::begin(entities), std::end(entities),
                     [&](auto const& e) { return text.starts_with(e.first); });
    bool const entity = found != std::end(entities);
    plain += entity ? found->second : text.front();
    text.remove_prefix(entity ? found->first.size() : 1);
  }
  return plain;
}

bool full(Imported& into) {
  if (into.symbols.size() < most_import_rows) return false;
  into.mistakes.push_back(
      {into.file, {}, fmt::format("symbols after the first {} are not read", most_import_rows)});
  return true;
}

}  // namespace

Imported import_s7_symbols(std::string_view text, std::string_view file) {
  Imported into;
  into.file = file;
  into.tool = "STEP 7";
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    auto const line = take_line(text);
    if (trimmed(line).empty()) continue;
    auto const fields = line.starts_with('"') ? sdf_fields(line) : asc_fields(line);
    if (fields.size() < 3 || (fields[0].empty() && fields[1].empty())) continue;
    Symbol symbol;
    symbol.name = fields[0];
    symbol.type_name = fields[2];
    symbol.line = number;
    symbol.type = type_of(fields[2], s7_types);
    if (fields.size() > 3) symbol.comment = fields[3];
    auto const address = std::string_view{fields[1]};
    if (read_address(address, symbol)) {
      if (full(into)) break;
      into.symbols.push_back(std::move(symbol));
    } else if (symbol.type != WireType::none) {
      into.mistakes.push_back(
          {into.file, {number, 1}, fmt::format("\"{}\" is not a known form of address", address)});
    }
  }
  return into;
}

Imported import_l5x(std::string_view text, std::string_view file) {
  constexpr std::string_view begin = "<Tag ";
  Imported into;
  into.file = file;
  into.tool = "Logix";
  if (text.find("<RSLogix5000Content") == std::string_view::npos) {
    into.mistakes.push_back(
        {into.file, {1, 1}, "is not an L5X export: it has no RSLogix5000Content"});
    return into;
  }
  for (auto at = text.find(begin); at != std::string_view::npos; at = text.find(begin)) {
    text.remove_prefix(at + begin.size() - 1);  // the blank stays: attributes follow one
    auto const element = text.substr(0, text.find('>'));
    text.remove_prefix(element.size());
    Symbol symbol;
    symbol.name = without_entities(attribute_of(element, "Name"));
    symbol.space = "tag";
    symbol.type_name = without_entities(attribute_of(element, "DataType"));
    symbol.comment = without_entities(attribute_of(element, "AliasFor"));
    bool const array = !attribute_of(element, "Dimensions").empty();
    symbol.type = array ? WireType::none : type_of(symbol.type_name, logix_types);
    if (symbol.name.empty()) continue;
    if (full(into)) break;
    into.symbols.push_back(std::move(symbol));
  }
  return into;
}

}  // namespace qw::site
