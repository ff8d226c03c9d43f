// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulate/crane/services/poll_rounds.hpp"
#include "simulate/speech/mms/mms.hpp"

namespace qw::simulate {
namespace {

constexpr std::size_t variables_a_request = 24;

/// A register as a variable with a name that means nothing to outsiders.
struct Node {
  Register place;
  std::string domain;
  std::string item;
};

std::vector<Node> nodes_of(CraneSite& crane, double part, Dice dice) {
  std::vector<Node> nodes;
  for (auto const& place : crane.layout().registers())
    if (dice.chance(part))
      nodes.push_back({place, fmt::format("Prog{}", place.block),
                       fmt::format("v{:04}_{}", place.offset, static_cast<unsigned>(place.bit))});
  return nodes;
}

Octets data_of(CraneSite& crane, Register const& place) {
  auto const& machine = crane.machine();
  auto const value = machine.shown(place.signal);
  auto const raw = static_cast<std::int64_t>(std::nearbyint(value / place.scale));
  switch (place.type) {
    case RegisterType::bit: return mms::boolean(value != 0);
    case RegisterType::int16:
    case RegisterType::int32: return mms::integer(raw);
    case RegisterType::uint16:
    case RegisterType::uint32:
      return mms::unsigned_integer(static_cast<std::uint64_t>(std::max<std::int64_t>(raw, 0)));
    case RegisterType::real32: return mms::floating_point(value);
    case RegisterType::text:
    case RegisterType::counted_text: break;
  }
  return mms::visible_string(machine.shown_text(place.signal));
}

class MmsRounds final : public Rounds {
 public:
  MmsRounds(CraneSite& crane, Polls const& polls, FlowId flow)
      : Rounds{crane, polls, flow, mms::port},
        nodes_{nodes_of(crane, polls.part, dice().part("wishes"))} {
    for (auto const& node : nodes_) tell(node);
  }

 private:
  void tell(Node const& node) {
    auto const& signal = machine::info(node.place.signal);
    Line line{"node"};
    line.text("controller", polls().server->identity.name).text("domain", node.domain);
    line.text("item", node.item).text("signal", signal.id).text("meaning", signal.name);
    line.text("unit", signal.unit).number("scale", node.place.scale);
    crane().shard().tell(std::move(line));
  }

  Stamp greet(Stamp at) override {
    auto const reference = static_cast<std::uint16_t>(dice().between(1, 0x7fff));
    at = ask(at, mms::transport_request(reference), mms::transport_confirm(reference, 0x21));
    at = ask(at, mms::initiate_request(), mms::initiate_reply());
    auto const& plate = polls().server->identity;
    invoke_ = 1;
    return ask(at, mms::identify_request(invoke_),
               mms::identify_reply(invoke_, plate.maker, plate.model, plate.firmware));
  }

  void read_all(Stamp at) override {
    for (std::size_t from = 0; from < nodes_.size(); from += variables_a_request)
      at = read({nodes_.data() + from, std::min(variables_a_request, nodes_.size() - from)}, at);
  }

  Stamp read(std::span<Node const> nodes, Stamp at) {
    std::vector<mms::Variable> variables;
    std::vector<Octets> values;
    for (auto const& node : nodes) {
      variables.push_back({node.domain, node.item});
      values.push_back(data_of(crane(), node.place));
    }
    ++invoke_;
    if (rounds_++ % witness_every == 0) witness(nodes);
    return ask(at, mms::read_request(invoke_, variables), mms::read_reply(invoke_, values));
  }

  /// What one answer in a hundred carried, for the tests.
  void witness(std::span<Node const> nodes) {
    Line values;
    for (auto const& node : nodes) add_shown(values, crane(), node.place.signal);
    auto line = crane().reading(flow());
    crane().shard().tell(line.number("invoke", invoke_).object("values", values));
  }

  std::vector<Node> nodes_;
  std::uint32_t invoke_ = 0;
  std::uint64_t rounds_ = 0;
};

}  // namespace

void mms_polls(CraneSite& crane, Polls const& polls) {
  start_rounds<MmsRounds>(crane, polls, "MMS", mms::port);
}

}  // namespace qw::simulate
