// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "export/eve.hpp"
#include "export/store.hpp"
#include "export/zeek.hpp"
#include "fold/fold.hpp"
#include "store/writer.hpp"
#include "support/findings.hpp"
#include "support/hex.hpp"
#include "support/protocols.hpp"
#include "support/scratch.hpp"

namespace qw::exports {
namespace {

using test::ScratchFolder;

std::string content_of(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

Said said(std::uint64_t conversation, std::int64_t ms, bool from_client,
          std::string_view protocol) {
  Said said;
  said.protocol = test::protocol(protocol);
  auto& moment = said.moment;
  moment.at = Stamp{1'700'000'000'123'456'789} + milliseconds(ms);
  moment.frames = {static_cast<FrameNumber>(ms + 1), static_cast<FrameNumber>(ms + 1)};
  moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
  moment.listener = {{RealmId{}, *Address::parse("192.0.2.7")}, 502};
  if (!from_client) std::swap(moment.speaker, moment.listener);
  moment.conversation = conversation_id(SourceId{}, conversation);
  return said;
}

Conversation conversation(std::uint64_t id, Phase phase, std::string_view service) {
  Conversation made{.said = said(id, 0, true, service),
                    .phase = phase,
                    .transport = "tcp",
                    .service = test::protocol(service),
                    .first = Stamp{1'700'000'000'000'000'000},
                    .last = Stamp{1'700'000'002'500'000'000},
                    .frames_out = 2,
                    .frames_in = 1,
                    .octets_out = 140,
                    .octets_in = 70,
                    .payload_out = 12,
                    .payload_in = 9};
  if (phase == Phase::closed) made.close = CloseCause::finished;
  made.history.note(0, TcpHistory::syn);
  made.history.note(1, TcpHistory::syn_ack);
  return made;
}

/// One conversation of each sort, as the trackers say them.
std::vector<Ordered> sample_events() {
  static auto const raw = test::hex("0003");
  static constexpr std::string_view answers[] = {"192.0.2.9", "a,b"};
  std::vector<Ordered> events;
  std::uint64_t step = 0;
  auto const add = [&](auto const& kind) { events.push_back({{++step, 0, 0}, kind}); };
  add(conversation(1, Phase::opened, "modbus"));
  add(Command{.said = said(1, 10, true, "modbus"),
              .verb = Verb::write,
              .operation = "Write Single Register",
              .object = {.space = "holding-register", .station = 17, .offset = 1, .length = 1},
              .values = {WireType::u16be, 1, raw},
              .outcome = {Outcome::State::refused, 2, "Illegal Data Address"},
              .transaction = MessageNumber{7},
              .function = 6});
  add(conversation(1, Phase::closed, "modbus"));
  add(conversation(2, Phase::opened, "dns"));
  add(Name{.said = said(2, 30, false, "dns"),
           .phase = NamePhase::answered,
           .question = "plc\texample",
           .record = "A",
           .answers = answers,
           .outcome = {Outcome::State::accepted, 0, {}}});
  events.push_back({{step, 0, 1},
                    Name{.said = said(2, 20, true, "dns"),
                         .phase = NamePhase::asked,
                         .question = "plc\texample",
                         .record = "A",
                         .outcome = {Outcome::State::accepted, 0, {}}}});
  add(Name{.said = said(2, 35, true, "arp"), .question = "192.0.2.8", .record = "ARP"});
  add(conversation(3, Phase::opened, "tls"));
  add(Handshake{.said = said(3, 40, true, "tls"),
                .version = "TLS 1.2",
                .server_name = "hub.example",
                .fingerprint = "t13d1516h2_8daaf6152771_b186095e22b6"});
  add(Handshake{.said = said(3, 50, false, "tls"),
                .part = HandshakePart::server,
                .version = "TLS 1.3",
                .cipher = "TLS_AES_128_GCM_SHA256"});
  add(conversation(4, Phase::opened, "http"));
  add(Command{.said = said(4, 60, true, "http"),
              .verb = Verb::file,
              .operation = "GET",
              .object = {.symbol = "hub.example/status"},
              .outcome = {Outcome::State::accepted, 200, "OK"}});
  return events;
}

TEST(Zeek, LogsCarryWhatWasSeenAndLeaveTheRestUnset) {
  ScratchFolder const folder;
  auto logs = ZeekLogs::create(folder.path());
  ASSERT_TRUE(logs.ok());
  for (auto const& event : sample_events()) (*logs)->on_event(event);
  ASSERT_TRUE((*logs)->finish().ok());

  auto const conn = content_of(folder.path() + "/conn.log");
  EXPECT_EQ(conn.substr(0, 80).find("#separator \\x09\n#set_separator\t,\n"), 0U);
  EXPECT_NE(conn.find("\n1700000000.000000\tC"), std::string::npos);
  EXPECT_NE(
      conn.find(
          "\t10.0.0.1\t40000\t192.0.2.7\t502\ttcp\tmodbus\t2.500000\t24\t18\tSF\tT\tF\t0\tSh\t4"
          "\t-\t2\t-\t-\t-\t-\t-\n"),
      std::string::npos)
      << conn;
  EXPECT_NE(conn.find("\n#close\t2023-11-14-22-13-20\n"), std::string::npos);

  auto const modbus = content_of(folder.path() + "/modbus.log");
  EXPECT_NE(modbus.find("\t7\t17\tWRITE_SINGLE_REGISTER\tILLEGAL_DATA_ADDRESS\t1\t1\n"),
            std::string::npos)
      << modbus;
  auto const dns = content_of(folder.path() + "/dns.log");
  EXPECT_NE(dns.find("\t10.0.0.1\t40000\t192.0.2.7\t502\ttcp\tplc\\x09example\tA\t0\tNOERROR\t"
                     "192.0.2.9,a\\x2cb\tF\n#close"),
            std::string::npos)
      << dns;
  EXPECT_EQ(dns.find("ARP"), std::string::npos);
  auto const ssl = content_of(folder.path() + "/ssl.log");
  EXPECT_NE(ssl.find("\tTLSv13\tTLS_AES_128_GCM_SHA256\thub.example\t-\tT\t-\t-\t-\t-\tt13d"),
            std::string::npos)
      << ssl;
  auto const http = content_of(folder.path() + "/http.log");
  EXPECT_NE(http.find("\tGET\thub.example\t/status\t200\tOK\n"), std::string::npos) << http;
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/s7comm.log"));
}

TEST(Zeek, EveryLineHasAsManyFieldsAsItsHeader) {
  ScratchFolder const folder;
  auto logs = ZeekLogs::create(folder.path());
  ASSERT_TRUE(logs.ok());
  for (auto const& event : sample_events()) (*logs)->on_event(event);
  ASSERT_TRUE((*logs)->finish().ok());
  for (auto const& entry : std::filesystem::directory_iterator{folder.path()}) {
    std::ifstream file{entry.path()};
    std::ptrdiff_t tabs = 0;
    for (std::string line; std::getline(file, line);) {
      auto const found = std::ranges::count(line, '\t');
      if (line.starts_with("#fields")) tabs = found - 1;
      auto const fields = line.starts_with("#types") ? found - 1 : found;
      if (line.starts_with("#types") || !line.starts_with('#')) {
        EXPECT_EQ(fields, tabs) << entry.path() << ": " << line;
      }
    }
  }
}

TEST(Eve, RecordsAreJsonLinesWithItsTypes) {
  ScratchFolder const folder;
  auto const path = folder.path() + "/eve.json";
  auto log = EveLog::create(path);
  ASSERT_TRUE(log.ok());
  for (auto const& event : sample_events()) log->on_event(event);
  ASSERT_TRUE(log->finish().ok());
  auto const text = content_of(path);
  for (
      auto const* part :
      {R"("event_type":"flow","src_ip":"10.0.0.1","src_port":40000,"dest_ip":"192.0.2.7")",
       R"("bytes_toserver":280,"bytes_toclient":140,"start":"2023-11-14T22:13:20.000000+0000")",
       R"("modbus":{"request":{"transaction_id":7,"unit_id":17,"function_raw":6,"function_code":"Write Single Register","write":)"
       R"({"address":1,"quantity":1,"data":[3]}},"response":{"function_code":)"
       R"("Write Single Register","exception":{"raw":2,"code":"Illegal Data Address"}}})",
       R"("dns":{"version":2,"type":"answer","rrname":"plc\texample","rrtype":"A","rcode":)"
       R"("NOERROR","answers":[{"rdata":"192.0.2.9"},{"rdata":"a,b"}]})",
       R"("tls":{"sni":"hub.example","version":"TLS 1.3","ja4":"t13d)",
       R"("http":{"hostname":"hub.example","url":"/status","http_method":"GET","status":200})"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_EQ(text.find("192.0.2.7\",\"src_port"), std::string::npos);  // clients stand first
}

TEST(Eve, FolderThatIsNotThereIsAClearError) {
  auto const log = EveLog::create("/nowhere/at/all/eve.json");
  ASSERT_FALSE(log.ok());
  EXPECT_NE(log.error().text.find("/nowhere/at/all/eve.json: cannot be written"),
            std::string::npos);
}

std::unique_ptr<store::Reader> stored_sample(std::string const& folder) {
  fold::Fold fold;
  for (auto const& event : sample_events()) fold.hear(event.order, ref_to(event.event));
  fold.flush();
  fold::FoldedBatch batch;
  fold.take_rows(batch);
  auto writer = store::Writer::create(folder, {{"a.pcap"}, {"ehouse"}, {}}, {}, "0.1.0");
  if (!writer.ok()) throw std::runtime_error{writer.error().text};
  (*writer)->add(batch);
  test::Teller const teller{"tester", {.name = "link", .steps = {{"one", "two, \"three\""}}}};
  auto const finding = teller.finding("=HYPERLINK(\"evil\")");
  Dossier dossier;
  dossier.of<Finding>() = {finding};
  (*writer)->add(dossier);
  if (!(*writer)->finish().ok()) throw std::runtime_error{"not finished"};
  auto reader = store::Reader::open(folder, {});
  if (!reader.ok()) throw std::runtime_error{reader.error().text};
  return std::move(*reader);
}

TEST(ExportStore, JsonLinesNestWhatIsNested) {
  ScratchFolder const folder;
  auto reader = stored_sample(folder.path());
  auto const done = export_store(*reader, TableFormat::jsonl, folder.path() + "/out");
  ASSERT_TRUE(done.ok()) << done.error().text;
  auto const findings = content_of(folder.path() + "/out/finding.jsonl");
  EXPECT_NE(findings.find(R"x("claim":"=HYPERLINK(\"evil\")")x"), std::string::npos);
  EXPECT_NE(findings.find(R"("steps":["one","two, \"three\""])"), std::string::npos);
  auto const commands = content_of(folder.path() + "/out/command.jsonl");
  EXPECT_NE(commands.find(R"("values":[3])"), std::string::npos) << commands;
  EXPECT_NE(commands.find(R"("at":"2023-11-14T22:13:20.133456789Z")"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/out/alarm.jsonl"));
}

TEST(ExportStore, CsvIsQuotedAndRunsNoFormula) {
  ScratchFolder const folder;
  auto reader = stored_sample(folder.path());
  auto const done = export_store(*reader, TableFormat::csv, folder.path() + "/out");
  ASSERT_TRUE(done.ok()) << done.error().text;
  auto const findings = content_of(folder.path() + "/out/finding.csv");
  EXPECT_TRUE(findings.starts_with("number,id,detector,kind,claim,"));
  EXPECT_NE(findings.find("link,\"'=HYPERLINK(\"\"evil\"\")\","), std::string::npos) << findings;
}

}  // namespace
}  // namespace qw::exports
