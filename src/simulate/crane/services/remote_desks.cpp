// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <optional>

#include "simulate/crane/desk_fields.hpp"
#include "simulate/crane/services/reel.hpp"
#include "simulate/speech/desk/desk.hpp"
#include "simulate/wire/path.hpp"

namespace qw::simulate {
namespace {

using desk::Stand;
using machine::Controls;

constexpr unsigned idle_cycles = 14;  // a desk that stands by is told every second
constexpr Nanoseconds hand_over_time = seconds(2);
constexpr Nanoseconds last_moment = seconds(5);  // of the plan: then also with a load

bool commands_crane(Stand stand) { return stand == Stand::in_charge || stand == Stand::hands_over; }

/// One end of the telegrams between the crane and a desk.
struct End {
  FlowId flow{};
  Stand stand = Stand::stands_by;  // as this end has it
  std::uint32_t sent = 0;
  std::uint16_t life = 0;
  std::uint16_t heard = 0;
  Stamp heard_at;

  desk::Safety next_life() { return {.life = ++life, .heard = heard}; }
};

struct Desk {
  Host* host = nullptr;
  std::uint16_t number = 0;
  Path path;  // the controller opens the way, for it is the one behind a translating gateway
  End crane;
  End own;
};

/// The desks that may run one crane, of which one does, and the telegrams of them all. Each end
/// knows only what has reached it.
class DesksOfACrane : public std::enable_shared_from_this<DesksOfACrane> {
 public:
  DesksOfACrane(CraneSite& crane, Host& controller)
      : crane_{crane}, controller_{controller}, dice_{crane.dice("desks")} {
    commands_.tell(crane);
    status_.tell(crane);
    auto const room = crane.servers("remote-desk");
    for (auto const& shift : crane.desk_shifts()) {
      bool const known =
          std::ranges::any_of(desks_, [&](auto const& desk) { return desk->number == shift.desk; });
      if (!known) add(*room.at(shift.desk - 1), shift.desk);
    }
  }

  /// The controller's telegrams: in each cycle to a desk that speaks or is in charge.
  void tell_desks() {
    ++cycles_;
    for (auto& desk : desks_) {
      auto& end = desk->crane;
      bool const speaks = crane_.shard().now() < end.heard_at + seconds(1);
      bool const idle = end.stand == Stand::stands_by && !speaks;
      if (idle && (cycles_ + desk->number) % idle_cycles != 0) continue;
      auto const safety = end.next_life();
      auto const arrived = send(*desk, Side::client, status_, {}, safety);
      if (!arrived) continue;
      crane_.shard().at(*arrived, [all = shared_from_this(), to = desk.get(), stand = end.stand,
                                   safety] { all->desk_hears(*to, stand, safety.life); });
    }
  }

  /// The desks' telegrams: of one that is in charge, hands over or asks.
  void tell_crane() {
    for (auto& desk : desks_) {
      auto& end = desk->own;
      if (end.stand == Stand::stands_by) continue;
      auto hands = as_sent(commands_crane(end.stand) ? crane_.machine().hands() : Controls{});
      if (end.stand == Stand::hands_over) machine::let_go(hands);
      auto const safety = end.next_life();
      auto const arrived = send(*desk, Side::server, commands_, hands, safety);
      if (!arrived) continue;
      crane_.shard().at(*arrived,
                        [all = shared_from_this(), from = desk.get(), stand = end.stand, safety,
                         hands] { all->crane_hears(*from, stand, safety.life, hands); });
    }
  }

  /// Called once a second: what the people in the control room agree on, and the controller's
  /// grant. A crane changes desks with its sticks at rest and nothing on the hook, unless the
  /// time of the plan runs out.
  void consider() {
    auto const& shifts = crane_.desk_shifts();
    if (next_ == shifts.size()) return;
    auto const& shift = shifts[next_];
    auto const now = crane_.shard().now();
    auto& next = desk(shift.desk);
    if (asked_) {
      bool const heard = next.crane.stand == Stand::asks &&
                         (charge_ == nullptr || charge_->crane.stand == Stand::hands_over);
      if (heard && now - *asked_ >= hand_over_time) grant(next);
      return;
    }
    auto const& machine = crane_.machine();
    bool const rest = sticks_at_rest(machine.hands()) && !machine.state().load.hanging;
    bool const free = charge_ == nullptr || rest || shift.until - now < last_moment;
    if (now < shift.from || !free) return;
    asked_ = now;
    stand(next, next.own, Stand::asks);
    if (charge_ != nullptr) stand(*charge_, charge_->own, Stand::hands_over);
  }

