// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <map>
#include <memory>

#include "simulate/crane/opcua_nodes.hpp"
#include "simulate/wire/makers.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {
namespace {

constexpr std::uint32_t wanted_lifetime_ms = 3'600'000;
constexpr Nanoseconds renewal = seconds(2700);  // three quarters of it, as clients do
constexpr double session_timeout_ms = 1'200'000;
constexpr Nanoseconds sign_of_life = seconds(30);
constexpr std::size_t publish_requests = 3;  // that wait at the server

/// A subscription with its items, of which the server remembers what it told last.
struct Group {
  struct Item {
    OpcuaNode const* node = nullptr;
    std::uint32_t handle = 0;  // the client's
    std::vector<std::byte> told;
  };
  Nanoseconds interval;
  std::vector<Item> items;
  std::uint32_t subscription = 0;
  std::uint32_t number = 0;  // of its next notification
  std::uint32_t silent = 0;  // intervals without news
};

/// The maker's collector, which subscribes to the crane's values at its OPC UA server. Both
/// sides are played here.
class Collector {
 public:
  Collector(CraneSite& crane, Host& client, Host& server)
      : crane_{crane},
        client_{client},
        server_{server},
        dice_{crane.dice("opc ua collector")},
        nodes_{opcua_nodes(crane)},
        presents_{opcua_server(crane, to_text(server.ip), opcua::port)},
        flow_{crane.flow("the maker's collector subscribes to values of the crane", "OPC UA",
                         client, server, "tcp/4840")} {
    std::map<Nanoseconds, Group> groups;
    std::uint32_t handle = 0;
    for (auto const& node : nodes_) {
      tell(node);
      if (node.sampling.count == 0) continue;
      auto& group = groups[node.sampling];
      group.interval = node.sampling;
      group.items.push_back({&node, ++handle, {}});
    }
    for (auto& [interval, group] : groups) groups_.push_back(std::move(group));
  }

  static void start(std::shared_ptr<Collector> const& self) {
    auto& shard = self->crane_.shard();
    shard.at(shard.now() + milliseconds(self->dice_.between(500, 4000)), [self] {
      self->connect();
      for (std::size_t i = 0; i < self->groups_.size(); ++i) {
        auto const interval = self->groups_[i].interval;
        self->every(self, {.period = interval, .jitter = milliseconds(12), .drift = 1e-5},
                    [i](Collector& one) { one.publish(one.groups_[i]); });
      }
      self->every(self, {.period = sign_of_life}, [](Collector& one) { one.ask_state(); });
      self->every(self, {.period = renewal}, [](Collector& one) { one.renew(); });
    });
  }

 private:
  template <class What>
  void every(std::shared_ptr<Collector> const& self, Rhythm const& rhythm, What what) {
    auto& shard = crane_.shard();
    shard.repeat(shard.now() + rhythm.period, rhythm, [self, what] {
      if (self->talk_->is_open())
        what(*self);
      else
        self->connect();
      return true;
    });
  }

  void tell(OpcuaNode const& node) {
    auto const& signal = machine::info(node.signal);
    Line line{"node"};
    line.text("controller", server_.identity.name).text("protocol", "OPC UA");
    line.number("namespace", node.id.space).text("item", node.id.text);
    line.text("signal", signal.id).text("meaning", signal.name).text("unit", signal.unit);
    line.number("scale", 1).number("sampling_ms", node.sampling.count / 1'000'000);
    crane_.shard().tell(std::move(line));
  }

  // Chunks and heads of both sides.

  opcua::RequestHead asks(Stamp at) { return {session_, at + client_.clock_error, ++handle_}; }
  opcua::ResponseHead answers(Stamp at, std::uint32_t handle) const {
    return {at + server_.clock_error, handle, opcua::good};
  }
  Stamp say(Side from, Stamp at, std::uint32_t request, Octets const& body) {
    opcua::Sequence const sequence{++sequences_[index_of(from)], request};
    return talk_->send(from, at, opcua::message_chunk(channel_, sequence, body));
  }
  /// A question whose answer follows at once.
  Stamp ask(Stamp at, Octets const& question, Octets const& answer) {
    auto const request = ++request_;
    auto const asked = say(Side::client, at, request, question);
    auto const answered = say(Side::server, asked + think(), request, answer);
    return answered + think();
  }
  Nanoseconds think() { return Nanoseconds{static_cast<std::int64_t>(dice_.uniform(0.3e6, 3e6))}; }

