// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/site.hpp"
#include "site/tree.hpp"

/// What the port already owns, for `learn`: lists of assets, tables of switches, rules of
/// firewalls, symbols of controllers. Importers take what they understand and name every
/// line that they do not; none of them decides who is right.
namespace qw::site {

/// Rows beyond this are not read, and a mistake says so.
inline constexpr std::size_t most_import_rows = 100'000;

/// A port of a switch behind which a MAC was learnt.
struct SwitchPort {
  Address mac;
  std::string vlan;
  std::string port;
};

/// A tag or symbol of a controller's program.
struct Symbol {
  std::string name;
  std::string space;  // "DB", "M", "I", "Q" of S7; "tag" of Logix
  std::uint32_t block = 0;
  std::uint32_t offset = 0;  // octets
  std::uint8_t bit = 0;
  WireType type = WireType::none;  // none: of a type that has no single value
  std::string type_name;           // as written
  std::string comment;
  std::uint32_t line = 0;  // of the file; 0 where lines say nothing
};

/// What one file gave.
struct Imported {
  std::string file;
  std::string controller;  // whose symbols they are: an address, or a name; may be empty
  std::vector<KnownDevice> devices;
  std::vector<SwitchPort> ports;
  std::vector<Conduit> conduits;
  std::string_view tool;  // that wrote the symbols, as protocols know it: "STEP 7", "Logix"
  std::vector<Symbol> symbols;
  std::vector<PortCounter> counters;
  std::vector<Mistake> mistakes;
};

/// CSV with a head line. Columns are known by their names, in any order: name or host
/// name; IP or address; MAC; maker, vendor or manufacturer; model; role or type.
Imported import_assets(std::string_view text, std::string_view file);

/// What a switch prints for its MAC table: each line with a MAC ("001b.1b00.0001",
/// "00:1b:1b:00:00:01", "001b1b-000001") gives its first number as VLAN and its last
/// word as port. Other lines are head and rule, and passed over.
Imported import_switch_table(std::string_view text, std::string_view file);

/// What switches counted at their ports, as CSV with a head line: see docs/counters.md.
/// Times without an offset are the port's own, which is so many minutes ahead of UTC.
Imported import_counters(std::string_view text, std::string_view file,
                         std::int32_t utc_offset_minutes);
/// Does the head line of a CSV have counters of ports?
bool has_counters(std::string_view text);

/// CSV with a head line: source, destination, service (or protocol and port), action,
/// name. Rules that permit become conduits that were only seen, with the file as their
/// document: a firewall's rule says what can be, not who needs it.
Imported import_firewall(std::string_view text, std::string_view file);

/// A STEP 7 symbol table: .sdf (quoted fields between commas), or .asc (lines of "126,"
/// and columns of 24, 12, 10 and 80 letters). Mnemonics English or German.
/// Source: Programming with STEP 7, A5E02789666-01, section 8.6.
Imported import_s7_symbols(std::string_view text, std::string_view file);

/// The tags of a Rockwell L5X export. Reads elements `Tag` alone; everything else of XML
/// is passed over, and entities other than the five of XML stay as they are.
Imported import_l5x(std::string_view text, std::string_view file);

}  // namespace qw::site
