// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>

#include "simulate/crane/opcua_nodes.hpp"
#include "simulate/habits/names.hpp"
#include "simulate/habits/visit.hpp"
#include "simulate/speech/mqtt/mqtt.hpp"

namespace qw::simulate {
namespace {

using machine::Signal;

constexpr std::uint16_t port = 8883;  // MQTT over TLS
constexpr std::string_view hub = "hub.crane-maker.example";

/// One value, in the maker's words: the member that fits its type is set.
std::string item_text(CraneSite& crane, OpcuaNode const& node, std::string_view when) {
  bool const real = node.type == opcua::Type::float32 || node.type == opcua::Type::float64;
  auto const value = crane.machine().shown(node.signal);
  auto const type = real ? "Float" : node.type == opcua::Type::boolean ? "Boolean" : "Int";
  return fmt::format(R"({{"ItemName":{},"DataType":"{}","ValueString":"","ValueFloat":{:.3f},)"
                     R"("ValueInt":{:.0f},"Quality":"Good","TimeStamp":"{}"}})",
                     quoted(node.id.text), type, real ? value : 0.0, real ? 0.0 : value, when);
}

/// The collector tells the maker's cloud what it reads, a group of values after the other, and
/// alarms at once.
class Uplink {
 public:
  Uplink(CraneSite& crane, Host& client, Host& server)
      : crane_{crane},
        client_{client},
        server_{server},
        nodes_{opcua_nodes(crane)},
        flow_{
            crane.shard().add_flow({"telemetry in the maker's format to its cloud", "TLS",
                                    client.identity.name, server.identity.name, "tcp/8883", true})},
        dice_{crane.dice("maker uplink")},
        resolver_{crane.shard(), client, crane.server("name-server")} {
    for (auto const& node : nodes_) {
      if (node.sampling.count == 0) continue;
      auto const path = machine::info(node.signal).name;
      groups_[path.substr(0, path.find('.'))].push_back(&node);
    }
    for (auto const& node : nodes_)
      if (node.signal == Signal::count_alarms || node.signal == Signal::last_alarm)
        alarm_.push_back(&node);
    turn_ = groups_.begin();
  }

  void tell_group() {
    if (turn_ == groups_.end()) turn_ = groups_.begin();
    tell(turn_->first, turn_->second, false);
    ++turn_;
  }

  /// Once an alarm is counted that was not before.
  void tell_alarm() {
    auto const count = crane_.machine().shown(Signal::count_alarms);
    bool const fresh = counted_ && *counted_ != count;
    counted_ = count;
    if (fresh) tell("alarm", alarm_, true);
  }

 private:
  using Nodes = std::vector<OpcuaNode const*>;

  void connect(Stamp now) {
    talk_ = Talk::make(crane_.shard(), flow_, client_, server_, port);
    auto const known = resolver_.look_up(now, hub, {&server_.ip, 1});
    open_tls(*talk_, known, {hub, {}, tls::windows_ciphers(), tls::Version::tls12},
             {hub, "Crane Maker Issuing CA", tls::Version::tls12, 0xc02f}, dice_);
    talk_->keep_alive(Side::client, seconds(60));
  }

  void tell(std::string_view group, Nodes const& nodes, bool alarm) {
    auto const now = crane_.shard().now();
    if (talk_ == nullptr || !talk_->is_open()) return connect(now);
    auto const body = body_of(group, nodes, alarm);
    auto const topic = fmt::format("devices/{}/messages/events/", crane_.name());
    auto const sealed = mqtt::publish(topic, body).size();
    talk_->send(Side::client, now, tls::data(sealed, dice_));
    if (told_++ % witness_every != 0 && !alarm) return;
    Line line{"uplink"};
    line.stamp("at", now).text("crane", crane_.name()).text("flow", crane_.flow_name(flow_));
    crane_.shard().tell(line.number("octets", sealed).raw("body", body));
  }

  std::string body_of(std::string_view group, Nodes const& nodes, bool alarm) {
    auto const when =
        to_text(crane_.machine().state().at + client_.clock_error).substr(0, 23) + "Z";
    auto out = fmt::format(R"({{"DeviceID":{},"IsAlarm":{},"GroupName":{},"Items":[)",
                           quoted(crane_.name()), alarm, quoted(group));
    for (auto const* node : nodes) {
      if (out.back() != '[') out += ',';
      out += item_text(crane_, *node, when);
    }
    return out + "]}";
  }

  CraneSite& crane_;
  Host& client_;
  Host& server_;
  std::vector<OpcuaNode> nodes_;
  FlowId flow_;
  Dice dice_;
  Resolver resolver_;
  std::map<std::string_view, Nodes> groups_;  // by the first word of a signal's name
  std::map<std::string_view, Nodes>::iterator turn_;
  Nodes alarm_;
  std::optional<double> counted_;
  TalkPointer talk_;
  std::uint64_t told_ = 0;
};

}  // namespace

/// What ZPMC's case study describes, as far as it says: groups of items as JSON. That they go
/// over MQTT and TLS, and how often, is assumed.
void maker_uplink(CraneSite& crane) {
  auto* const client = crane.device("collector");
  if (client == nullptr) return;
  auto const uplink = std::make_shared<Uplink>(crane, *client, crane.server("maker-hub"));
  crane.shard().every({.period = seconds(2), .jitter = milliseconds(60)},
                      [uplink] { uplink->tell_group(); });
  crane.shard().every({.period = seconds(1)}, [uplink] { uplink->tell_alarm(); });
}

}  // namespace qw::simulate
