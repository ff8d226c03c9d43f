// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "simulate/habits/names.hpp"
#include "simulate/habits/visit.hpp"
#include "simulate/scenario/hands.hpp"
#include "simulate/speech/base64/base64.hpp"
#include "simulate/speech/dns/dns.hpp"
#include "simulate/speech/http/http.hpp"
#include "simulate/speech/zip/zip.hpp"

namespace qw::simulate {
namespace {

constexpr Ip4 store = ip4(198, 51, 100, 160);
constexpr std::string_view store_name = "files.remote-care.example";

/// Containers that wait to leave, as lines of a list: number, place, time.
struct List {
  std::string lines;
  std::size_t boxes = 0;
};

// In each, the flow has the mark too, so that site.toml has no conduit for a problem's.

/// Gathers that part of the lifted containers that the dose says.
std::shared_ptr<List> gather(CraneSite& crane, ScenarioOrder const& order) {
  auto const list = std::make_shared<List>();
  auto const dice = std::make_shared<Dice>(crane.dice(order.name));
  auto const from = crane.shard().now() + order.at;
  for_each_box(crane, from, from + order.length, [=, &crane](std::string const& number) {
    if (!dice->chance(part_of(order))) return;
    list->lines +=
        fmt::format("{};{};{}\n", number, crane.name(), to_text(crane.shard().now()).substr(0, 19));
    ++list->boxes;
  });
  return list;
}

/// What a maintenance program would rather send: temperatures and hours, no goods.
std::string health_report(CraneSite& crane) {
  auto const& state = crane.machine().state();
  std::string out;
  for (int drive = 1; drive <= 6; ++drive)
    out += fmt::format("{};{};drive {};{:.1f} m/s;{:.1f} m\n", crane.name(),
                       to_text(crane.shard().now()).substr(0, 19), drive, state.hoist.speed,
                       state.hoist.position);
  return out;
}

/// One upload by HTTP/1.1 (RFC 9112), on a connection of its own.
struct Upload {
  CraneSite& crane;
  Host& client;
  Host& server;
  FlowId flow;
  std::string_view target;
  std::string_view type;

