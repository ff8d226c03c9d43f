// SPDX-License-Identifier: Apache-2.0

/// What the analyses know survives a cut: after any event, saved, loaded and gone on with, they
/// write what they would have written.

#include <gtest/gtest.h>

#include <array>
#include <functional>

#include "analyses/analyses.hpp"
#include "support/events.hpp"
#include "support/ground.hpp"
#include "vocabulary/event_json.hpp"

namespace qw::analyses {
namespace {

constexpr std::string_view site_file = R"(
crane = [{name = "one", networks = ["10.1.0.0/16"]}]
[[conduit]]
name = "drives"
from = "one"
to = "one"
service = "modbus"
vouched_by = "A. Person"
)";

using Told = std::function<void(Analyses&)>;

/// A bit of everything that an analysis keeps, some of it again and again.
std::vector<Told> story() {
  std::vector<Told> told;
  auto const add = [&](auto const& kind) {
    told.push_back([kind](Analyses& all) { all.on(Event{kind}); });
  };
  static constexpr std::array raw{std::byte{0x12}, std::byte{0x34}};
  for (FrameNumber round = 0; round < 6; ++round) {
    auto const frame = 100 * round + 1;
    auto const client = "10.1.0." + std::to_string(10 + round % 3) + ":40000";
    auto talk =
        test::conversation(client, "10.1.0.2:502", round % 2 == 0 ? Term{} : Term{"modbus"}, frame);
    talk.mac_out = test::address("02:00:00:00:00:0a");
    talk.mac_in = test::address("02:00:00:00:00:02");
    add(talk);
    auto out = test::conversation(client, "203.0.113.9:443", {}, frame + 20);
    out.opener_guessed = round == 3;
    add(out);
    out.phase = Phase::closed;
    out.service = test::protocol("tls");
    out.basis = ServiceBasis::content;
    out.encryption = Encryption::encrypted;
    add(out);
    Command write;
    write.said =
        test::said(client, "10.1.0.2:502", "modbus", static_cast<std::int64_t>(round), frame + 2);
    write.verb = Verb::write;
    write.operation = "Write Single Register";
    write.object = {.space = "holding-register", .offset = static_cast<std::uint32_t>(round % 2)};
    write.values = {.type = WireType::u16be, .count = 1, .raw = raw};
    write.outcome.state = Outcome::State::accepted;
    add(write);
    told.push_back(
        [write](Analyses& all) { all.on_repeat(write, 3, write.said.moment.at + seconds(2)); });
    Identity who;
    who.said =
        test::said("10.1.0.2:502", client, "modbus", static_cast<std::int64_t>(round), frame + 3);
    who.subject = test::host("10.1.0.2");
    who.attribute = Attribute::model;
    who.value = round % 2 == 0 ? "PLC 7" : "PLC 8";
    who.source = "object 1";
    add(who);
    Binding bound;
    bound.said = test::said("02:00:00:00:00:02", "10.1.0.1", "arp", 0, frame + 4);
    bound.subject = test::address("10.1.0.2");
    bound.object = test::address("02:00:00:00:00:02");
    add(bound);
    Name name;
    name.said = test::said("10.1.0.3:53", client, "dns", 0, frame + 5);
    name.phase = NamePhase::answered;
    name.question = round % 2 == 0 ? "cloud.example" : "time.example";
    static constexpr std::array<std::string_view, 1> answers{"203.0.113.9"};
    name.answers = answers;
    name.record = "A";
    add(name);
    Clock clock;
    clock.said =
        test::said("10.1.0.4:123", client, "ntp", static_cast<std::int64_t>(round), frame + 6);
    clock.time = test::start + seconds(static_cast<std::int64_t>(round) * 2);
    clock.stratum = std::uint8_t{2};
    add(clock);
    Transfer file;
    file.said =
        test::said(client, "10.1.0.5:80", "http", static_cast<std::int64_t>(round), frame + 7);
    file.name = "plan.edi";
    file.octets = 1000;
    file.complete = true;
    add(file);
    Irregularity odd;
    odd.said = test::said(client, "10.1.0.2:502", "modbus", 0, frame + 8);
    add(odd);
  }
  return told;
}

std::string text_of(Analyses const& analyses) {
  Dossier dossier;
  analyses.write(dossier);
  std::string text;
  dossier.for_each([&](RecordNames const& record, auto const& rows) {
    text += record.many;
    for (auto const& row : rows) {
      text += '\n';
      write_record(text, row, {});
    }
    text += '\n';
  });
  for (auto const events : dossier.events) text += std::to_string(events) + ' ';
  for (auto const& limit : dossier.limits) text += std::to_string(limit.times) + ' ';
  return text;
}

StateBounds bounds_of(test::Ground const& ground) {
  return {.sources = 1,
          .points = ground.points.size(),
          .realms = 1,
          .protocols = test::known_protocols()};
}

std::vector<std::byte> octets_of(Analyses const& analyses) {
  StateWriter out;
  analyses.save_to(out);
  return out.take();
}

class AnalysesState : public ::testing::TestWithParam<Limits> {};

TEST_P(AnalysesState, CutAnywhereTheyGoOnAsIfNothingHadBeen) {
  test::Ground const ground{site_file};
  auto const told = story();
  Analyses whole{ground.site, ground.points, ground.registries, GetParam()};
  for (auto const& tell : told) tell(whole);
  for (std::size_t cut = 0; cut <= told.size(); ++cut) {
    Analyses before{ground.site, ground.points, ground.registries, GetParam()};
    for (std::size_t i = 0; i < cut; ++i) told[i](before);
    auto const state = octets_of(before);
    Analyses after{ground.site, ground.points, ground.registries, GetParam()};
    StateReader in{state, bounds_of(ground)};
    after.load_from(in);
    ASSERT_TRUE(in.at_end()) << cut;
    EXPECT_EQ(octets_of(after), state) << cut;
    for (auto i = cut; i < told.size(); ++i) told[i](after);
    ASSERT_EQ(text_of(after), text_of(whole)) << cut;
    EXPECT_EQ(octets_of(after), octets_of(whole)) << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, AnalysesState,
                         ::testing::Values(Limits{}, Limits{.rows = 4, .conversations = 6}));

/// A state that lies is refused, or loads as another one that can be gone on with.
TEST(AnalysesStateLies, ChangedOrCutAnywhereItDoesNoHarm) {
  test::Ground const ground{site_file};
  auto const told = story();
  Analyses whole{ground.site, ground.points, ground.registries, {}};
  for (auto const& tell : told) tell(whole);
  auto const state = octets_of(whole);
  for (std::size_t at = 0; at < state.size(); at += 23 + at % 7) {
    auto changed = state;
    changed[at] ^= static_cast<std::byte>(at % 3 == 0 ? 0x01 : 0xff);
    for (auto const octets : {Bytes{changed}, Bytes{state}.first(at)}) {
      Analyses loaded{ground.site, ground.points, ground.registries, {}};
      StateReader in{octets, bounds_of(ground)};
      loaded.load_from(in);
      if (!in.at_end()) continue;
      for (auto const& tell : told) tell(loaded);
      text_of(loaded);
    }
  }
}

}  // namespace
}  // namespace qw::analyses
