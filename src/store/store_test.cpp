// SPDX-License-Identifier: Apache-2.0
#include <duckdb.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fold/fold.hpp"
#include "store/reader.hpp"
#include "store/writer.hpp"
#include "support/findings.hpp"
#include "support/hex.hpp"
#include "support/protocols.hpp"
#include "support/scratch.hpp"
#include "vocabulary/schema.hpp"

namespace qw::store {
namespace {

namespace fs = std::filesystem;
using test::ScratchFolder;

Names const names{.sources = {"crane1.pcap"}, .points = {"ehouse"}, .realms = {}};

Said said(std::int64_t ms) {
  Said said;
  said.protocol = test::protocol("modbus");
  said.moment.at = Stamp{1'700'000'000'000'000'000} + milliseconds(ms);
  said.moment.frames = {static_cast<FrameNumber>(ms), static_cast<FrameNumber>(ms)};
  said.moment.speaker = {{RealmId{}, *Address::parse("10.0.0.1")}, 40000};
  said.moment.listener = {{RealmId{}, *Address::parse("10.0.0.2")}, 502};
  return said;
}

std::string text_of_cell(Cell const& cell) {
  std::string out;
  if (auto const* text = std::get_if<std::string_view>(&cell)) out = *text;
  if (auto const* number = std::get_if<std::uint64_t>(&cell)) append_text(out, *number);
  if (auto const* number = std::get_if<std::int64_t>(&cell)) append_text(out, *number);
  if (auto const* real = std::get_if<double>(&cell)) append_text(out, *real);
  if (auto const* stamp = std::get_if<Stamp>(&cell)) append_text(out, *stamp);
  if (auto const* truth = std::get_if<bool>(&cell)) out = *truth ? "true" : "false";
  return out;
}

/// The rows of an answer, cells parted by '|', rows by ';'.
std::string answer(Reader& reader, std::string const& sql) {
  std::string out;
  auto const asked = reader.query(
      sql, [](std::vector<Column> const&) {},
      [&](std::span<Cell const> cells) {
        if (!out.empty()) out += ';';
        for (auto const& cell : cells) {
          if (&cell != &cells.front()) out += '|';
          out += text_of_cell(cell);
        }
        return true;
      });
  return asked.ok() ? out : asked.error().text;
}

std::unique_ptr<Writer> writer_in(std::string const& folder) {
  auto made = Writer::create(folder, names, Limits{}, "0.1.0");
  if (!made.ok()) ADD_FAILURE() << made.error().text;
  return std::move(*made);
}

/// Writes a store of all that is folded; false if that fails.
bool written(fold::Fold& fold, std::string const& folder) {
  fold.flush();
  fold::FoldedBatch batch;
  fold.take_rows(batch);
  auto writer = writer_in(folder);
  writer->add(batch);
  return writer->finish().ok();
}

std::unique_ptr<Reader> reader_of(std::string const& folder) {
  auto opened = Reader::open(folder, Limits{});
  if (!opened.ok()) ADD_FAILURE() << opened.error().text;
  return std::move(*opened);
}

TEST(Store, WhatIsFoldedIsReadAgain) {
  ScratchFolder const folder;
  auto const raw = test::hex("022b 0000 0064");
  fold::Fold fold;
  Command read{.said = said(1),
               .verb = Verb::read,
               .operation = "Read Holding Registers",
               .object = {.space = "holding-register", .station = 17, .offset = 107, .length = 3},
               .outcome = {Outcome::State::accepted, {}, {}},
               .reply_after = milliseconds(2)};
  for (std::int64_t i = 1; i <= 3; ++i) {
    read.said = said(i * 100);
    fold.hear({static_cast<std::uint64_t>(i), 0, 0}, &read);
  }
  Sample const sample{.said = said(400),
                      .target = said(0).moment.listener,
                      .object = read.object,
                      .values = {WireType::u16be, 3, raw}};
  fold.hear({4, 0, 0}, &sample);
  Name const name{.said = said(500), .question = "caf\xe9.example"};
  fold.hear({5, 0, 0}, &name);
  fold.flush();
  fold::FoldedBatch batch;
  fold.take_rows(batch);

  auto writer = writer_in(folder.path());
  writer->add(batch);
  EXPECT_FALSE(fs::exists(folder.path() + "/study.duckdb"));  // nothing half-written has its name
  auto const finished = writer->finish();
  ASSERT_TRUE(finished.ok()) << finished.error().text;
  EXPECT_FALSE(fs::exists(folder.path() + "/study.duckdb.partial"));

  auto reader = reader_of(folder.path());
  EXPECT_EQ(answer(*reader,
                   "SELECT verb, object, count, mean_period, longest_reply, speaker, "
                   "listener_port, frames_first, last_frames_first, \"at\" FROM command"),
            "read|holding-register 107+3 @17|3|100000000|2000000|10.0.0.1|502|100|300|"
            "2023-11-14T22:13:20.100000000Z");
  EXPECT_EQ(answer(*reader, "SELECT outcome, outcome_code FROM command"), "accepted|");
  EXPECT_EQ(answer(*reader,
                   "SELECT object_offset, \"values\", values_type, list_sum(CAST(\"values\" AS "
                   "DOUBLE[])) FROM sample"),
            "107|[555,0,100]|u16be|655");
  EXPECT_EQ(answer(*reader, "SELECT question FROM name"), "café.example");
  EXPECT_EQ(answer(*reader, "SELECT \"index\", mean FROM sample_minute ORDER BY 1"),
            "0|555;1|0;2|100");
}

TEST(Store, WritesThatWentOnAreReadAgainWithTheirCount) {
  ScratchFolder const folder;
  fold::Fold fold;
  std::uint64_t step = 1;
  for (auto const* values : {"01", "01", "01", "02", "01"}) {
    auto const raw = test::hex(values);
    auto const ms = static_cast<std::int64_t>(step) * 100;
    Command const write{.said = said(ms),
                        .verb = Verb::write,
                        .operation = "Write Single Coil",
                        .object = {.space = "coil", .offset = 3},
                        .values = {WireType::u8, 1, raw},
                        .outcome = {Outcome::State::accepted, {}, {}},
                        .reply_after = milliseconds(2)};
    fold.hear({step++, 0, 0}, &write);
  }
  ASSERT_TRUE(written(fold, folder.path()));
  EXPECT_EQ(answer(*reader_of(folder.path()),
                   "SELECT \"values\", count, frames_first, last_frames_first, mean_period "
                   "FROM command ORDER BY step"),
            "[1]|3|100|300|100000000;[2]|1|400|400|;[1]|1|500|500|");
}

TEST(Store, AColumnIsStoredFromTheFirstRowThatFillsIt) {
  constexpr std::int64_t without = 12'000;  // more than an appender holds
  ScratchFolder const folder;
  fold::Fold fold;
  for (std::int64_t i = 1; i <= without + 2; ++i) {
    auto const question = "host" + std::to_string(i);
    Name name{.said = said(i), .question = question};
    if (i == without + 1) name.transaction = MessageNumber{7};
    fold.hear({static_cast<std::uint64_t>(i), 0, 0}, &name);
  }
  ASSERT_TRUE(written(fold, folder.path()));
  auto reader = reader_of(folder.path());
  EXPECT_EQ(answer(*reader,
                   "SELECT count(*), count(question), count(DISTINCT question), "
                   "max(transaction), count(transaction) FROM name"),
            "12002|12002|12002|7|1");
  EXPECT_EQ(answer(*reader, "SELECT question FROM name WHERE transaction = 7"), "host12001");
  EXPECT_EQ(answer(*reader, "SELECT count(outcome_reason) FROM name"), "0");  // read, not stored
  EXPECT_EQ(answer(*reader,
                   "SELECT count(*) FROM duckdb_columns() WHERE table_name = "
                   "'name_coded' AND column_name = 'outcome_reason'"),
            "0");
}

TEST(Store, TablesFollowTheFieldTables) {
  ScratchFolder const folder;
  ASSERT_TRUE(writer_in(folder.path())->finish().ok());
  auto reader = reader_of(folder.path());
  auto all = event_schema();
  for (auto& record : record_schema()) all.push_back(std::move(record));
  for (auto const& kind : all) {
    std::string const columns =
        answer(*reader,
               "SELECT \"column\" FROM schema WHERE \"table\" = '" + std::string{kind.name} + "'");
    for (auto const& member : kind.members)
      EXPECT_NE((";" + columns + ";").find(";" + std::string{member.name}), std::string::npos)
          << kind.name << '.' << member.name;
  }
  EXPECT_EQ(answer(*reader, "SELECT value FROM store WHERE key = 'schema_version'"), "2");
}

TEST(Store, RecordsKeepTheirListsAndTheirTables) {
  ScratchFolder const folder;
  Device device;
  device.name = "PLC 'north'; --";
  device.hosts = {said(0).moment.speaker.host};
  device.attributes.push_back({.attribute = Attribute::maker, .value = "Siemens"});
  test::Teller const teller{"new-writer",
                            {.name = "write", .steps = {{"Ask the crane driver first."}}}};
  auto finding = teller.finding("It wrote.");
  finding.subject = said(0).moment.speaker.host;
  finding.evidence = {{SourceId{}, {7, 9}, 10}};
  auto writer = writer_in(folder.path());
  Dossier dossier;
  dossier.of<Device>() = {device};
  dossier.of<Finding>() = {finding};
  writer->add(dossier);
  ASSERT_TRUE(writer->finish().ok());
  auto reader = reader_of(folder.path());
  EXPECT_EQ(answer(*reader, "SELECT name, hosts FROM device"), "PLC 'north'; --|[\"10.0.0.1\"]");
  EXPECT_EQ(answer(*reader, "SELECT device, attribute, value FROM attribute"),
            "PLC 'north'; --|maker|Siemens");
  EXPECT_EQ(answer(*reader,
                   "SELECT finding, evidence_capture, evidence_first, evidence_last, "
                   "evidence_reply FROM evidence"),
            "1|crane1.pcap|7|9|10");
  EXPECT_EQ(
      answer(*reader, "SELECT number, id, detector, kind, claim, about, steps, parts FROM finding"),
      "1|0123456789abcdef|new-writer|write|It wrote.|{\"type\":\"host\",\"host\":\"10.0.0.1\"}|"
      "[\"Ask the crane driver first.\"]|{\"claim\":\"It wrote.\"}");
}

TEST(CargoVeil, IsTheHmacOfRfc4231) {
  // Test case 2, and 6 with a key longer than a block.
  EXPECT_EQ(CargoVeil({.key = "Jefe"}).veiled("what do ya want for nothing?"),
            "hmac-sha256:5bdcc146bf60754e6a042426089575c7");
  EXPECT_EQ(CargoVeil({.key = std::string(131, '\xaa')})
                .veiled("Test Using Larger Than Block-Size Key - Hash Key First"),
            "hmac-sha256:60e431591ee0b67f0d8a26aacbf5b77f");
}

TEST(Store, IdentifiersOfGoodsAreNotInTheFile) {
  ScratchFolder const folder;
  fold::FoldedBatch batch;
  for (std::uint64_t i = 0; i < 2; ++i)
    batch.rows.push_back({{i, 0, 0}, Cargo{.said = said(1), .value = "CSQU3054383"}, {}});
  auto writer = writer_in(folder.path());
  writer->add(batch);
  ASSERT_TRUE(writer->finish().ok());
  std::ifstream file{folder.path() + "/study.duckdb", std::ios::binary};
  std::string const content{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(content.find("CSQU3054383"), std::string::npos);
  EXPECT_EQ(answer(*reader_of(folder.path()),
                   "SELECT count(*), count(DISTINCT value) FROM cargo WHERE value LIKE 'hmac%'"),
            "2|1");
}

TEST(Store, WithoutFinishNothingIsLeft) {
  ScratchFolder const folder;
  writer_in(folder.path()).reset();
  EXPECT_TRUE(fs::is_empty(folder.path()));
  auto const opened = Reader::open(folder.path(), Limits{});
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().text.find("--out"), std::string::npos);
}

TEST(Store, ForeignFileIsAClearError) {
  ScratchFolder const folder;
  std::ofstream{folder.path() + "/study.duckdb"} << std::string(8192, 'x');
  auto const opened = Reader::open(folder.path(), Limits{});
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().text.find("study.duckdb"), std::string::npos);
}

/// Makes a store that says that it is of another version.
void set_version(std::string const& folder, std::string const& version) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  ASSERT_EQ(duckdb_open((folder + "/study.duckdb").c_str(), &database), DuckDBSuccess);
  ASSERT_EQ(duckdb_connect(database, &connection), DuckDBSuccess);
  auto const sql = "UPDATE store SET value = '" + version + "' WHERE key = 'schema_version'";
  EXPECT_EQ(duckdb_query(connection, sql.c_str(), nullptr), DuckDBSuccess);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}