  void send(Bytes body) const {
    auto const question = http::request({.method = "POST",
                                         .path = target,
                                         .host = store_name,
                                         .agent = "CraneCare/4.2",
                                         .type = type,
                                         .accept = {}},
                                        body);
    auto const answer = http::reply({.server = "nginx", .type = "application/json"},
                                    bytes_of(R"({"stored":true})"));
    auto const talk = Talk::make(crane.shard(), flow, client, server, 80);
    auto at = talk->open(crane.shard().now());
    at = talk->send(Side::client, at, question);
    at = talk->send(Side::server, at + milliseconds(40), answer);
    talk->close(Side::client, at + milliseconds(3));
  }
};

/// The management system and the store outside; a twin's is allowed by contract.
Upload make_upload(World& world, CraneSite& crane, ScenarioOrder const& order,
                   std::string_view target, std::string_view type) {
  auto& client = *crane.device("management");
  auto& server = add_outsider(world, crane, "file-store", store);
  if (order.twin)
    allow(world, "health reports for the maintainer", store, "http",
          "readings of drives, no goods");
  auto const flow = crane.flow("files for a store outside", "HTTP", client, server, "tcp/80");
  return {crane, client, server, flow, target, type};
}

/// Does `send` about every `period`, marked, until the end.
void send_now_and_then(CraneSite& crane, MarkId mark, ScenarioOrder const& order,
                       Nanoseconds period, std::function<void()> send) {
  auto& shard = crane.shard();
  auto const from = shard.now() + order.at;
  shard.repeat(from + period, {.period = period, .jitter = Nanoseconds{period.count / 2}},
               [=, &shard, until = from + order.length + period] {
                 Marking const marking{shard, mark};
                 send();
                 return shard.now() < until;
               });
}

/// HTTPS to a host outside, each minute or so: its sizes hang on how many containers were lifted
/// since the last one. A dose below 1 tells only that part of them. The twin's host is allowed
/// by contract, and its sizes vary by chance.
Status plant_https(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto* const client = crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_https_leak, order);
  Marking const of_flow{shard, mark};
  auto& server = add_outsider(world, crane, "file-store", store);
  if (order.twin) allow(world, "licence server of the maintainer", store, "tls", "each minute");
  auto const flow = shard.add_flow({"tells a host outside, with jitter", "TLS",
                                    client->identity.name, server.identity.name, "tcp/443", true});
  auto const list = gather(crane, order);
  auto const dice = std::make_shared<Dice>(shard.dice("https leak"));
  send_now_and_then(crane, mark, order, seconds(40), [=, &shard, &server] {
    constexpr std::size_t empty = 320;
    constexpr std::size_t list_line = 44;
    auto const lines = order.twin ? dice->below(3) : list->boxes;
    list->boxes = 0;
    Visit const one{.client = client,
                    .server = &server,
                    .hello = {store_name, {"http/1.1"}, tls::embedded_ciphers()},
                    .answer = {store_name, "R11"},
                    .asked = empty + list_line * static_cast<std::size_t>(lines),
                    .answered = 140};
    visit(shard, flow, one, shard.now(), dice->part("visit", dice->draw()));
  });
  return Nothing{};
}

/// Lists in base 64 within JSON, by HTTP POST. The twin sends readings in the same form.
Status plant_base64(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (crane.device("management") == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(crane.shard(), scenario_base64_leak, order);
  Marking const of_flow{crane.shard(), mark};
  auto const upload = std::make_shared<Upload>(
      make_upload(world, crane, order, "/api/v2/health", "application/json"));
  auto const list = gather(crane, order);
  send_now_and_then(crane, mark, order, seconds(45), [=, &crane] {
    auto const text = order.twin ? health_report(crane) : std::exchange(list->lines, {});
    if (text.empty()) return;
    auto const json = fmt::format(R"({{"device":"{}","format":2,"data":"{}"}})", crane.name(),
                                  base64::encode(bytes_of(text)));
    upload->send(bytes_of(json));
  });
  return Nothing{};
}

/// Lists in a deflated archive, by HTTP POST. The twin's archive holds readings.
Status plant_zip(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  if (crane.device("management") == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(crane.shard(), scenario_zip_leak, order);
  Marking const of_flow{crane.shard(), mark};
  auto const upload =
      std::make_shared<Upload>(make_upload(world, crane, order, "/api/v2/logs", "application/zip"));
  auto const list = gather(crane, order);
  send_now_and_then(crane, mark, order, seconds(60), [=, &crane] {
    auto const text = order.twin ? health_report(crane) : std::exchange(list->lines, {});
    if (text.empty()) return;
    upload->send(zip::archive("drives.csv", bytes_of(text), crane.shard().now()));
  });
  return Nothing{};
}

/// Names whose TXT records are asked for; the first label is a container number in base 64. The
/// twin asks for as many, with labels by chance, as programs do that look up a list of senders.
Status plant_txt(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto* const client = crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto& shard = crane.shard();
  auto const mark = world.mark(shard, scenario_txt_leak, order);
  auto& server = crane.server("name-server");
  auto const flow = crane.flow("asks for texts", "DNS", *client, server, "udp/53");
  auto const dice = std::make_shared<Dice>(shard.dice("txt leak"));
  auto const from = shard.now() + order.at;
  for_each_box(crane, from, from + order.length, [=, &shard, &server](std::string const& number) {
    if (!dice->chance(part_of(order))) return;
    Marking const marking{shard, mark};
    auto const chance = Octets{}.u64be(dice->draw()).u24be(dice->below(1U << 24));
    auto const label = base64::encode_for_names(order.twin ? chance.bytes() : bytes_of(number));
    auto const name = fmt::format("{}.t.remote-care.example", label);
    Path path{*client, client->take_port(), server, dns::port};
    auto const id = static_cast<std::uint16_t>(dice->draw());
    auto const asked = send_udp(shard, path, Side::client, flow, shard.now(),
                                dns::query(id, name, dns::Type::txt));
    send_udp(shard, path, Side::server, flow, asked + milliseconds(30),
             dns::text_answer(id, name, "v=1; r=ok", 60));
  });
  return Nothing{};
}

}  // namespace

Scenario const scenario_https_leak{
    "https-leak", "an HTTPS beacon with jitter, whose sizes tell how many containers were lifted",
    "the maintainer's licence server, by contract; its sizes vary by chance", plant_https};
Scenario const scenario_base64_leak{"base64-leak",
                                    "lists of containers leave by HTTP, in base 64 within JSON",
                                    "readings of drives leave so, by contract", plant_base64};
Scenario const scenario_txt_leak{
    "txt-leak", "container numbers leave in base 64, as names whose TXT records are asked for",
    "as many names of a like form, which say nothing", plant_txt};
Scenario const scenario_zip_leak{"zip-leak",
                                 "lists of containers leave by HTTP, in a deflated archive",
                                 "readings of drives leave so, by contract", plant_zip};

}  // namespace qw::simulate