 private:
  void add(Host& host, unsigned number) {
    auto const flow = [&](std::string purpose) {
      return crane_.flow(std::move(purpose), "desk telegram", controller_, host, "udp/51000");
    };
    auto const life = [&] { return static_cast<std::uint16_t>(dice_.below(65'536)); };
    desks_.push_back(std::make_unique<Desk>(
        Desk{.host = &host,
             .number = static_cast<std::uint16_t>(number),
             .path = Path{controller_, desk::port, host, desk::port},
             .crane = {.flow = flow("the crane tells a remote desk how it is"), .life = life()},
             .own = {.flow = flow("a remote desk commands the crane"), .life = life()}}));
  }

  Desk& desk(unsigned number) {
    return **std::ranges::find_if(desks_, [&](auto const& one) { return one->number == number; });
  }

  /// One telegram, and now and then a reading of it. Returns its arrival; none if the way off
  /// the crane loses it.
  std::optional<Stamp> send(Desk& to, Side from, DeskFields const& fields, Controls const& hands,
                            desk::Safety const& safety) {
    auto& shard = crane_.shard();
    auto const now = shard.now();
    bool const desks = from == Side::server;
    auto& end = desks ? to.own : to.crane;
    desk::Head const head{.counter = ++end.sent,
                          .desk = to.number,
                          .stand = end.stand,
                          .from_desk = desks,
                          .at = now + (desks ? to.host : &controller_)->clock_error};
    auto const telegram = desk::telegram(head, fields.body(crane_.machine(), hands), safety);
    bool const lost = dice_.chance(std::max(to.path.loss(), reel_fibre.loss));
    if (lost || !to.path.passes(now)) {
      send_udp_in_vain(shard, to.path, from, end.flow, now, telegram);
      return std::nullopt;
    }
    if (head.counter % witness_every == 1) witness(head, end, fields, hands, safety);
    return send_udp(shard, to.path, from, end.flow, now, telegram);
  }

  void witness(desk::Head const& head, End const& end, DeskFields const& fields,
               Controls const& hands, desk::Safety const& safety) {
    auto line = crane_.reading(end.flow);
    line.text("telegram", fields.name()).number("counter", head.counter).number("desk", head.desk);
    line.number("stand", static_cast<unsigned>(head.stand));
    line.number("life", safety.life).number("heard", safety.heard);
    crane_.shard().tell(line.object("values", fields.values(crane_.machine(), hands)));
  }

  void desk_hears(Desk& desk, Stand granted, std::uint16_t life) {
    desk.own.heard = life;
    if (granted == Stand::in_charge && desk.own.stand == Stand::asks)
      desk.own.stand = Stand::in_charge;
    if (granted == Stand::stands_by && commands_crane(desk.own.stand))
      desk.own.stand = Stand::stands_by;
  }

  void crane_hears(Desk& desk, Stand claimed, std::uint16_t life, Controls const& hands) {
    auto& end = desk.crane;
    end.heard = life;
    end.heard_at = crane_.shard().now();
    if (claimed == Stand::asks && end.stand == Stand::stands_by) end.stand = Stand::asks;
    if (claimed == Stand::hands_over && end.stand == Stand::in_charge)
      end.stand = Stand::hands_over;
    if (commands_crane(claimed) && commands_crane(end.stand))
      crane_.machine().command(crane_.shard().now(), hands);
  }

  void grant(Desk& next) {
    if (charge_ != nullptr) stand(*charge_, charge_->crane, Stand::stands_by);
    stand(next, next.crane, Stand::in_charge);
    charge_ = &next;
    asked_.reset();
    ++next_;
  }

  void stand(Desk const& desk, End& end, Stand now) {
    end.stand = now;
    Line line{"desk"};
    line.stamp("at", crane_.shard().now()).text("crane", crane_.name());
    crane_.shard().tell(
        line.text("desk", desk.host->identity.name).text("stand", desk::to_text(now)));
  }

  CraneSite& crane_;
  Host& controller_;
  Dice dice_;
  DeskFields commands_ = DeskFields::commands();
  DeskFields status_ = DeskFields::status();
  std::vector<std::unique_ptr<Desk>> desks_;
  Desk* charge_ = nullptr;
  std::size_t next_ = 0;        // of the plan's shifts
  std::optional<Stamp> asked_;  // when the change began that is going on
  unsigned cycles_ = 0;
};

}  // namespace

/// A remote crane's operator sits at a desk in the control room: telegrams both ways.
void remote_desks(CraneSite& crane) {
  auto* const controller = crane.device("controller");
  if (!crane.is_remote() || controller == nullptr) return;
  auto const desks = std::make_shared<DesksOfACrane>(crane, *controller);
  Rhythm const rhythm{.period = desk::cycle, .jitter = milliseconds(2), .drift = 1e-5};
  auto& shard = crane.shard();
  shard.every(rhythm, [desks] { desks->tell_desks(); });
  shard.every(rhythm, [desks] { desks->tell_crane(); });
  shard.every({.period = seconds(1)}, [desks] { desks->consider(); });
}

}  // namespace qw::simulate
