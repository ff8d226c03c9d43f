// SPDX-License-Identifier: Apache-2.0
#include "simulate/port/port.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <tuple>

#include "simulate/machine/crane.hpp"
#include "simulate/port/edifact.hpp"
#include "simulate/port/lists.hpp"
#include "simulate/port/tic.hpp"

namespace qw::simulate::port {
namespace {

using machine::Task;

constexpr Stamp seven{20'600 * 86'400'000'000'000 + 7 * 3'600'000'000'000};

PortOrder order(std::size_t cranes, double hours, char const* model = "twin-65") {
  PortOrder order;
  order.cranes.assign(cranes, machine::find_model(model));
  order.start = seven;
  order.hours = hours;
  order.trade.military = 0.05;
  return order;
}

TEST(Container, CheckDigitsOfKnownBoxes) {
  EXPECT_EQ(check_digit("CSQU305438"), 3);  // domain.md, section 6
  EXPECT_EQ(check_digit("MWCU605978"), 4);
  EXPECT_EQ(check_digit("CBHU320273"), 2);
}

TEST(Container, NumbersAreValidAndNeverTwice) {
  ContainerYard yard{{.military = 0.2}, Dice{1}};
  std::set<std::string> seen;
  int military = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto const box = yard.make(i % 2 == 0 ? 20 : 40, ContainerYard::Way::inward, seven);
    ASSERT_TRUE(std::regex_match(box.id, std::regex{"[A-Z]{3}U[0-9]{7}"})) << box.id;
    ASSERT_EQ(check_digit(box.id.substr(0, 10)), box.id[10] - '0');
    ASSERT_TRUE(seen.insert(box.id.substr(4, 6)).second) << box.id;
    ASSERT_GE(box.mass, box.tare);
    ASSERT_EQ(box.danger.empty(), box.un_number == 0);
    if (!box.military()) continue;
    ++military;
    ASSERT_TRUE(std::regex_match(box.tcn, std::regex{"[A-Z0-9]{6}[0-9]{8}XXX"})) << box.tcn;
  }
  EXPECT_NEAR(military, 4'000, 250);
}

TEST(Port, SameSeedSamePlan) {
  Port const one{order(2, 8), Dice{9}};
  Port const two{order(2, 8), Dice{9}};
  Port const other{order(2, 8), Dice{10}};
  EXPECT_EQ(job_list(one), job_list(two));
  EXPECT_NE(job_list(one), job_list(other));
}

TEST(Port, NoTwoBoxesInOneCell) {
  Port const port{order(4, 24), Dice{2}};
  for (auto const& call : port.calls()) {
    std::set<std::string> arriving;
    std::set<std::string> leaving;
    for (auto const& stowed : call.boxes) {
      ASSERT_TRUE(stowed.arriving || stowed.leaving);
      ASSERT_TRUE(!stowed.arriving ||
                  arriving.insert(call.vessel.cell_name(*stowed.arriving)).second);
      ASSERT_TRUE(!stowed.leaving || leaving.insert(call.vessel.cell_name(*stowed.leaving)).second);
    }
  }
}

TEST(Port, EveryLiftIsWithinReachAndEveryBoxIsMovedOnce) {
  for (auto const* model : {"panamax-40", "twin-65", "tandem-80"}) {
    Port const port{order(2, 12, model), Dice{3}};
    auto const& crane = *machine::find_model(model);
    for (auto const& call : port.calls()) {
      std::set<std::size_t> moved;
      for (auto const& plan : call.cranes) {
        for (auto const& [job, boxes] : plan.moves) {
          for (auto const* place : {&job.from, &job.to}) {
            EXPECT_GT(place->trolley, crane.trolley.low + 0.5);
            EXPECT_LT(place->trolley, crane.trolley.high - 0.5);
            EXPECT_GT(place->height, crane.hoist.low + 0.3);
            EXPECT_LT(place->height, crane.hoist.high - 2);
          }
          EXPECT_LT(job.clearance + job.boxes[0].height, crane.hoist.high - 1);
          EXPECT_DOUBLE_EQ(job.from.gantry, job.to.gantry);
          for (auto const index : boxes) EXPECT_TRUE(moved.insert(index).second);
        }
      }
      for (std::size_t i = 0; i < call.boxes.size(); ++i)
        EXPECT_EQ(moved.contains(i),
                  call.boxes[i].arriving.has_value() != call.boxes[i].leaving.has_value());
    }
  }
}

TEST(Port, LiftsComeInAnOrderThatCanBeWorked) {
  Port const port{order(1, 24), Dice{4}};
  auto const& call = port.calls().front();
  // The highest occupied tier of each stack, by bay, half, row, deck.
  std::map<std::tuple<int, int, int, bool>, std::set<int>> stacks;
  auto const key = [](Cell const& cell) {
    return std::tuple{cell.bay, cell.half, cell.row, cell.deck};
  };
  for (auto const& stowed : call.boxes)
    if (stowed.arriving) stacks[key(*stowed.arriving)].insert(stowed.arriving->tier);
  for (auto const& [job, boxes] : call.cranes[0].moves) {
    for (auto const index : boxes) {
      auto const& stowed = call.boxes[index];
      bool const out = job.task == Task::discharge;
      auto const& cell = out ? *stowed.arriving : *stowed.leaving;
      auto& stack = stacks[key(cell)];
      if (out) {
        ASSERT_EQ(*stack.rbegin(), cell.tier);
        stack.erase(cell.tier);
      } else {
        ASSERT_EQ(cell.tier, static_cast<int>(stack.size()));
        stack.insert(cell.tier);
      }
    }
  }
}

TEST(Roster, SomebodyOrNobodyAlwaysAndNeverOneOnTwoCranes) {
  Roster const one{0, Dice{1}};
  Roster const two{1, Dice{1}};
  double worked = 0;
  for (int minute = 0; minute < 3 * 1440; ++minute) {
    auto const now = seven + seconds(60 * minute);
    auto const here = one.at(now);
    auto const there = two.at(now);
    EXPECT_EQ(here.kind == machine::Duty::Kind::work, here.operator_id != 0);
    EXPECT_TRUE(here.operator_id == 0 || here.operator_id != there.operator_id);
    worked += here.operator_id != 0 ? 1 : 0;
  }
  EXPECT_GT(worked / (3 * 1440), 0.82);
  EXPECT_LT(worked / (3 * 1440), 0.93);
}

TEST(Forecast, IsCalmOrStormsWhenTold) {
  Forecast const calm{seven, 24, std::nullopt, Dice{1}};
  for (auto const& hour : calm.hours()) EXPECT_LT(hour.wind, 16);
  auto const peak = seven + seconds(10 * 3600);
  Forecast const storm{seven, 24, peak, Dice{1}};
  EXPECT_GT(storm.at(peak).wind, 24);
  EXPECT_LT(storm.at(seven).wind, 16);
}

/// A port whose first crane worked for two hours, and its documents on disk.
struct Worked : testing::Test {
  Worked() { crane.advance(seven + seconds(7200)); }
  Port port{order(1, 2), Dice{6}};
  machine::Crane crane{*machine::find_model("twin-65"), Dice{6}.part("crane"), port.crane(0), seven,
                       port.parked(0)};
  VesselCall const& call = port.calls().front();
};

TEST_F(Worked, DocumentsPassAStrictReaderOfTheirOwn) {
  if (std::system("python3 -c pass") != 0) GTEST_SKIP() << "python3 is not installed";
  auto const folder = std::filesystem::temp_directory_path() / "qw_simulate_documents";
  std::filesystem::create_directories(folder);
  auto const records = port.crane(0).records();
  ASSERT_GT(records.size(), 20U);
  std::map<std::string, std::string> const files{
      {"arriving.edi", baplie(call, true, "USNYCMT", seven)},
      {"leaving.edi", baplie(call, false, "USNYCMT", seven)},
      {"discharged.edi", coarri(call, 0, records, true, "USNYCMT", seven)},
      {"loaded.edi", coarri(call, 0, records, false, "USNYCMT", seven)}};
  std::string command = "python3 src/simulate/port/check_documents.py";
  for (auto const& [name, text] : files) {
    std::ofstream{folder / name} << text;
    command += " " + (folder / name).string();
  }
  EXPECT_EQ(std::system((command + " >/dev/null").c_str()), 0);
  // The reader can fail: one digit of a container's number is enough.
  auto wrong = files.at("arriving.edi");
  auto const at = wrong.find("EQD+CN+") + 16;
  wrong[at] = wrong[at] == '9' ? '0' : static_cast<char>(wrong[at] + 1);
  std::ofstream{folder / "wrong.edi"} << wrong;
  EXPECT_NE(std::system(("python3 src/simulate/port/check_documents.py " +
                         (folder / "wrong.edi").string() + " >/dev/null 2>&1")
                            .c_str()),
            0);
  std::filesystem::remove_all(folder);
}

TEST_F(Worked, MessagesSayWhatTheCraneShows) {
  machine::Signal const signals[] = {machine::Signal::hoist_height, machine::Signal::landed,
                                     machine::Signal::count_moves};
  TicHead const head{"QC01", "TOS", "che/status", 17, crane.state().at};
  auto const flat = tic_status(crane, head, signals, TicForm::flat);
  EXPECT_NE(flat.find("\"che.QC01.cycle.move.counter.box.input.actual\":" +
                      std::to_string(crane.state().counters.moves)),
            std::string::npos)
      << flat;
  auto const nested = tic_status(crane, head, signals, TicForm::nested);
  EXPECT_NE(nested.find(R"("cycle":{"move":{"counter":{"box":[{"pom":"input","pomt":"actual")"),
            std::string::npos)
      << nested;
  auto const& record = port.crane(0).records().front();
  EXPECT_NE(tic_move(record, head).find(record.job.boxes[0].id), std::string::npos);
}

TEST_F(Worked, ListsAgreeWithWhatWasDone) {
  auto const jobs = job_list(port);
  std::size_t done = 0;
  for (auto at = jobs.find(",done,"); at != std::string::npos; at = jobs.find(",done,", at + 1))
    ++done;
  std::size_t reported = 0;
  for (auto const& record : port.crane(0).records()) reported += record.report.done ? 1 : 0;
  EXPECT_EQ(done, reported);
  EXPECT_NE(delay_list(port, seven + seconds(7200)).find("QC01,MB"), std::string::npos);
  EXPECT_NE(allocation(port).find("QC01,1"), std::string::npos);
  EXPECT_NE(call_list(port).find(call.vessel.name), std::string::npos);
}

}  // namespace
}  // namespace qw::simulate::port
