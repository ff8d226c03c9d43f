// SPDX-License-Identifier: Apache-2.0
#include "simulate/crane/controller_visit.hpp"

#include <algorithm>
#include <utility>

#include "core/check.hpp"

namespace qw::simulate {
namespace {

using What = Step::What;

/// Which make speaks what, and how much of it is written.
struct Make {
  std::string_view maker;
  std::vector<What> steps;
  std::shared_ptr<Visitor> (*visitor)(CraneSite&, ControllerVisit const&, Host&);
};
std::vector<Make> const& makes() {
  static std::vector<Make> const all{
      {"Siemens",
       {What::identify, What::read, What::write, What::stop, What::start, What::load_program,
        What::take_program, What::set_clock},
       s7_visitor},
      {"ABB", {What::read, What::write}, modbus_visitor},
      {"Rockwell Automation", {What::identify, What::read, What::write}, enip_visitor},
      // What a request to stop says beside its number is not public, nor how programs are cut,
      // nor where a firmware stands in the answer to who one is.
      {"GE Intelligent Platforms", {What::read, What::write}, srtp_visitor},
  };
  return all;
}

Make const* make_of(CraneSite& crane) {
  auto const* const controller = crane.device("controller");
  if (controller == nullptr) return nullptr;
  auto const found = std::ranges::find(makes(), controller->identity.maker, &Make::maker);
  return found == makes().end() ? nullptr : &*found;
}

}  // namespace

bool can_visit(CraneSite& crane, What what) {
  auto const* const make = make_of(crane);
  return make != nullptr && std::ranges::find(make->steps, what) != make->steps.end();
}

void visit_controller(CraneSite& crane, ControllerVisit const& visit) {
  for (auto const& step : visit.steps) QW_CHECK(can_visit(crane, step.what));
  Visitor::start(make_of(crane)->visitor(crane, visit, *crane.device("controller")));
}

Visitor::Visitor(CraneSite& crane, ControllerVisit visit, Host& controller, std::string protocol,
                 std::uint16_t port)
    : crane_{crane},
      visit_{std::move(visit)},
      controller_{controller},
      flow_{crane.flow(visit_.purpose, std::move(protocol), *visit_.client, controller,
                       "tcp/" + std::to_string(port))},
      port_{port},
      dice_{crane.dice(visit_.purpose)} {}

void Visitor::start(std::shared_ptr<Visitor> visitor) {
  auto& shard = visitor->crane_.shard();
  visitor->self_ = visitor;
  visitor->mark_ = shard.mark();
  visitor->talk_ = Talk::make(shard, visitor->flow_, *visitor->visit_.client, visitor->controller_,
                              visitor->port_);
  visitor->ready_ = visitor->greet(visitor->talk_->open(shard.now()));
  shard.at(visitor->ready_, [visitor] { visitor->next(0); });
}

void Visitor::next(std::size_t step) {
  Marking const marking{crane_.shard(), mark_};
  auto const now = crane_.shard().now();
  if (step == visit_.steps.size()) {
    talk_->close(Side::client, now);
    return;
  }
  auto const done = take_step(visit_.steps[step], now);
  if (auto const& told = visit_.steps[step].done) crane_.shard().at(done, told);
  crane_.shard().at(done + visit_.pause, [self = self_.lock(), step] { self->next(step + 1); });
}

Stamp Visitor::ask(Stamp at, Octets const& question, Octets const& answer, Side asker,
                   std::size_t head) {
  auto const asked = talk_->send(asker, at, question);
  auto const think = Nanoseconds{static_cast<std::int64_t>(dice_.uniform(1.5e6, 2e7))};
  auto const answered = say_in_parts(*talk_, other(asker), asked + think, answer, head);
  return answered + Nanoseconds{static_cast<std::int64_t>(dice_.uniform(0.5e6, 3e6))};
}

std::vector<std::byte> Visitor::program(std::uint32_t octets) {
  std::vector<std::byte> made(octets);
  // Compiled code repeats itself: few different octets are frequent, all occur.
  for (auto& each : made)
    each = static_cast<std::byte>(dice_.chance(0.6) ? dice_.below(24) * 5 : dice_.below(256));
  return made;
}

std::vector<std::byte> Visitor::written(Register const& place, double value) {
  auto const shown = crane_.image().read(place.block, place.offset, place.size);
  std::vector<std::byte> octets{shown.begin(), shown.end()};
  encode(place, value, {}, octets.data());
  return octets;
}

}  // namespace qw::simulate
