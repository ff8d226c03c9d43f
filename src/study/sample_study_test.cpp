// SPDX-License-Identifier: Apache-2.0
#include "support/sample_study.hpp"

#include "support/findings.hpp"
#include "support/protocols.hpp"

namespace qw::test {
namespace {

Host host(char const* address) { return {RealmId{}, *Address::parse(address)}; }
Stamp at(std::int64_t seconds_on) {
  return Stamp{1'772'346'600'000'000'000} + seconds(seconds_on);  // 2026-03-01 06:30:00
}
Evidence frames(FrameNumber first, FrameNumber last, FrameNumber reply = 0) {
  return {SourceId{}, {first, last}, reply};
}

KnownAttribute known(Attribute attribute, std::string value, Basis basis, std::string source,
                     FrameNumber frame) {
  return {attribute, std::move(value),     basis, std::move(source), 3,
          at(4),     frames(frame, frame), false};
}

Device device(std::string name, char const* address, std::string role, std::string zone,
              bool declared, std::uint64_t octets) {
  Device made;
  made.name = std::move(name);
  made.hosts = {host(address)};
  made.role = std::move(role);
  made.role_basis = made.role.empty() ? "" : "answers commands and sends samples";
  made.zone = std::move(zone);
  made.declared = declared;
  made.first = at(1);
  made.last = at(3500);
  made.frames_sent = octets / 200;
  made.octets_sent = octets;
  made.frames_received = octets / 300;
  made.octets_received = octets / 2;
  return made;
}

void add_devices(study::StudyResult& result) {
  auto& devices = result.of<Device>();
  devices.push_back(device("Main PLC", "10.20.1.10", "controller", "Control", true, 48'200'000));
  devices.back().attributes = {
      known(Attribute::maker, "Siemens", Basis::declared, "PROFINET DCP vendor", 17),
      known(Attribute::order_number, "6ES7 515-2FM02-0AB0", Basis::declared, "S7 SZL 0x001C", 231),
      known(Attribute::firmware, "V2.9.4", Basis::declared, "S7 SZL 0x001C", 231)};
  devices.back().services = {"s7comm", "profinet", "modbus"};
  devices.push_back(device("Hoist drive", "10.20.1.21", "drive", "Control", true, 30'100'000));
  devices.back().attributes = {
      known(Attribute::maker, "ABB", Basis::declared, "Modbus Read Device Identification", 88)};
  devices.push_back(device("Trolley drive", "10.20.1.22", "drive", "Control", true, 29'800'000));
  devices.push_back(
      device("Spreader gateway", "10.20.1.30", "gateway", "Control", true, 4'100'000));
  devices.push_back(device("Driver screen", "10.20.2.5", "screen", "Cabin", true, 9'900'000));
  devices.back().attributes = {known(Attribute::operating_system, "Windows 10 LTSC 2019",
                                     Basis::fingerprint, "SMB2 NEGOTIATE", 412)};
  devices.back().services = {"smb", "rdp"};
  devices.push_back(device("CMS server", "10.20.3.2", "server", "Management", true, 61'000'000));
  devices.back().joined_by = "the site file names both";
  devices.back().hosts.push_back(host("10.20.2.200"));
  devices.push_back(device("10.20.3.77", "10.20.3.77", "", "Management", false, 2'400'000));
  devices.back().attributes = {
      known(Attribute::host_name, "<img src=x onerror=alert(1)>\x1b[2J", Basis::declared,
            "DHCP option 12", 9'001),
      known(Attribute::maker, "Quectel", Basis::mac, "MAC prefix C4:A6:4E", 9'001)};
  devices.back().attributes.back().conflicting = true;
  devices.push_back(device("Camera north", "10.20.4.11", "camera", "Video", true, 912'000'000));
  devices.push_back(device("Camera south", "10.20.4.12", "camera", "Video", true, 905'000'000));
  devices.push_back(device("OCR computer", "10.20.4.2", "server", "Video", true, 71'000'000));
  devices.push_back(device("Crane switch", "10.20.0.1", "router", "Network", true, 800'000));
  devices.push_back(device("Time server", "10.20.0.5", "server", "Network", true, 90'000));
}

ConduitRow conduit(char const* from, char const* to, std::string service, VerbCounts verbs,
                   std::uint64_t octets, std::string rule) {
  ConduitRow row;
  row.from = host(from);
  row.to = host(to);
  row.service = std::move(service);
  row.verbs = std::move(verbs);
  row.octets = octets;
  row.frames = octets / 180;
  row.conversations = 1 + octets / 9'000'000;
  row.vouched = !rule.empty();
  row.rule = std::move(rule);
  row.first = at(2);
  row.last = at(3590);
  row.evidence = frames(12, 14);
  return row;
}

void add_conduits(study::StudyResult& result) {
  result.of<ConduitRow>() = {
      conduit("10.20.1.10", "10.20.1.21", "profinet", {}, 22'000'000, "drives"),
      conduit("10.20.1.10", "10.20.1.22", "profinet", {}, 21'000'000, "drives"),
      conduit("10.20.1.10", "10.20.1.30", "modbus", {{Verb::read, 35'800}, {Verb::write, 412}},
              4'000'000, "spreader"),
      conduit("10.20.2.5", "10.20.1.10", "s7comm", {{Verb::read, 71'200}, {Verb::write, 96}},
              9'000'000, "screen"),
      conduit("10.20.3.2", "10.20.1.10", "s7comm", {{Verb::read, 120'400}}, 18'000'000, "cms"),
      conduit("10.20.3.77", "10.20.1.10", "s7comm",
              {{Verb::read, 40}, {Verb::write, 3}, {Verb::stop, 1}}, 61'000, ""),
      conduit("10.20.4.2", "10.20.4.11", "rtsp", {}, 910'000'000, "video"),
      conduit("10.20.4.2", "10.20.4.12", "rtsp", {}, 904'000'000, "video"),
      conduit("10.20.4.2", "10.20.1.10", "s7comm", {{Verb::read, 7'100}}, 1'200'000, ""),
      conduit("10.20.3.2", "10.20.4.2", "http", {}, 40'000'000, "ocr results"),
      conduit("10.20.1.10", "10.20.0.5", "ntp", {}, 40'000, "time"),
      conduit("10.20.3.2", "10.20.0.5", "ntp", {}, 40'000, "time"),
      conduit("10.20.2.5", "10.20.3.2", "smb", {}, 3'000'000, "")};
}

LedgerRow ledger(char const* inside, char const* outside, std::string name, std::string country,
                 std::string service, std::uint64_t out, std::uint64_t in, std::string rule) {
  LedgerRow row;
  row.boundary = "crane 1";
  row.point = "ehouse";
  row.inside = host(inside);
  row.outside = host(outside);
  row.outside_name = std::move(name);
  row.country = std::move(country);
  row.network = "EXAMPLE-NET AS64500";
  row.service = std::move(service);
  row.encryption = row.service == "tls" ? Encryption::encrypted : Encryption::clear;
  row.explained = !rule.empty();
  row.rule = std::move(rule);
  row.conversations = 12;
  row.octets_out = out;
  row.octets_in = in;
  row.frames_out = out / 600;
  row.frames_in = in / 100;
  row.first = at(30);
  row.last = at(3580);
  row.evidence = frames(2'044, 2'051);
  return row;
}

void add_ledger(study::StudyResult& result) {
  result.of<LedgerRow>() = {
      ledger("10.20.3.77", "203.0.113.9", "telemetry.example.cn", "CN", "tls", 1'840'000, 210'000,
             ""),
      ledger("10.20.3.2", "198.51.100.7", "", "", "udp/1194", 96'000, 88'000, ""),
      ledger("10.20.3.2", "192.0.2.20", "tos.port.example", "NL", "tls", 9'400'000, 3'100'000,
             "tos"),
      ledger("10.20.4.2", "192.0.2.21", "ocr.port.example", "NL", "http", 22'600'000, 800'000,
             "ocr"),
      ledger("10.20.0.5", "192.0.2.123", "ntp.port.example", "NL", "ntp", 40'000, 40'000, "time")};
  std::uint64_t sum = 0;
  std::uint64_t unexplained = 0;
  for (auto const& row : result.of<LedgerRow>()) {
    sum += row.octets_out + row.octets_in;
    if (!row.explained) unexplained += row.octets_out + row.octets_in;
  }
  result.of<LedgerTotal>() = {{"crane 1", sum, sum, unexplained}};
}

void add_commands(study::StudyResult& result) {
  auto const add = [&](char const* from, char const* to, std::string_view service, Verb verb,
                       std::uint64_t count, std::uint64_t refused) {
    result.of<CommandRow>().push_back({.from = host(from),
                                       .to = host(to),
                                       .service = protocol(service),
                                       .verb = verb,
                                       .operation = verb == Verb::read ? "Read Var" : "Write Var",
                                       .count = count,
                                       .accepted = count - refused,
                                       .refused = refused,
                                       .first = at(5),
                                       .last = at(3'000),
                                       .evidence = frames(801, 801, 802)});
  };
  add("10.20.3.2", "10.20.1.10", "s7comm", Verb::read, 120'400, 0);
  add("10.20.2.5", "10.20.1.10", "s7comm", Verb::read, 71'200, 0);
  add("10.20.2.5", "10.20.1.10", "s7comm", Verb::write, 96, 0);
  add("10.20.1.10", "10.20.1.30", "modbus", Verb::read, 35'800, 2);
  add("10.20.1.10", "10.20.1.30", "modbus", Verb::write, 412, 0);
  add("10.20.4.2", "10.20.1.10", "s7comm", Verb::read, 7'100, 0);
  add("10.20.3.77", "10.20.1.10", "s7comm", Verb::read, 40, 12);
  add("10.20.3.77", "10.20.1.10", "s7comm", Verb::write, 3, 0);
  add("10.20.3.77", "10.20.1.10", "s7comm", Verb::stop, 1, 1);
}

void add_findings(study::StudyResult& result) {
  static test::Teller writer{
      "new-writer",
      {.name = "write",
       .innocent = "A service technician may have connected a laptop and worked by agreement.",
       .technique = "T0816 Device Restart/Shutdown",
       .steps = {{"Ask the crane driver to set the load down before anything is unplugged.",
                  "The crane technician finds out which device has 10.20.3.77.",
                  "The security engineer keeps the frames as evidence."}}}};
  writer.about().rules = {{"33 CFR 101.650(e)(3)(v)", "IEC 62443-3-3 SR 2.1"}};
  auto stop = writer.finding(
      "10.20.3.77 told the main PLC to stop, and wrote to it three times, although it never "
      "wrote before.",
      "10.20.3.77");
  stop.grade = Grade::observed;
  stop.subject = host("10.20.3.77");
  stop.severity = Severity::page;
  stop.count = 4;
  stop.first = at(2'710);
  stop.last = at(2'744);
  stop.evidence = {frames(120'441, 120'443, 120'444), frames(120'900, 120'900)};
  static test::Teller way_out{
      "second-way-out",
      {.name = "modem",
       .innocent = "A service technician may have connected a laptop and worked by agreement.",
       .technique = "T0822 External Remote Services",
       .steps = {{"With the crane parked, look for an antenna lead in the electrical house."}}}};
  way_out.about().rules = writer.about().rules;
  auto modem = way_out.finding(
      "A cellular module seems to sit on the crane: its MAC is Quectel's and it speaks to "
      "a host abroad that the port's uplink never carried.",
      "10.20.3.77");
  modem.grade = Grade::likely;
  modem.severity = Severity::queue;
  modem.count = 61;
  modem.first = stop.first;
  modem.last = stop.last;
  modem.evidence = stop.evidence;
  static test::Teller tunnel{
      "dns-tunnel",
      {.name = "tunnel",
       .bound = "A tunnel of more than 310 octets of names per domain and minute would have been "
                "seen, if it used DNS in clear."}};
  auto absent = tunnel.finding("No DNS tunnel was observed.");
  absent.grade = Grade::not_observed;
  static test::Teller actuation{
      "unexplained-actuation",
      {.name = "actuation", .bound = "Tap the spreader's fieldbus behind the gateway."}};
  auto hidden = actuation.finding(
      "Whether the spreader is ever moved without a command cannot be told from this tap.");
  hidden.grade = Grade::not_observable;
  result.of<Finding>() = {absent, modem, stop, hidden};
}

void add_coverage(study::StudyResult& result) {
  result.of<CoverageRow>() = {
      {"time", "ehouse", 3'588, 3'600, "s", "The capture spans 3,588 s of the hour."},
      {"understood", "payload", 1'890'000'000, 2'010'000'000, "octets",
       "94 % of the payload is of a protocol that is understood."},
      {"loss", "ehouse", 7'300, 2'010'000'000, "octets",
       "7.30 kB were acknowledged but not seen: the tap lost them."},
      {"direction", "10.20.4.11", 0, 0, "", "Only one direction of the camera's stream was seen."}};
}

}  // namespace

study::StudyResult sample_study() {
  study::StudyResult result;
  result.names = {{"quay3-ehouse.pcapng"}, {"ehouse"}, {}};
  result.has_site = true;
  result.site = "Quay 3, crane 1";
  SourceAccount source;
  source.name = "quay3-ehouse.pcapng";
  source.point_name = "ehouse";
  source.format = "pcapng, nanoseconds, zstd";
  source.read = {2'412'008, 2'104'221'400};
  source.duplicates = {1'204, 210'000};
  source.undecoded = {{"unknown link type", {12, 800}}, {"cut before its header", {0, 0}}};
  source.unique = {2'410'792, 2'104'010'600};
  source.damages = 1;
  source.damage = {{88'121, 77'310'022, 96, "block length is outside its file"}};
  source.first = at(0);
  source.last = at(3'588);
  result.dossier.accounts.sources = {source};
  result.dossier.accounts.conversations = 18'402;
  result.dossier.accounts.payload_octets = 2'010'000'000;
  result.dossier.accounts.understood_octets = 1'890'000'000;
  result.dossier.accounts.encrypted_octets = 14'600'000;
  result.dossier.accounts.unknown_octets = 105'400'000;
  result.dossier.accounts.lost_stream_octets = 7'300;
  result.dossier.events = {18'402, 235'052, 1'204'800, 14, 61, 208, 1'902, 720, 44, 6, 19, 0, 3};
  result.of<ProtocolTally>() = {{"modbus", 72'000, 3, 4'000'000},
                                {"s7comm", 398'000, 21, 28'000'000},
                                {"rtsp", 812, 2, 1'814'000'000},
                                {"tls", 44, 18, 14'600'000}};
  result.of<CraneRow>() = {{"Crane 1", "ZPMC", "STS 65 t", std::nullopt,
                            "its motion was not told apart from these signals."}};
  add_devices(result);
  add_conduits(result);
  add_ledger(result);
  add_commands(result);
  add_findings(result);
  add_coverage(result);
  result.run = {.version = "0.1.0",
                .command = "study quay3-ehouse.pcapng --site quay3.toml",
                .workers = 2,
                .seconds = 4.2};
  return result;
}

}  // namespace qw::test