  void connect() {
    auto& shard = crane_.shard();
    talk_ = Talk::make(shard, flow_, client_, server_, opcua::port);
    channel_ = {static_cast<std::uint32_t>(dice_.between(1, 5000)), 0};
    sequences_[0] = sequences_[1] = session_ = request_ = 0;
    waiting_.clear();
    auto at = talk_->open(shard.now());
    constexpr std::uint32_t largest = 65'535;
    at = talk_->send(Side::client, at, opcua::hello(presents_.endpoint));
    at = talk_->send(Side::server, at + think(), opcua::acknowledge(largest));
    at = begin_session(channel_at(at + think(), false));
    at = look_around(at);
    for (auto& group : groups_) at = subscribe(group, at);
    for (std::size_t i = 0; i < publish_requests; ++i) at = want(at + think(), {});
    free_ = at;
  }

  void renew() { free_ = channel_at(std::max(crane_.shard().now(), free_), true); }

  Stamp channel_at(Stamp at, bool renew) {
    auto const head = asks(at);
    auto const old = renew ? channel_.id : 0;
    ++channel_.token;
    opcua::Sequence sequence{++sequences_[0], ++request_};
    auto const question = opcua::open_channel_request(head, renew, wanted_lifetime_ms);
    auto const asked =
        talk_->send(Side::client, at, opcua::open_chunk(old, sequence, question)) + think();
    sequence.number = ++sequences_[1];
    auto const answer =
        opcua::open_channel_response(answers(asked, head.handle), channel_, wanted_lifetime_ms);
    return talk_->send(Side::server, asked, opcua::open_chunk(channel_.id, sequence, answer)) +
           think();
  }