TEST(Store, AnOlderVersionIsReadAndANewerOneSaysWhatToDo) {
  ScratchFolder const folder;
  ASSERT_TRUE(writer_in(folder.path())->finish().ok());
  set_version(folder.path(), "1");
  EXPECT_TRUE(Reader::open(folder.path(), Limits{}).ok());
  for (auto const* version : {"3", "0", "2.1", ""}) {
    set_version(folder.path(), version);
    auto const opened = Reader::open(folder.path(), Limits{});
    ASSERT_FALSE(opened.ok()) << version;
    auto const text = opened.error().text;
    EXPECT_NE(text.find(std::string{"schema version "} + version + ", this program reads 1 to 2"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("study the captures again"), std::string::npos);
  }
}

TEST(Store, SecondRunInTheSameFolderIsRefused) {
  ScratchFolder const folder;
  auto const path = folder.path() + "/study.duckdb.partial";
  std::ofstream{path} << "held";
  // Locks count between processes only, so another one holds it.
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  auto const child = fork();
  if (child == 0) {
    int const file = open(path.c_str(), O_RDWR);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    char ready = fcntl(file, F_SETLK, &lock) == 0 ? 'y' : 'n';
    if (write(ends[1], &ready, 1) != 1) _exit(1);
    pause();
    _exit(0);
  }
  char ready = 0;
  ASSERT_EQ(read(ends[0], &ready, 1), 1);
  auto const made = Writer::create(folder.path(), names, Limits{}, "0.1.0");
  kill(child, SIGKILL);
  ASSERT_EQ(ready, 'y');
  ASSERT_FALSE(made.ok());
  EXPECT_NE(made.error().text.find("another run"), std::string::npos);
  EXPECT_TRUE(fs::exists(path));
}

TEST(Store, FullDiskIsAClearErrorAndLeavesNothing) {
  ScratchFolder const folder;
  auto writer = writer_in(folder.path());
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  auto const ignored = std::signal(SIGXFSZ, SIG_IGN);
  rlimit const small{1 << 20, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  fold::FoldedBatch batch;
  std::string text(4000, ' ');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>('a' + i * i % 23);
  for (std::uint64_t i = 0; i < 4000; ++i) {
    text[i % text.size()] = static_cast<char>('A' + i % 26);
    std::string const own = std::to_string(i * 2654435761U) + text;
    batch.rows.push_back(
        {{i, 0, 0},
         Name{.said = said(0), .question = batch.arena.keep(std::string_view{own})},
         {}});
  }
  for (int i = 0; i < 4; ++i) writer->add(batch);
  auto const finished = writer->finish();
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, ignored);
  ASSERT_FALSE(finished.ok());
  EXPECT_NE(finished.error().text.find("Free disk space"), std::string::npos)
      << finished.error().text;
  writer.reset();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace qw::store
