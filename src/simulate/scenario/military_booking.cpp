// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <memory>

#include "simulate/scenario/hands.hpp"

namespace qw::simulate {
namespace {

constexpr std::uint16_t booking_terminal_port = 8080;

/// A transportation control number: DoDAAC 6, year digit, day of the year, serial 4, suffix,
/// partial, split (Defense Transportation Regulation, part II, appendix L).
std::string control_number(Dice& dice) {
  constexpr std::array units{"W25G1U", "W81X4N", "N00189", "FB4600", "M67399"};
  return fmt::format("{}{}{:03}{:04}XXX", dice.one_of(units), dice.between(5, 6),
                     dice.between(1, 365), dice.between(1, 9999));
}

/// Questions to the terminal system about bookings, one connection each.
class Bookings {
 public:
  Bookings(Shard& shard, Host& client, Host& terminal)
      : shard_{shard},
        client_{client},
        terminal_{terminal},
        flow_{shard.add_flow({"asks the terminal for bookings", "HTTP", client.identity.name,
                              terminal.identity.name, "tcp/8080", false})},
        dice_{shard.dice("bookings", shard.take_number())} {}

  void ask() {
    auto const number = control_number(dice_);
    auto const question = fmt::format(
        "GET /tos/bookings?tcn={} HTTP/1.1\r\nHost: {}:{}\r\nUser-Agent: tos-client/5.1\r\n"
        "Accept: application/json\r\n\r\n",
        number, to_text(terminal_.ip), booking_terminal_port);
    auto const body = fmt::format(
        R"({{"tcn":"{}","consignee":"{}","commodity":"{}","vessel":"SEALIFT {}","pieces":{}}})",
        number, number.substr(0, 6),
        dice_.chance(0.5) ? "VEHICLES, WHEELED" : "CLASS 1.4 AMMUNITION", dice_.between(1, 9),
        dice_.between(1, 12));
    auto const answer = fmt::format(
        "HTTP/1.1 200 OK\r\nServer: tos\r\nContent-Type: application/json\r\n"
        "Content-Length: {}\r\n\r\n{}",
        body.size(), body);
    auto const talk = Talk::make(shard_, flow_, client_, terminal_, booking_terminal_port);
    auto at = talk->open(shard_.now());
    at = talk->send(Side::client, at, bytes_of(question));
    at = talk->send(Side::server, at + milliseconds(12), bytes_of(answer));
    talk->close(Side::client, at + milliseconds(2));
    Line line{"booking"};
    line.stamp("at", shard_.now()).text("host", client_.identity.name).text("tcn", number);
    shard_.tell(std::move(line));
  }

 private:
  Shard& shard_;
  Host& client_;
  Host& terminal_;
  FlowId flow_;
  Dice dice_;
};

/// The crane's management system asks the terminal for military bookings, though no work order of
/// its own is about them: every two minutes with dose 1, less often below. In the twin a planner
/// in an office asks, who is to know.
Status plant_military_booking(World& world, ScenarioOrder const& order) {
  auto& crane = world.crane(order.crane);
  auto& shard = order.twin ? world.quay().shard() : crane.shard();
  auto* const client = order.twin ? shard.hosts_of("office").front() : crane.device("management");
  if (client == nullptr) return Error{"this build has no management system"};
  auto const mark = world.mark(shard, scenario_military_booking, order);
  auto& terminal = order.twin ? shard.host("terminal-system") : crane.server("terminal-system");
  Marking const marking{shard, mark};  // the flow is of the problem, so that no conduit allows it
  auto const bookings = std::make_shared<Bookings>(shard, *client, terminal);
  auto const period = static_cast<std::int64_t>(120e9 / std::clamp(order.dose, 0.01, 100.0));
  auto const from = shard.now() + order.at;
  shard.repeat(from, {.period = Nanoseconds{period}, .jitter = seconds(1)},
               [=, &shard, until = from + order.length] {
                 Marking const still{shard, mark};
                 bookings->ask();
                 return shard.now() < until;
               });
  return Nothing{};
}

}  // namespace

Scenario const scenario_military_booking{
    "military-booking",
    "a crane's management system asks for military bookings it has no order for",
    "a planner in an office asks for them", plant_military_booking};

}  // namespace qw::simulate
