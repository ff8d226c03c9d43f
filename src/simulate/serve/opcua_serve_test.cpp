// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "simulate/dice.hpp"
#include "simulate/serve/dialogue.hpp"
#include "simulate/serve/opcua_space.hpp"

namespace qw::simulate {
namespace {

using namespace opcua;
using Clock = std::chrono::steady_clock;

constexpr Stamp moment{1'772'348'400'000'000'000};
constexpr std::uint32_t bad_session = 0x8025'0000;
constexpr std::uint32_t bad_subscription = 0x8028'0000;

/// Two variables, of which the second changes with each reading.
class OpcuaServe : public testing::Test {
 protected:
  static std::vector<OpcuaNode> nodes() {
    std::vector<OpcuaNode> all(2);
    all[0] = {machine::Signal::locked, {.space = 2, .text = "a"}, Type::boolean, {}};
    all[1] = {machine::Signal::heartbeat, {.space = 2, .text = "b"}, Type::uint16, {}};
    return all;
  }

  double beats_ = 0;
  OpcuaSpace space_{{.nodes = nodes(),
                     .server = {"urn:x", "X", "opc.tcp://127.0.0.1:1"},
                     .read =
                         [this](OpcuaNode const& node) {
                           bool const beats = node.signal == machine::Signal::heartbeat;
                           return variant(node.type, beats ? ++beats_ : 1);
                         },
                     .now = [] { return moment; },
                     .told = [](OpcuaNode const&) {}}};
  std::unique_ptr<Dialogue> dialogue_ = opcua_dialogue(space_);
  Channel channel_{.id = 1, .token = 1};
  std::uint32_t session_ = 0;
  std::uint32_t number_ = 0;

  /// What is answered to a chunk, which must be cut nowhere.
  std::vector<std::byte> ask(Octets const& chunk) {
    Octets reply;
    for (std::size_t size = 0; size < chunk.size(); ++size)
      EXPECT_EQ(dialogue_->answer(chunk.bytes().first(size), reply), 0U) << size;
    EXPECT_EQ(reply.size(), 0U);
    EXPECT_EQ(dialogue_->answer(chunk, reply), chunk.size());
    return reply.take();
  }
  Sequence next() { return {++number_, number_}; }
  [[nodiscard]] RequestHead head() const { return {session_, moment, 7}; }
  std::vector<std::byte> request(Octets const& body) {
    return ask(message_chunk(channel_, next(), body));
  }
  /// The server's next message, an answer to the last request, is this one.
  void expect(std::vector<std::byte> const& got, Octets const& body) {
    EXPECT_EQ(got, message_chunk(channel_, {++sent_, number_}, body).take());
  }
  std::uint32_t sent_ = 0;

  void open() {
    auto const got = ask(open_chunk(0, next(), open_channel_request(head(), false, 1000)));
    auto const body = open_channel_response({moment, 7}, channel_, 3'600'000);
    EXPECT_EQ(got, open_chunk(1, {++sent_, number_}, body).take());
  }
  void begin() {
    EXPECT_EQ(ask(hello("opc.tcp://127.0.0.1:1")), acknowledge(65'535).take());
    open();
    request(create_session_request(head(), {"urn:c", "C", {}}, "opc.tcp://127.0.0.1:1", 1000));
    ++sent_;
    session_ = 1'000'001;
    expect(request(activate_session_request(head())), activate_session_response({moment, 7}));
  }
};

TEST_F(OpcuaServe, NothingWithoutASession) {
  ask(hello("x"));
  open();
  NodeId const node{.space = 2, .text = "a"};
  expect(request(read_request(head(), {&node, 1})), fault({moment, 7, bad_session}));
}

TEST_F(OpcuaServe, ReadsWhatThereIs) {
  begin();
  NodeId const wanted[] = {{.space = 2, .text = "a"}, {.space = 2, .text = "none"}};
  Octets values;
  add_data_value(values, variant(Type::boolean, 1), moment);
  add_bad_value(values, 0x8034'0000);
  expect(request(read_request(head(), wanted)), read_response({moment, 7}, 2, values));
}

TEST_F(OpcuaServe, TellsOnlyWhatChanged) {
  begin();
  WishedItem const items[] = {{{.space = 2, .text = "a"}, 70}, {{.space = 2, .text = "b"}, 71}};
  expect(request(create_monitored_items_request(head(), 1, items, 100)),
         fault({moment, 7, bad_subscription}));
  request(create_subscription_request(head(), {.interval_ms = 100}));
  request(create_monitored_items_request(head(), 1, items, 100));
  sent_ += 2;
  auto at = Clock::now();
  Octets out;
  dialogue_->pass(at + std::chrono::seconds{1}, out);
  EXPECT_EQ(out.size(), 0U) << "nobody waits";
  for (double const beats : {1.0, 2.0}) {
    EXPECT_TRUE(request(publish_request(head(), {})).empty());
    at += std::chrono::seconds{2};
    dialogue_->pass(at, out);
    Octets changed;
    if (beats == 1) {
      changed.u32le(70);
      add_data_value(changed, variant(Type::boolean, 1), moment);
    }
    changed.u32le(71);
    add_data_value(changed, variant(Type::uint16, beats), moment);
    auto const number = static_cast<std::uint32_t>(beats);
    expect(out.take(), publish_response({moment, 7}, {.which = {1, number},
                                                      .count = beats == 1 ? 2U : 1U,
                                                      .items = changed.bytes()}));
    out.clear();
  }
}

/// Requests of every kind, with octets changed or cut off.
TEST_F(OpcuaServe, AnyRequestEndsTheConnectionOrIsAnswered) {
  Dice dice{9};
  NodeId const node{.space = 2, .text = "a"};
  WishedItem const item{node, 1};
  Notification const got{1, 1};
  begin();
  Octets const whole[] = {read_request(head(), {&node, 1}), browse_request(head(), node),
                          create_subscription_request(head(), {}),
                          create_monitored_items_request(head(), 1, {&item, 1}, 100),
                          publish_request(head(), {&got, 1})};
  for (int run = 0; run < 2000; ++run) {
    auto octets = Octets{dice.one_of(whole)}.take();
    for (auto left = dice.between(0, 3); left > 0; --left)
      octets[static_cast<std::size_t>(dice.below(octets.size()))] =
          static_cast<std::byte>(dice.below(256));
    if (dice.chance(0.3)) octets.resize(static_cast<std::size_t>(dice.below(octets.size())));
    auto const mixed = message_chunk(channel_, next(), octets);
    Octets reply;
    auto const used = dialogue_->answer(mixed, reply);
    EXPECT_TRUE(!used || *used == mixed.size());
    Octets told;
    dialogue_->pass(Clock::now() + std::chrono::hours{run}, told);
  }
  NodeId const one{.space = 2, .text = "a"};
  EXPECT_FALSE(request(read_request(head(), {&one, 1})).empty()) << "it still answers";
}

}  // namespace
}  // namespace qw::simulate