  Stamp begin_session(Stamp at) {
    auto head = asks(at);
    auto const session = static_cast<std::uint32_t>(dice_.between(1'000'000, 2'000'000'000));
    at = ask(
        at,
        opcua::create_session_request(
            head,
            {.uri = "urn:collector:crane:client", .name = "Crane data collector", .endpoint = {}},
            presents_.endpoint, session_timeout_ms),
        opcua::create_session_response(answers(at, head.handle), presents_.application(), session,
                                       session_timeout_ms));
    session_ = session;
    head = asks(at);
    return ask(at, opcua::activate_session_request(head),
               opcua::activate_session_response(answers(at, head.handle)));
  }

  /// Which namespaces there are, and what is under the objects and in the crane's folder.
  Stamp look_around(Stamp at) {
    auto const folder = opcua_folder(nodes_);
    opcua::NodeId const namespaces{.number = opcua::namespace_array};
    Octets uris;
    opcua::add_string(uris, opcua::own_namespace);
    for (unsigned i = 1; i <= folder.space; ++i)
      opcua::add_string(uris, opcua_namespace(presents_, i));
    Octets value;
    opcua::add_data_value(
        value, opcua::variant_array(opcua::Type::string, folder.space + std::size_t{1}, uris), at);
    auto head = asks(at);
    at = ask(at, opcua::read_request(head, {&namespaces, 1}),
             opcua::read_response(answers(at, head.handle), 1, value));
    opcua::Browsed objects;
    objects.references.push_back({folder, folder.text, opcua::NodeClass::object});
    at = browse(at, {.number = opcua::objects_folder}, objects);
    opcua::Browsed values;
    for (auto const& node : nodes_)
      values.references.push_back({node.id, node.id.text, opcua::NodeClass::variable});
    return browse(at, folder, values);
  }

  Stamp browse(Stamp at, opcua::NodeId const& node, opcua::Browsed const& result) {
    auto const head = asks(at);
    return ask(at, opcua::browse_request(head, node),
               opcua::browse_response(answers(at, head.handle), {&result, 1}));
  }

  Stamp subscribe(Group& group, Stamp at) {
    auto head = asks(at);
    auto const interval_ms = static_cast<double>(group.interval.count) / 1e6;
    opcua::Subscription const wished{.id = ++subscriptions_, .interval_ms = interval_ms};
    group.subscription = wished.id;
    group.number = 1;
    group.silent = 0;
    at = ask(at, opcua::create_subscription_request(head, wished),
             opcua::create_subscription_response(answers(at, head.handle), wished));
    std::vector<opcua::WishedItem> items;
    std::vector<opcua::GivenItem> given;
    for (auto& item : group.items) {
      items.push_back({item.node->id, item.handle});
      given.push_back({opcua::good, item.handle + 1000});
      item.told.clear();
    }
    head = asks(at);
    return ask(
        at, opcua::create_monitored_items_request(head, group.subscription, items, interval_ms),
        opcua::create_monitored_items_response(answers(at, head.handle), given, interval_ms));
  }

  /// A request that waits at the server until there is something to say.
  Stamp want(Stamp at, std::span<opcua::Notification const> got) {
    auto const head = asks(at);
    waiting_.push_back({++request_, head.handle, got.size()});
    return say(Side::client, at, request_, opcua::publish_request(head, got));
  }

  /// What has changed since the last interval, or after ten silent ones a sign of life.
  void publish(Group& group) {
    opcua::Subscription const usual;
    auto const at = std::max(crane_.shard().now(), free_);
    auto const scanned = crane_.machine().state().at + server_.clock_error;
    Octets items;
    std::vector<OpcuaNode const*> changed;
    for (auto& item : group.items) {
      auto value = opcua_value(crane_, *item.node).take();
      if (value == item.told) continue;
      item.told = std::move(value);
      items.u32le(item.handle);
      opcua::add_data_value(items, item.told, scanned);
      changed.push_back(item.node);
    }
    if (waiting_.empty() || (changed.empty() && ++group.silent < usual.keep_alive)) return;
    group.silent = 0;
    auto const request = waiting_.front();
    waiting_.pop_front();
    opcua::Notification const which{group.subscription, group.number};
    // A sign of life says which number the next one will have.
    if (!changed.empty()) ++group.number;
    auto const body = opcua::publish_response(
        answers(at, request.handle), {which, changed.size(), items.bytes(), request.acknowledges});
    auto const arrived = say(Side::server, at, request.id, body);
    witness(request.handle, changed);
    free_ = want(arrived + think(), {&which, changed.empty() ? 0U : 1U});
  }

  void ask_state() {
    constexpr double running = 0;
    auto const at = std::max(crane_.shard().now(), free_);
    opcua::NodeId const state{.number = opcua::server_status_state};
    Octets value;
    opcua::add_data_value(value, opcua::variant(opcua::Type::int32, running), at);
    auto const head = asks(at);
    free_ = ask(at, opcua::read_request(head, {&state, 1}),
                opcua::read_response(answers(at, head.handle), 1, value));
  }

  /// What one notification in a hundred carried, for the tests.
  void witness(std::uint32_t handle, std::vector<OpcuaNode const*> const& changed) {
    if (published_++ % witness_every != 0) return;
    Line values;
    for (auto const* node : changed) add_shown(values, crane_, node->signal);
    auto line = crane_.reading(flow_);
    crane_.shard().tell(line.number("handle", handle).object("values", values));
  }

  struct Waiting {
    std::uint32_t id = 0;
    std::uint32_t handle = 0;
    std::size_t acknowledges = 0;
  };

  CraneSite& crane_;
  Host& client_;
  Host& server_;
  Dice dice_;
  std::vector<OpcuaNode> nodes_;
  OpcuaServer presents_;
  FlowId flow_;
  std::vector<Group> groups_;
  TalkPointer talk_;
  Stamp free_;  // what is planned already has been said then
  opcua::Channel channel_;
  std::uint32_t sequences_[2] = {};
  std::uint32_t session_ = 0;
  std::uint32_t request_ = 0;
  std::uint32_t handle_ = 0;
  std::uint32_t subscriptions_ = 0;
  std::deque<Waiting> waiting_;
  std::uint64_t published_ = 0;
};

}  // namespace

/// A computer of the crane's maker reads what it is allowed to, at the OPC UA server of the
/// management system.
void opcua_collector(CraneSite& crane) {
  auto* const server = crane.device("management");
  if (server == nullptr) return;
  auto& client = crane.add_device(
      {"collector", "collector", "Advantech", "UNO-2484G", "Windows 10 IoT 1809", ""},
      maker::advantech, stacks::windows);
  Collector::start(std::make_shared<Collector>(crane, client, *server));
}

}  // namespace qw::simulate
